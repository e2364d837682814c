import type { StoredRecord } from '../../src/db/archive.js';
import type { Order } from '../../src/domain/shapes/order.js';

/** How large an organization is made. */
export interface Size {
  outlets: number;
  /** Over all outlets, evenly; each with the event that it was created. */
  orders: number;
}

type DocumentRecord = Extract<StoredRecord, { kind: 'document' }>;

/** What all of it is made from: an organization with an outlet that has an order. */
export interface Template {
  /** A whole dump. */
  records: readonly StoredRecord[];
  outlet: string;
  order: Order;
}

/** Digits by which the ids of copies differ. */
const DIGITS = 8;

/** The id of the outlet with this number; those of orders likewise, over all outlets. */
export function copyOf(id: string, number: number): string {
  return id.slice(0, -DIGITS) + String(number).padStart(DIGITS, '0');
}

/** Numbers of the orders of an outlet: from, and up to before. */
export function ordersOf(outlet: number, { outlets, orders }: Size): [from: number, to: number] {
  const before = (count: number) => Math.floor((orders * count) / outlets);
  return [before(outlet), before(outlet + 1)];
}

/**
 * The organization as large as asked, in the order of a dump. Each outlet is a copy of the template's,
 * under the same ids inside, so that one order can be placed in all of them. The orders are over: a
 * restaurant has many of those, and few that are open.
 */
export async function* grown(
  { records, outlet, order }: Template,
  size: Size,
): AsyncGenerator<StoredRecord> {
  const numbers = Array.from({ length: size.outlets }, (_, number) => number);
  const documents = records.filter(
    (record): record is DocumentRecord => record.kind === 'document',
  );
  const isDoor = ({ collection }: DocumentRecord) =>
    collection === 'login' || collection === 'organization';
  const inner = documents.filter((document) => !isDoor(document));
  for (const collection of new Set(inner.map((document) => document.collection))) {
    const all = inner.filter((document) => document.collection === collection);
    if (collection === 'order') {
      for (const number of numbers) {
        for (const one of ordersFor(order, number, size)) {
          yield { kind: 'document', collection, outletId: copyOf(outlet, number), ...one };
        }
      }
    } else if (collection === 'outlet') yield* outletsOf(all, outlet, numbers);
    else {
      yield* all.filter(({ outletId }) => outletId === null);
      const own = all.filter(({ outletId }) => outletId === outlet);
      for (const number of numbers) {
        for (const one of own) yield { ...one, outletId: copyOf(outlet, number) };
      }
    }
  }
  yield* records.filter(isOfOrganization);
  for (const number of numbers) {
    const outletId = copyOf(outlet, number);
    let seq = 0;
    for (const { text } of ordersFor(order, number, size)) {
      seq++;
      yield { kind: 'event', outletId, seq, text: eventOf(seq, order, text) };
    }
    yield { kind: 'head', outletId, seq };
  }
  yield* records.filter(({ kind }) => kind === 'command');
  for (const record of records) {
    if (record.kind !== 'counter') continue;
    if (record.outletId === null) yield record;
    if (record.outletId !== outlet) continue;
    for (const number of numbers) yield { ...record, outletId: copyOf(outlet, number) };
  }
  yield* documents.filter(isDoor);
}

/** Whether it is part of the organization's own stream. */
function isOfOrganization(record: StoredRecord): boolean {
  return (record.kind === 'event' || record.kind === 'head') && record.outletId === null;
}

function* outletsOf(
  all: readonly DocumentRecord[],
  outlet: string,
  numbers: readonly number[],
): Generator<StoredRecord> {
  const own = all.find(({ id }) => id === outlet);
  if (!own) throw new Error('the template has no such outlet');
  const document = JSON.parse(own.text) as object;
  for (const number of numbers) {
    const id = copyOf(outlet, number);
    yield { ...own, id, text: JSON.stringify({ ...document, id }) };
  }
}

function* ordersFor(
  order: Order,
  outlet: number,
  size: Size,
): Generator<{ id: string; text: string }> {
  const [from, to] = ordersOf(outlet, size);
  const last = Date.parse(order.createdAt);
  for (let number = from; number < to; number++) {
    const id = copyOf(order.id, number);
    const createdAt = new Date(last - 1000 * (to - number)).toISOString();
    const over = { status: 'cancelled', cancelReason: 'closed', createdAt, updatedAt: createdAt };
    yield { id, text: JSON.stringify({ ...order, id, number: number - from + 1, ...over }) };
  }
}

function eventOf(seq: number, { createdAt: at, createdBy: actor }: Order, text: string): string {
  return `{"seq":${seq},"type":"order.created","at":"${at}","actor":"${actor}","data":{"order":${text}}}`;
}
