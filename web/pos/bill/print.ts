import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { toast } from '../../ui/toast.js';
import type { Bill, BillPrint } from '../shapes.js';
import { useTill } from '../till/context.js';
import { perform } from '../till/perform.js';
import { troubleText } from '../trouble.js';

/** What is on its way to the printer. */
export interface Paper {
  /** As the server counted it; null: it could not be asked, and counts the paper later. */
  copy: number | null;
}

export interface Printing {
  /**
   * null: nothing is being printed. What somebody prints then, past the button, nobody has counted.
   */
  paper: Paper | null;
  /** The papers that the server has counted, as far as it could be asked; in their order. */
  counted: readonly BillPrint[];
  /** Papers that this till has still to tell of. */
  uncounted: number;
  busy: boolean;
  print: () => void;
}

/**
 * Prints a bill. The server counts each paper before it is printed: of two tills only one prints
 * the first. A till that is cut off prints as well, on a paper that says so, and tells of it when
 * it can.
 */
export function usePrint({ id }: Bill): Printing {
  const till = useTill();
  const { terminal } = till;
  const paper = useSignal<Paper | null>(null);
  const counted = useSignal<readonly BillPrint[]>([]);
  const busy = useSignal(false);
  const take = (some: readonly BillPrint[]) => {
    const copies = new Map([...counted.peek(), ...some].map((one) => [one.copy, one]));
    counted.value = [...copies.values()].sort((a, b) => a.copy - b.copy);
  };
  useEffect(
    () =>
      terminal.on('bill.printed', ({ data: { print } }) => {
        if (print.billId === id) take([print]);
      }),
    [terminal, id],
  );
  const { offline } = till.status.value;
  useEffect(() => {
    if (offline) return;
    terminal.query('bill.listPrints', { billId: id }).then(
      ({ data }) => take(data),
      // Who printed it is good to know; that it can be printed does not hang on it.
      (error: unknown) => console.warn('the papers of a bill', error),
    );
  }, [terminal, id, offline]);
  // Once the paper says what it is: this comes after it was drawn.
  useEffect(() => {
    if (paper.value !== null) window.print();
  }, [paper.value]);
  useEffect(() => {
    const done = () => {
      paper.value = null;
    };
    addEventListener('afterprint', done);
    return () => removeEventListener('afterprint', done);
  }, []);
  const print = async () => {
    if (busy.peek()) return;
    busy.value = true;
    try {
      const answer = await perform(till, 'bill.print', { billId: id });
      if (answer) take([answer]);
      paper.value = { copy: answer?.copy ?? null };
    } catch (error) {
      toast({ text: troubleText(error), tone: 'bad' });
    } finally {
      busy.value = false;
    }
  };
  const waiting = till.outbox.value.waiting.filter(
    ({ type, body }) => type === 'bill.print' && isOf(body, id),
  );
  return {
    paper: paper.value,
    counted: counted.value,
    uncounted: busy.value ? 0 : waiting.length,
    busy: busy.value,
    print: () => void print(),
  };
}

function isOf(body: object, billId: string): boolean {
  return 'billId' in body && body.billId === billId;
}
