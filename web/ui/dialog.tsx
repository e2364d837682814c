import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useId, useRef } from 'preact/hooks';
import { t } from '../state/words.js';
import { Button } from './button.js';
import './dialog.css';
import { layered } from './layers.js';
import { Toasts } from './toast.js';

export interface DialogProps {
  title: string;
  /** Asked by Escape, the cross and a tap beside it. Whoever shows the dialog takes it away. */
  onClose: () => void;
  size?: 'normal' | 'wide';
  /** There is nothing in it to fill in or to press: whoever has only keys has to come to it to scroll. */
  reading?: boolean;
  /** Its buttons; the main one last. */
  actions?: ComponentChildren;
  children: ComponentChildren;
}

/**
 * A question that must be answered first. It is open as long as it is rendered: `{asked && <Dialog …>}`.
 * The browser's own <dialog> keeps the focus inside, makes what lies behind unreachable, and gives the
 * focus back. An element inside with `autofocus` gets it at the start.
 */
export function Dialog({
  title,
  onClose,
  size = 'normal',
  reading,
  actions,
  children,
}: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useLayoutEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    const leave = layered(heading);
    return () => {
      leave();
      element?.close();
      // The element is taken out of the page before it is closed, and then forgets whom to give it back.
      if (before instanceof HTMLElement) {
        // A field that was taken out with the caret in it keeps the caret, and who types next would type nowhere.
        getSelection()?.removeAllRanges();
        before.focus();
      }
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the key for it is Escape, which comes as `cancel`
    <dialog
      ref={dialog}
      class="dialog"
      data-size={size}
      aria-labelledby={heading}
      onCancel={(event) => {
        // The browser would close it, and who renders it would not know.
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        // What lies inside is another target: only the backdrop is the dialog itself.
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <header>
        <h2 id={heading}>{title}</h2>
        <Button kind="quiet" icon="close" label={t('close')} onClick={onClose} />
      </header>
      <div
        class="dialog-body"
        {...(reading ? { role: 'group', 'aria-labelledby': heading, tabIndex: 0 } : {})}
      >
        {children}
      </div>
      {actions && <footer>{actions}</footer>}
      <Toasts layer={heading} />
    </dialog>
  );
}
