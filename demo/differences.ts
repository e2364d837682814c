import { isDeepStrictEqual } from 'node:util';
import type { Bill } from '../src/domain/shapes/bill.js';
import type { Order } from '../src/domain/shapes/order.js';
import type { Truth } from './truth.js';
import type { View } from './view.js';

interface Document {
  id: string;
  rev: number;
}

/** One kind of document: what the terminal shows of it, and what its audience is to see. */
interface Comparison<D extends Document> {
  kind: string;
  shown: ReadonlyMap<string, D>;
  open: readonly D[];
  /** Of the evening, open or closed. */
  evening: readonly D[];
  isOpen(document: D): boolean;
  /** Nothing of the evening was before its last reset, which leaves out what is closed. */
  sawAll: boolean;
}

/** Where a view is not what its audience is to see, in words; nothing when it is. */
export function differences(view: View, audience: readonly string[], truth: Truth): string[] {
  const { open, evening } = truth;
  const floor = audience.includes('floor');
  const mine = ({ stationId }: { stationId: string }) =>
    floor || audience.includes(`kitchen/${stationId}`);
  const sawAll = view.resets === 1;
  const hears = <D>(heard: boolean, documents: readonly D[]) => (heard ? documents : []);
  const bills = audience.includes('bills');
  return [
    ...compare({
      kind: 'order',
      shown: view.orders,
      open: hears(floor, open.orders),
      evening: hears(floor, evening.orders),
      isOpen: ({ status }: Order) => status === 'open' || status === 'billed',
      sawAll,
    }),
    ...compare({
      kind: 'ticket',
      shown: view.tickets,
      open: open.tickets.filter(mine),
      evening: evening.tickets.filter(mine),
      isOpen: (ticket) => ticket.open,
      sawAll,
    }),
    ...compare({
      kind: 'table',
      shown: view.tables,
      open: hears(floor, open.tables),
      evening: [],
      isOpen: () => true,
      sawAll,
    }),
    ...compare({
      kind: 'bill',
      shown: view.bills,
      open: hears(bills, open.bills),
      evening: hears(bills, evening.bills),
      isOpen: ({ status }: Bill) => status === 'unpaid' || status === 'partlyPaid',
      sawAll,
    }),
  ];
}

function compare<D extends Document>(comparison: Comparison<D>): string[] {
  const { kind, shown, open, evening, isOpen, sawAll } = comparison;
  const found: string[] = [];
  const due = new Set((sawAll ? [...open, ...evening] : open).map(({ id }) => id));
  const truth = new Map([...evening, ...open].map((document) => [document.id, document]));
  for (const id of due) if (!shown.has(id)) found.push(`${kind} ${id} is missing`);
  for (const [id, document] of shown) {
    const real = truth.get(id);
    if (real && !isDeepStrictEqual(document, real)) {
      found.push(`${kind} ${id} is shown at rev ${document.rev}, the store has ${real.rev}`);
    } else if (!real && isOpen(document)) found.push(`${kind} ${id} is shown open and is not`);
  }
  return found;
}
