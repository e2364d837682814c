import { signal } from '@preact/signals';
import { t } from '../state/words.js';
import './banner.css';
import { Button } from './button.js';
import { Icon } from './icon.js';

/** How long a toast stays: long enough to read it twice; ms. */
const STAY_MS = 6_000;
/** More would hide the page. The oldest goes first. */
const MOST = 3;

export interface Toast {
  text: string;
  /** `bad` stays until somebody took note of it. */
  tone?: 'good' | 'bad';
  action?: { text: string; run: () => void };
}

interface Shown extends Toast {
  id: number;
}

const shown = signal<readonly Shown[]>([]);
let last = 0;

/** Tells in passing what has happened: sent, saved, refused. What must not be missed is a Banner. */
export function toast(message: Toast): void {
  last += 1;
  const id = last;
  shown.value = [...shown.value, { ...message, id }].slice(-MOST);
  if (message.tone !== 'bad') setTimeout(() => dismiss(id), STAY_MS);
}

function dismiss(id: number): void {
  shown.value = shown.value.filter((each) => each.id !== id);
}

/** Where they are shown; the frame renders it once. */
export function Toasts() {
  return (
    <div class="toasts" role="log" aria-live="polite" aria-label={t('messages')}>
      {shown.value.map(({ id, text, tone, action }) => (
        <div key={id} class="toast" data-tone={tone}>
          {tone && <Icon name={tone === 'good' ? 'check' : 'warning'} />}
          <span>{text}</span>
          {action && (
            <Button
              kind="quiet"
              onClick={() => {
                dismiss(id);
                action.run();
              }}
            >
              {action.text}
            </Button>
          )}
          <Button kind="quiet" icon="close" label={t('close')} onClick={() => dismiss(id)} />
        </div>
      ))}
    </div>
  );
}
