import { useEffect } from 'preact/hooks';
import { type Action, actionOf } from './keys.js';
import { keys } from './settings.js';

/** Hears the keys of a keyboard or a bump bar, wherever the focus is; not while a dialog is open. */
export function useKeys(onAction: (action: Action) => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (document.querySelector('dialog:modal, [role=menu]')) return;
      const action = actionOf(event);
      if (!action || isControls(action, event.target)) return;
      event.preventDefault();
      keys.value = 'on';
      if (!event.repeat || action.do === 'next' || action.do === 'previous') onAction(action);
    };
    addEventListener('keydown', listen);
    addEventListener('click', giveUpFocus);
    return () => {
      removeEventListener('keydown', listen);
      removeEventListener('click', giveUpFocus);
    };
  });
}

/** Enter and Space on a button are that button's. */
function isControls({ do: does }: Action, target: EventTarget | null): boolean {
  if (does !== 'bump' && does !== 'start') return false;
  return target instanceof Element && target.closest('button, a, input, select') !== null;
}

/** A touch leaves the focus on what it hit, and the next Enter of a bump bar would hit it again. */
function giveUpFocus({ detail, target }: MouseEvent): void {
  const { activeElement } = document;
  const byFinger = detail > 0 && target instanceof Element;
  if (!byFinger || document.querySelector('dialog:modal, [role=menu]')) return;
  if (activeElement instanceof HTMLElement && target.closest('.kds')) activeElement.blur();
}
