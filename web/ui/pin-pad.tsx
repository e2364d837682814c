import { useSignal } from '@preact/signals';
import { t } from '../state/words.js';
import { Button } from './button.js';
import './keypad.css';
import { Keypad } from './keypad.js';

export interface PinPadProps {
  /** Whose, or what for: "PIN of Meera". */
  label: string;
  /** Digits of a PIN. Where least and most are the same, the last one hands it over. */
  least: number;
  most: number;
  /** Rejects when it is wrong; the pad says no and starts anew. Why, is said by who asked. */
  onPin: (pin: string) => Promise<void>;
}

/** Where a PIN is typed. The digits are never shown, nor kept after they were handed over. */
export function PinPad({ label, least, most, onPin }: PinPadProps) {
  // A signal, not a state: of two digits typed before anything is drawn, the second must see the first.
  const pin = useSignal('');
  const state = useSignal<'typing' | 'asking' | 'wrong'>('typing');
  const hand = async () => {
    if (pin.peek().length < least || state.peek() === 'asking') return;
    state.value = 'asking';
    try {
      await onPin(pin.peek());
      state.value = 'typing';
    } catch {
      state.value = 'wrong';
    }
    pin.value = '';
  };
  const type = (digit: string) => {
    if (pin.peek().length >= most || state.peek() === 'asking') return;
    state.value = 'typing';
    pin.value += digit;
    if (pin.peek().length === most && least === most) void hand();
  };
  const typed = pin.value.length;
  return (
    <div class="pin" data-wrong={state.value === 'wrong' || undefined}>
      <div class="pin-dots" role="img" aria-label={t('pin.typed', { n: typed })} aria-live="polite">
        {Array.from({ length: Math.max(least, typed) }, (_, at) => (
          <i key={at} data-on={at < typed || undefined} />
        ))}
      </div>
      <Keypad
        label={label}
        onDigit={type}
        onErase={() => {
          pin.value = pin.peek().slice(0, -1);
        }}
        onEnter={() => void hand()}
      />
      {least !== most && (
        <Button
          kind="main"
          size="large"
          wide
          disabled={typed < least}
          busy={state.value === 'asking'}
          onClick={() => void hand()}
        >
          {t('pin.enter')}
        </Button>
      )}
    </div>
  );
}
