import t from 'tap';
import { copyOf, grown, ordersOf } from '../../bench/kotd/grown.js';
import { Arrival } from '../../src/db/arrival.js';
import type { StoredRecord } from '../../src/db/archive.js';
import { line, login, order, organization, station } from '../db/documents.js';

const OUTLET = 'outlet-000000001';
const ORDER = order('order-00000001', { lines: [line('line-1', 'Dal')] });

const TEMPLATE = {
  outlet: OUTLET,
  order: ORDER,
  records: [
    document('outlet', null, { id: OUTLET }),
    document('station', OUTLET, station('station-1')),
    document('station', 'outlet-000000002', station('station-2')),
    document('order', OUTLET, ORDER),
    { kind: 'event', outletId: null, seq: 1, text: '{}' },
    { kind: 'head', outletId: null, seq: 1 },
    { kind: 'event', outletId: OUTLET, seq: 1, text: '{}' },
    { kind: 'head', outletId: OUTLET, seq: 1 },
    { kind: 'counter', outletId: OUTLET, name: 'version/menu', last: 3 },
    document('login', null, login('owner@demo.kotd', 'org')),
    document('organization', null, organization('org')),
  ] satisfies StoredRecord[] as StoredRecord[],
};

t.test('grown: a store takes it, with as many outlets and orders as asked', async (t) => {
  const arrival = new Arrival('org');
  const counts = { outlet: 0, station: 0, order: 0, event: 0, counter: 0 };
  for await (const record of grown(TEMPLATE, { outlets: 3, orders: 10 })) {
    const taken = arrival.take(record);
    if (taken === null) continue;
    const kind = taken.kind === 'document' ? taken.collection : taken.kind;
    if (kind in counts) counts[kind as keyof typeof counts]++;
  }
  // One event is the organization's own.
  t.same(counts, { outlet: 3, station: 3, order: 10, event: 11, counter: 3 });
  t.same(
    [...arrival.end().heads].map(([outlet, seq]) => [outlet, seq]),
    [
      [null, 1],
      [copyOf(OUTLET, 0), 3],
      [copyOf(OUTLET, 1), 3],
      [copyOf(OUTLET, 2), 4],
    ],
  );
});

t.test('grown: each order is where its number says, and is over', async (t) => {
  const size = { outlets: 3, orders: 10 };
  const found: string[] = [];
  for await (const record of grown(TEMPLATE, size)) {
    if (record.kind !== 'document' || record.collection !== 'order') continue;
    const { id, status } = JSON.parse(record.text) as typeof ORDER;
    t.equal(id, record.id);
    t.equal(status, 'cancelled');
    found.push(`${record.outletId} ${id}`);
  }
  const expected = [0, 1, 2].flatMap((outlet) => {
    const [from, to] = ordersOf(outlet, size);
    return Array.from({ length: to - from }, (_, at) => from + at).map(
      (number) => `${copyOf(OUTLET, outlet)} ${copyOf(ORDER.id, number)}`,
    );
  });
  t.equal(expected.length, 10);
  t.same(found, expected);
});

function document(
  collection: 'outlet' | 'station' | 'order' | 'login' | 'organization',
  outletId: string | null,
  value: { id: string },
): StoredRecord {
  return { kind: 'document', collection, outletId, id: value.id, text: JSON.stringify(value) };
}
