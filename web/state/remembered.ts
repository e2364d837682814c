import { effect, type Signal, signal } from '@preact/signals';

/**
 * A choice of this device that outlives a reload. A browser that keeps nothing (a private window, a full
 * disk) still takes the choice, for as long as the page is open.
 * @param allowed what was kept by an older version and is none of these is forgotten; null: any text will do
 */
export function remembered<T extends string>(
  name: string,
  allowed: readonly T[] | null,
  preset: T,
): Signal<T> {
  const key = `kotd.${name}`;
  const kept = read(key);
  const known = allowed === null ? (kept as T | null) : allowed.find((each) => each === kept);
  const choice = signal<T>(known ?? preset);
  let first = true;
  effect(() => {
    const value = choice.value;
    // What nobody chose is not kept: the device's own language or theme may change.
    if (!first) write(key, value);
    first = false;
  });
  return choice;
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Only the memory is lost; the choice holds until the page is left.
  }
}
