import type { Test } from 'tap';
import type { Event } from '../../src/domain/decision.js';
import { checkOutlet } from '../../src/domain/invariants.js';
import type { OutletRecord } from '../../src/domain/invariants/record.js';
import type { Bill } from '../../src/domain/shapes/bill.js';
import type { Line, Order } from '../../src/domain/shapes/order.js';
import type { Table } from '../../src/domain/shapes/organization.js';
import type { Ticket, TicketItem } from '../../src/domain/shapes/ticket.js';
import { House } from './house.js';

/** An evening with one of everything: `open` is being served, `paid` and `cancelled` are over. */
function evening() {
  const house = House.open();
  const dosa = { itemId: house.item('Dosa', { price: 8_055 }).id, quantity: 3 };
  const [one, two] = [house.table('T1').id, house.table('T2').id];
  const paid = house.create({ tableId: one, lines: [dosa] }).id;
  const bill = house.bill(paid, true).id;
  const started = house.ticketsOf(paid)[0]?.id ?? '';
  house.step(started, 'start');
  house.pay(bill, { tender: 'upi', amount: 1_000 });
  house.pay(bill, { tender: 'cash', amount: 50_000 });
  const cancelled = house.create({ lines: [dosa] }).id;
  const wrong = house.bill(cancelled, true).id;
  house.cancelBill(wrong);
  house.cancel(cancelled);
  const courses = [
    { ...dosa, course: 1 },
    { ...dosa, course: 2 },
  ];
  const open = house.create({ tableId: two, lines: courses }).id;
  house.send(open, 1);
  house.changeGuests(open, 3);
  const lineId = house.get('order', open).lines[0]?.id ?? '';
  house.changeLine(open, lineId, { quantity: 5 });
  house.send(open);
  house.void(open, lineId, 1);
  const billed = house.create({ lines: [dosa] }).id;
  const due = house.bill(billed, true).id;
  return {
    record: house.record(),
    ids: { one, two, paid, bill, cancelled, wrong, open, lineId, billed, due, started },
  };
}

export const { record: sound, ids } = evening();

/** The record with one document altered, in its place and in the last event that shows it. */
export function altered<D extends { id: string }>(
  kind: 'order' | 'ticket' | 'table' | 'bill',
  id: string,
  change: (document: D) => Partial<D>,
): OutletRecord {
  const alter = (document: unknown) => ({ ...(document as D), ...change(document as D) });
  const documents = sound[`${kind}s`].map((one) => (one.id === id ? alter(one) : one));
  const last = sound.events.findLastIndex(
    (event) => (event.data[kind] as D | undefined)?.id === id,
  );
  const rev = (event?: Event) => (event?.data[kind] as { rev: number } | undefined)?.rev;
  const events = sound.events.map((event) =>
    (event.data[kind] as D | undefined)?.id === id && rev(event) === rev(sound.events[last])
      ? { ...event, data: { ...event.data, [kind]: alter(event.data[kind]) } }
      : event,
  );
  return { ...sound, [`${kind}s`]: documents, events };
}

export const anOrder = (id: string, change: (order: Order) => Partial<Order>) =>
  altered<Order>('order', id, change);
export const aBill = (id: string, change: (bill: Bill) => Partial<Bill>) =>
  altered<Bill>('bill', id, change);
export const aTable = (id: string, change: Partial<Table>) =>
  altered<Table>('table', id, () => change);
export const aLine = (change: (line: Line) => Partial<Line>) =>
  anOrder(ids.open, ({ lines }) => ({
    lines: lines.map((one, index) => (index === 0 ? { ...one, ...change(one) } : one)),
  }));
export const ticketOf = (kind: Ticket['kind']) =>
  sound.tickets.find((ticket) => ticket.orderId === ids.open && ticket.kind === kind)?.id ?? '';
export const anItem = (kind: Ticket['kind'], change: (item: TicketItem) => Partial<TicketItem>) =>
  altered<Ticket>('ticket', ticketOf(kind), ({ items }) => ({
    items: items.map((one, index) => (index === 0 ? { ...one, ...change(one) } : one)),
  }));

/** What is broken, how, and words of the violation that must be found. */
export type Breakage = [what: string, record: OutletRecord, violation: RegExp];

/** Holds each breakage to its violation. */
export function eachIsSeen(t: Test, breakages: readonly Breakage[]): void {
  for (const [what, record, violation] of breakages) {
    t.match(checkOutlet(record).join('\n'), violation, what);
  }
}
