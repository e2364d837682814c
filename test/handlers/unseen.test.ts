import t from 'tap';
import type { Event, Put } from '../../src/domain/decision.js';
import type { Ticket } from '../../src/domain/shapes/ticket.js';
import { Passwords } from '../../src/handlers/auth/passwords.js';
import { Tokens } from '../../src/handlers/auth/tokens.js';
import { registry } from '../../src/handlers/index.js';
import { Road } from '../../src/handlers/road.js';
import { ITSELF, itselfAt } from '../../src/handlers/unseen.js';
import { outlet, station, ticket } from '../realtime/documents.js';
import { MemoryStore } from '../realtime/store.js';

const HERE = { organizationId: 'org', outletId: 'mg-road' };
const DUE = '2025-01-05T12:00:30.000Z';

/** Boxes on one store, and tickets that all of them find overdue. */
async function boxes(count: number, tickets: readonly Ticket[]) {
  const store = new MemoryStore();
  const documents: Put[] = [
    { collection: 'outlet', value: outlet(HERE.outletId) },
    { collection: 'station', value: { ...station('grill'), fallbackStationId: 'bar' } },
    { collection: 'station', value: station('bar') },
    ...tickets.map((value) => ({ collection: 'ticket' as const, value })),
  ];
  await store.commit(HERE, {
    counters: [],
    changes: () => ({ documents, events: [], result: null }),
  });
  const published: Event[] = [];
  const roads = Array.from({ length: count }, () => {
    return new Road({
      ...{ registry: registry(), store, passwords: new Passwords(1), tokens: new Tokens('s') },
      now: () => new Date().toISOString(),
      newId: () => crypto.randomUUID(),
      published: (_, { events }) => void published.push(...events),
      failed: (error) => {
        throw error;
      },
    });
  });
  const tell = (road: Road, ticketId: string) =>
    road.run({
      ...{ id: null, type: 'ticket.unseen', outletId: HERE.outletId, ifMatch: null },
      principal: itselfAt(HERE.organizationId, HERE.outletId),
      ...{ body: { ticketId }, traceId: 'trace' },
    });
  return { store, roads, tell, published };
}

t.test('unseen: of boxes that tell at the same moment one takes effect', async (t) => {
  const tickets = ['one', 'two', 'three', 'four'].map((id) => ticket(id, 'grill', { showBy: DUE }));
  const { store, roads, tell, published } = await boxes(3, tickets);
  const replies = await Promise.all(
    tickets.flatMap(({ id }) => roads.map((road) => tell(road, id))),
  );
  t.strictSame([...new Set(replies.map(({ status }) => status))], [200]);
  const told = replies.flatMap(({ body }) => (body as { ticket: Ticket | null }).ticket ?? []);
  t.strictSame(told.map(({ id }) => id).sort(), tickets.map(({ id }) => id).sort());
  t.equal(store.stream(HERE).length, tickets.length);
  t.match(published, Array(tickets.length).fill({ type: 'ticket.unseen', actor: ITSELF }));
  for (const { id } of tickets) {
    t.match(await store.get(HERE, 'ticket', id), { rev: 2, fallbackStationId: 'bar' });
  }
});

t.test('unseen: what was seen meanwhile is left alone, and nothing is written', async (t) => {
  const shown = { at: DUE, by: 'display', deviceId: null };
  const { store, roads, tell } = await boxes(1, [
    ticket('shown', 'grill', { showBy: DUE, shown }),
    ticket('never', 'grill'),
    ticket('gone', 'grill', { showBy: DUE, open: false }),
  ]);
  const [road] = roads;
  if (!road) throw new Error('no box');
  for (const id of ['shown', 'never', 'gone']) {
    t.match(await tell(road, id), { status: 200, body: { ticket: null }, seq: null });
  }
  t.equal((await tell(road, 'nothing')).status, 404);
  t.strictSame(store.stream(HERE), []);
});

t.test('unseen: no door leads to it', async (t) => {
  const { commands } = registry();
  t.notOk(commands.some(({ type }) => type === 'ticket.unseen'));
  t.equal(registry().command('ticket.unseen').spec.type, 'ticket.unseen');
});
