import { signal } from '@preact/signals';

/**
 * The dialogs that are open, by the ids of their headings, the one on top last. All that lies outside of that one
 * can be seen and not reached: what must be reached as well lies in it (toast.tsx).
 */
export const layers = signal<readonly string[]>([]);

/** Puts a dialog on top. @returns takes it away, wherever it lies by then */
export function layered(name: string): () => void {
  layers.value = [...layers.value, name];
  return () => {
    layers.value = layers.value.filter((each) => each !== name);
  };
}
