import type { StoredRecord } from '../../src/db/archive.js';
import { AT, event, line, login, order, organization, ticket } from '../db/documents.js';

/** The size of an organization that nobody ever served. */
export interface CrowdSize {
  orders: number;
  /** Events and commands of each order. */
  each?: number;
  lines?: number;
}

const OUTLET = 'outlet-1';

/**
 * The records of an organization with many orders, each with a ticket, events that hold the order as it
 * was, and commands whose answers hold it again: in the order of a dump.
 */
export async function* crowd(
  id: string,
  { orders, each = 5, lines = 4 }: CrowdSize,
): AsyncGenerator<StoredRecord> {
  const made = (i: number) => {
    const names = Array.from({ length: lines }, (_, at) =>
      line(unlike(i * lines + at), `Dish ${at}`),
    );
    return order(`order-${padded(i)}`, { number: i, lines: names });
  };
  for (let i = 0; i < orders; i++) yield document('order', made(i));
  for (let i = 0; i < orders; i++) {
    const of = { orderId: `order-${padded(i)}`, open: i > orders - 20 };
    yield document('ticket', ticket(`ticket-${padded(i)}`, of));
  }
  for (let seq = 1; seq <= orders * each; seq++) {
    const data = { order: made(Math.floor((seq - 1) / each)) };
    const text = JSON.stringify({ seq, ...event('order.changed', data) });
    yield { kind: 'event', outletId: OUTLET, seq, text };
  }
  if (orders > 0) yield { kind: 'head', outletId: OUTLET, seq: orders * each };
  for (let i = 0; i < orders * each; i++) {
    const answer = { status: 200, body: made(Math.floor(i / each)) };
    // Ids that come from terminals are in no order.
    const at = new Date(Date.parse(AT) + ((i * 7919) % (orders * each))).toISOString();
    const record = { fingerprint: 'f'.repeat(64), at, answer, epoch: 'elsewhere', seq: i + 1 };
    yield { kind: 'command', id: `command-${padded(i)}`, text: JSON.stringify(record) };
  }
  yield { kind: 'counter', outletId: OUTLET, name: 'order/2025-11-21', last: orders };
  const door = login(`${id}@crowd.kotd`, id);
  yield document('login', door);
  yield document('organization', organization(id));
}

function document(
  collection: 'order' | 'ticket' | 'login' | 'organization',
  value: { id: string },
): StoredRecord {
  const outletId = collection === 'order' || collection === 'ticket' ? OUTLET : null;
  return { kind: 'document', collection, outletId, id: value.id, text: JSON.stringify(value) };
}

/** Ids that do not zip better than real ones. */
function unlike(i: number): string {
  const mixed = (BigInt(i + 1) * 0x9e3779b97f4a7c15n) & 0xffffffffffffffffn;
  return mixed.toString(36).toUpperCase();
}

function padded(i: number): string {
  return String(i).padStart(9, '0');
}
