import { useLayoutEffect, useRef } from 'preact/hooks';

/** What keys do, by their names: `/`, `Escape`, `F8`, `Ctrl+Enter`. */
export type Keys = Readonly<Record<string, (() => void) | undefined>>;

/**
 * Hears keys from anywhere on the page, unless a dialog lies on top, or somebody writes with them.
 */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  latest.current = keys;
  // A key that comes in the moment in which the page does is meant for it.
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const name = nameOf(event);
      const act = latest.current[name];
      if (!act || event.defaultPrevented || event.isComposing || isCovered()) return;
      if (writes(event.target) && name.length === 1) return;
      event.preventDefault();
      // Held down, a key would act on the next page as well. Only arrows go on.
      if (!event.repeat || event.key.startsWith('Arrow')) act();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}

function nameOf({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): string {
  if (altKey) return `Alt+${key}`;
  return ctrlKey || metaKey ? `Ctrl+${key}` : key;
}

function writes(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  );
}

/** Something lies on top of the page and has the keys: a dialog, or an open menu. */
export function isCovered(): boolean {
  return document.querySelector('dialog:modal, .menu-list') !== null;
}

/**
 * Whether somebody works here with a keyboard: a focus in a field would bring up a tablet's own.
 */
export function hasKeyboard(): boolean {
  return !matchMedia('(pointer: coarse)').matches;
}
