import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Bill } from '../shapes.js';
import { useTill } from '../till/context.js';

export interface Printing {
  /** This till has printed the bill before: what it prints now says so. */
  isCopy: boolean;
  print: () => void;
}

/**
 * Prints a bill. That it was printed is kept first: a second paper must never look like a first.
 */
export function usePrint({ id }: Bill): Printing {
  const { session, outlet } = useTill();
  const isCopy = useSignal(false);
  const name = `printed/${outlet.id}/${id}`;
  useEffect(() => {
    void session.store.list(name).then((found) => {
      isCopy.value = found.length > 0;
    });
  }, [name]);
  const print = async () => {
    await session.store.update([name], ([times]) => [[name, Number(times ?? 0) + 1]]);
    window.print();
    isCopy.value = true;
  };
  return { isCopy: isCopy.value, print: () => void print() };
}
