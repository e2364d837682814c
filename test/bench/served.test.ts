import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { Served } from '../../bench/kotd/served.js';
import type { StoredRecord } from '../../src/db/archive.js';
import { openEmbedded } from '../../src/db/embedded/store.js';
import { AT, event, login, order, organization, outlet, ticket } from '../db/documents.js';

const [OUTLET, ORDER, TICKET] = ['0', '1', '2'].map((digit) => digit.padStart(26, 'A')) as [
  string,
  string,
  string,
];
const COMMAND = '043b11a1-7972-4e93-9f56-f464bb627a9e';
const SCOPE = { organizationId: 'org', outletId: OUTLET };
const made = order(ORDER, { createdAt: '2025-11-21T13:30:05.000Z' });

const before: StoredRecord[] = [
  document('outlet', null, outlet(OUTLET)),
  { kind: 'event', outletId: OUTLET, seq: 1, text: textOf(1, { outlet: outlet(OUTLET), at: AT }) },
  { kind: 'head', outletId: OUTLET, seq: 1 },
  { kind: 'counter', outletId: OUTLET, name: 'version/menu', last: 3 },
  document('login', null, login('owner@demo.kotd', 'org')),
  document('organization', null, organization('org')),
];
const added: StoredRecord[] = [
  document('order', OUTLET, made),
  document('ticket', OUTLET, ticket(TICKET, { orderId: ORDER })),
  { kind: 'event', outletId: OUTLET, seq: 2, text: textOf(2, { order: made }) },
  { kind: 'event', outletId: OUTLET, seq: 3, text: textOf(3, { ticket: { id: TICKET } }) },
  { kind: 'command', id: COMMAND, text: textOfCommand() },
];
const served = new Served({ organization: 'org', outlet: OUTLET, before, added });
const until = Date.parse('2026-01-01T00:00:00.000Z');

t.test(
  'served: a store takes guests at once and one by one, each with all of theirs',
  async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'kotd-served-'));
    const store = await openEmbedded({ folder: join(folder, 'store'), newEpoch: () => 'epoch' });
    t.teardown(async () => {
      await store.close();
      await rm(folder, { recursive: true });
    });
    await served.fill(store, { from: 0, to: 10, until });
    t.equal(await served.seq(store), 1 + 2 * 10);
    await served.serve(store, { from: 10, to: 13, until: until + 2 * 86_400_000 });
    t.equal(await served.seq(store), 1 + 2 * 13);

    const tickets = await store.page(SCOPE, 'ticket', { index: 'byOrder', limit: 100 });
    const ids = tickets.data.map(({ orderId }) => orderId);
    t.equal(new Set(ids).size, 13);
    t.notOk(ids.includes(ORDER));
    const orders = await store.getMany(SCOPE, 'order', ids);
    t.same(
      orders.map((one) => one?.id),
      ids,
    );
    t.equal(new Set(orders.map((one) => one?.createdAt)).size, 13);
    t.same(await store.get({ organizationId: 'org' }, 'outlet', OUTLET), outlet(OUTLET));

    const since = { heads: new Map([[OUTLET, 21]]), commandsFrom: '2026-01-02' };
    const kinds: Record<string, number> = {};
    for await (const { kind } of store.dump('org', since)) {
      kinds[kind] = (kinds[kind] ?? 0) + 1;
    }
    // Of documents: the outlet, the login, the organization, and an order and a ticket of each guest.
    t.match(kinds, { event: 6, command: 3, document: 3 + 6 });
  },
);

function document(
  collection: 'outlet' | 'order' | 'ticket' | 'login' | 'organization',
  outletId: string | null,
  value: { id: string },
): StoredRecord {
  return { kind: 'document', collection, outletId, id: value.id, text: JSON.stringify(value) };
}

function textOfCommand(): string {
  return JSON.stringify({ fingerprint: 'f', at: made.createdAt, answer: made });
}

function textOf(seq: number, data: Record<string, unknown>): string {
  return JSON.stringify({ seq, ...event('order.changed', data) });
}
