import t from 'tap';
import type { Position } from '../../src/db/store.js';
import { outlet } from './documents.js';
import { Client } from './client.js';
import { House, ORG, SCOPE } from './house.js';
import { Screen } from './screen.js';

const SCREENS = 60;

/** Nothing but the wave asks the store. */
const settings = { heartbeatMs: 0, resetKeptMs: 600_000 };

/** What the store is asked while the work is done. */
async function asked(house: House, work: () => Promise<unknown>) {
  const before = { ...house.store.calls };
  await work();
  const { position, positions, events, page, get } = house.store.calls;
  return {
    positions: position + positions - before.position - before.positions,
    events: events - before.events,
    pages: page - before.page,
    documents: get - before.get,
  };
}

/** All say hello at once; resolves when each is current. */
async function comeBack(house: House, hellos: readonly object[]): Promise<Client[]> {
  const clients = await Promise.all(hellos.map(() => Client.open(house.worker.port)));
  for (const [i, client] of clients.entries()) {
    client.send({ t: 'hello', token: 'owner', outlet: SCOPE.outletId, ...hellos[i] });
  }
  await Promise.all(clients.map((client) => client.need('pos')));
  return clients;
}

async function pour(house: House, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await house.run('order.create', { id: `o${i}` });
}

t.test(
  'wave: screens that missed nothing cost a look at each outlet, and one for it',
  async (t) => {
    const house = await House.open(t, { settings });
    const outlets = Array.from({ length: 5 }, (_, i) => `outlet-${i}`);
    const resumes: Position[] = [];
    for (const id of outlets) {
      const scope = { organizationId: ORG, outletId: id };
      await house.store.commit(scope, {
        counters: [],
        changes: () => ({
          documents: [{ collection: 'outlet', value: outlet(id) }],
          events: [],
          result: null,
        }),
      });
      resumes.push(await house.store.position(scope));
    }
    const hellos = Array.from({ length: SCREENS }, (_, i) => ({
      outlet: outlets[i % outlets.length],
      audience: ['floor'],
      resume: resumes[i % outlets.length],
    }));
    const reads = await asked(house, async () => {
      for (const client of await comeBack(house, hellos)) t.equal(client.of('reset').length, 0);
    });
    t.strictSame(reads, { positions: 5, events: 0, pages: 0, documents: 5 });
  },
);

t.test('wave: what screens missed is read once, wherever each of them stands', async (t) => {
  const house = await House.open(t, { settings });
  await pour(house, 40);
  const { epoch } = await house.store.position(SCOPE);
  const stands = Array.from({ length: SCREENS }, (_, i) => (i * 7) % 40);
  const audience = ['floor'];
  const hellos = stands.map((seq) => ({ audience, resume: { epoch, seq } }));
  let clients: Client[] = [];
  const reads = await asked(house, async () => {
    clients = await comeBack(house, hellos);
  });
  // Where the stream is, what came before that, and that it was the same stream when it was read.
  t.strictSame(reads, { positions: 2, events: 1, pages: 0, documents: 1 });
  for (const [i, client] of clients.entries()) {
    const screen = new Screen();
    const position = stands[i] ?? 0;
    Object.assign(screen, { epoch, position, from: position });
    for (const frame of client.frames) screen.show(frame);
    t.strictSame(screen.faults, []);
    t.strictSame(screen.seqs, screen.expected(house.store.stream(SCOPE), audience));
  }
  const late = await asked(house, () => comeBack(house, [{ audience, resume: { epoch, seq: 3 } }]));
  t.strictSame(late, { positions: 0, events: 0, pages: 0, documents: 0 }, 'and kept in memory');
});

t.test('wave: screens that begin anew share a snapshot until something happens', async (t) => {
  const house = await House.open(t, { settings });
  await pour(house, 3);
  const resume = { epoch: 'of a time long gone', seq: 3 };
  const alone = await asked(house, () => comeBack(house, [{ audience: ['bills'], resume }]));
  const audience = ['bills', 'kitchen/bar'];
  const hello = { audience, resume };
  const reads = await asked(house, () => comeBack(house, Array(SCREENS).fill(hello)));
  // Of the bar's own tickets, and of those that it shows for other stations.
  t.strictSame(reads, { positions: 1, events: 0, pages: alone.pages + 2, documents: 1 });
  const next = await asked(house, () => comeBack(house, [hello]));
  t.strictSame(next, { positions: 0, events: 0, pages: 0, documents: 0 }, 'a moment later');

  await house.run('bill.create', { id: 'b1' });
  const [client] = await comeBack(house, [hello]);
  const reset = client?.of('reset')[0];
  t.equal(reset?.seq, 4);
  t.match(reset?.snapshot.bills, [{ id: 'b1' }]);
});

t.test('wave: stations are looked for once, and one that is not there each time', async (t) => {
  const house = await House.open(t, { settings });
  const { epoch } = await house.store.position(SCOPE);
  const resume = { epoch, seq: 0 };
  const hello = { audience: ['kitchen/grill', 'kitchen/bar'], resume };
  const reads = await asked(house, () => comeBack(house, Array(SCREENS).fill(hello)));
  t.strictSame(reads, { positions: 1, events: 0, pages: 0, documents: 2 });
  for (let i = 0; i < 2; i++) {
    const missing = await asked(house, async () => {
      const client = await Client.open(house.worker.port);
      const audience = ['kitchen/bar', 'kitchen/nowhere'];
      client.send({ t: 'hello', token: 'owner', outlet: SCOPE.outletId, audience });
      t.match(await client.need('err'), {
        problem: { code: 'not_found', errors: [{ pointer: '/audience/1' }] },
      });
      await client.ended();
    });
    t.equal(missing.documents, 1);
  }
  t.equal(house.worker.door.counts().sockets, SCREENS);
});
