import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../state/words.js';
import { Button } from './button.js';
import './keypad.css';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

export interface KeypadProps {
  /** What it is for, for those who listen. */
  label: string;
  onDigit: (digit: string) => void;
  onErase: () => void;
  /** Enter on a keyboard. */
  onEnter?: () => void;
  disabled?: boolean;
  /** The key beside the nought; without one the place stays empty. */
  extra?: { text: string; run: () => void };
}

/**
 * Ten digits for fingers; a keyboard's digits, Backspace, Enter and the key beside the nought do the same from
 * anywhere on the page, unless somebody is writing in a field or a dialog lies on top of it.
 */
export function Keypad({ label, onDigit, onErase, onEnter, disabled = false, extra }: KeypadProps) {
  const pad = useRef<HTMLFieldSetElement>(null);
  useLayoutEffect(() => {
    if (disabled) return;
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || writes(event.target)) return;
      if (isCovered(pad.current)) return;
      if (/^\d$/.test(event.key)) onDigit(event.key);
      else if (event.key === extra?.text) extra.run();
      else if (event.key === 'Backspace') onErase();
      // On a button, Enter is that button's.
      else if (event.key === 'Enter' && onEnter && !(event.target instanceof HTMLButtonElement))
        onEnter();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  });
  return (
    <fieldset class="keypad" aria-label={label} ref={pad}>
      {DIGITS.map((digit) => (
        <Button key={digit} disabled={disabled} onClick={() => onDigit(digit)}>
          {digit}
        </Button>
      ))}
      {extra ? (
        <Button disabled={disabled} onClick={extra.run}>
          {extra.text}
        </Button>
      ) : (
        <i />
      )}
      <Button disabled={disabled} onClick={() => onDigit('0')}>
        0
      </Button>
      <Button icon="erase" label={t('erase')} disabled={disabled} onClick={onErase} />
    </fieldset>
  );
}

function writes(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  );
}

function isCovered(element: HTMLElement | null): boolean {
  const dialog = document.querySelector('dialog:modal');
  return dialog !== null && element !== null && !dialog.contains(element);
}
