import { signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../state/words.js';
import './banner.css';
import { Button } from './button.js';
import { Icon } from './icon.js';
import { layers } from './layers.js';

/** How long a toast stays: long enough to read it twice; ms. */
const STAY_MS = 6_000;
/** More would hide the page. The oldest goes first. */
const MOST = 3;

export interface Toast {
  text: string;
  /** `bad` stays until somebody took note of it. */
  tone?: 'good' | 'bad';
  /** It stays as well, though nothing is wrong. */
  stays?: boolean;
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
  if (message.tone !== 'bad' && !message.stays) setTimeout(() => dismiss(id), STAY_MS);
}

function dismiss(id: number): void {
  shown.value = shown.value.filter((each) => each.id !== id);
}

/**
 * Where they are shown: the frame renders it once, and each dialog for itself. They lie in the dialog that is on top,
 * since what is outside of it cannot be touched and is not read out, and above it, as the browser's top layer has it.
 * @param layer the dialog; without it, the page
 */
export function Toasts({ layer }: { layer?: string }) {
  const element = useRef<HTMLDivElement>(null);
  const isOnTop = layers.value.at(-1) === layer;
  useLayoutEffect(() => {
    // Only now: what is shown before its dialog lies below it.
    if (isOnTop && !element.current?.matches(':popover-open')) element.current?.showPopover();
  }, [isOnTop]);
  return (
    <div
      class="toasts"
      ref={element}
      popover="manual"
      role="log"
      aria-live="polite"
      aria-label={t('messages')}
    >
      {isOnTop && shown.value.map((each) => <ToastRow key={each.id} {...each} />)}
    </div>
  );
}

function ToastRow({ id, text, tone, action }: Shown) {
  return (
    <div class="toast" data-tone={tone}>
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
  );
}
