import t from 'tap';
import { livedMs } from '../ticks.js';
import type { Bus, StreamMessage } from '../../src/realtime/bus.js';
import { House, ORG, SCOPE } from './house.js';
import { Screen } from './screen.js';

/** A bus that loses, doubles, splits and holds back, the same way each time. */
function unreliable(bus: Bus): Bus {
  const held: StreamMessage[] = [];
  let count = 0;
  return {
    publish: (message) => {
      count++;
      if (count % 5 === 0) return;
      held.push(message);
      if (count % 3 === 0) bus.publish(message);
      if (count % 4 === 0) for (const late of held.splice(0).reverse()) bus.publish(late);
    },
    onMessage: (listener) => bus.onMessage(listener),
  };
}

const silent = (bus: Bus): Bus => ({ publish: () => {}, onMessage: bus.onMessage });

t.test(
  'bus: what it loses, doubles and reorders, screens of both workers see in order',
  async (t) => {
    const settings = { heartbeatMs: 3, gapMs: 2, gatherMs: 1 };
    const house = await House.open(t, { workers: 2, bus: unreliable, settings });
    const audience = ['floor', 'bills'];
    const clients = [
      await house.enter(audience, { worker: 0 }),
      await house.enter(audience, { worker: 1, subprotocol: 'kotd.v1.msgpack' }),
    ];
    for (const client of clients) await client.need('pos');
    for (let i = 0; i < 200; i++) {
      await house.run(i % 3 ? 'order.create' : 'bill.create', { id: `x${i}` }, i % 2);
    }
    for (const client of clients) {
      const screen = new Screen();
      await client.need('pos', ({ seq }) => seq === 200);
      for (const frame of client.frames) screen.show(frame);
      t.strictSame(screen.faults, []);
      t.strictSame(screen.seqs, screen.expected(house.store.stream(SCOPE), audience));
      const behind = client.of('pos').filter(({ seq, head }) => seq < head);
      t.strictSame(behind, [], 'with a good store no screen is ever told that it is behind');
    }
    t.strictSame(house.failures, []);
  },
);

t.test('bus: a silent one costs a heartbeat, never a ticket', async (t) => {
  const house = await House.open(t, { workers: 2, bus: silent, settings: { heartbeatMs: 25 } });
  const client = await house.enter(['kitchen/grill'], { worker: 1 });
  await client.need('pos');
  const tookMs = await livedMs(async () => {
    await house.run('ticket.create', { id: 'k1', of: 'grill' }, 0);
    t.match(await client.need('ev'), { seq: 1, data: { ticket: { id: 'k1' } } });
    t.match(await client.need('pos', ({ seq }) => seq === 1), { head: 1 });
  });
  t.ok(tookMs < 2_000, `${tookMs} ms`);
});

t.test('bus: negative control: without the checks a silent bus does lose the ticket', async (t) => {
  const house = await House.open(t, { workers: 2, bus: silent, settings: { heartbeatMs: 0 } });
  const client = await house.enter(['kitchen/grill'], { worker: 1 });
  await client.need('pos');
  await house.run('ticket.create', { id: 'k1', of: 'grill' }, 0);
  const beats = await house.enter(['kitchen/grill'], { worker: 0 });
  await beats.need('pos', ({ seq }) => seq === 1);
  // Answered in order with whatever the worker had to send before.
  t.match(await client.command('c1', 'order.pay', { id: 'nothing' }), { t: 'err' });
  t.equal(client.of('ev').length, 0);
});

t.test('bus: a missing event is fetched as soon as a later one comes', async (t) => {
  let lose = true;
  const losing = (bus: Bus): Bus => ({
    publish: (message) => {
      if (!lose) bus.publish(message);
    },
    onMessage: bus.onMessage,
  });
  const settings = { heartbeatMs: 0, gapMs: 5 };
  const house = await House.open(t, { workers: 2, bus: losing, settings });
  const client = await house.enter(['floor'], { worker: 1 });
  await client.need('pos');
  for (let i = 0; i < 5; i++) await house.run('order.create', { id: `o${i}` }, 0);
  const reads = house.store.calls.events;
  lose = false;
  await house.run('order.create', { id: 'last' }, 0);
  await client.need('ev', ({ seq }) => seq === 6);
  t.strictSame(
    client.of('ev').map(({ seq, prev }) => [seq, prev]),
    [1, 2, 3, 4, 5, 6].map((seq) => [seq, seq - 1]),
  );
  t.equal(house.store.calls.events, reads + 1, 'by one read');
});

t.test(
  'pos: says that the screen is behind while the store does not give what is missing',
  async (t) => {
    const house = await House.open(t, { workers: 2, bus: silent, settings: { heartbeatMs: 15 } });
    const client = await house.enter(['floor'], { worker: 1 });
    const screen = new Screen();
    await client.need('pos');
    house.store.before = async (call) => {
      if (call === 'events') throw new Error('no events');
    };
    await house.run('order.create', { id: 'o1' }, 0);
    const behind = await client.need('pos', ({ head }) => head === 1);
    t.equal(behind.seq, 0, 'below head: not current');
    for (const frame of client.frames) screen.show(frame);
    t.equal(screen.currentTo, null);
    t.match(house.failures, [/fetch missing events: Error: no events/]);

    house.store.before = async () => {};
    await client.need('ev', ({ seq }) => seq === 1);
    const current = await client.need('pos', ({ seq }) => seq === 1);
    t.equal(current.head, 1);
  },
);

t.test('pos: who joins while the store goes on is not told to be behind', async (t) => {
  const house = await House.open(t, { workers: 2, bus: silent, settings: { heartbeatMs: 0 } });
  let committed = false;
  house.store.before = async (call) => {
    if (call !== 'page' || committed) return;
    committed = true;
    await house.run('order.create', { id: 'o1' }, 0);
  };
  const client = await house.enter(['bills'], { worker: 1 });
  t.match(await client.need('pos'), { seq: 0, head: 0 }, 'current to when it was welcomed');
  t.match(house.workers[1]?.door.counts().streams, [{ seq: 0, head: 1 }]);
});

t.test('pos: does not come while nobody can say where the stream is', async (t) => {
  const house = await House.open(t, { settings: { heartbeatMs: 10 } });
  const client = await house.enter(['floor']);
  await client.until(() => client.of('pos').length >= 3);
  house.store.before = async (call) => {
    if (call === 'positions') throw new Error('no positions');
  };
  await house.until(() => house.failures.length >= 1);
  const before = client.of('pos').length;
  await house.until(() => house.failures.length >= 4);
  t.ok(client.of('pos').length <= before + 1);
  house.store.before = async () => {};
  const count = client.of('pos').length;
  await client.until(() => client.of('pos').length > count);
});

t.test('events: the cache and the principals hear of every event of every stream', async (t) => {
  const house = await House.open(t, { workers: 2 });
  const heard = house.workers.map(({ door }) => {
    const messages: StreamMessage[] = [];
    door.onEvents((message) => messages.push(message));
    return messages;
  });
  await house.run('order.create', { id: 'o1' }, 0);
  const staff = { seq: 1, type: 'staff.created', at: '', actor: '', data: {} };
  house.worker.door.publish({ organizationId: ORG }, { epoch: 'epoch', events: [staff] });
  for (const messages of heard) {
    t.match(messages, [
      { ...SCOPE, events: [{ seq: 1, type: 'order.created' }] },
      { organizationId: ORG, outletId: null, epoch: 'epoch', events: [staff] },
    ]);
    t.equal(messages.length, 2);
  }
});

t.test('events: a listener or a bus that fails fails alone', async (t) => {
  const broken: Bus = {
    publish: () => {
      throw new Error('no bus');
    },
    onMessage: () => {},
  };
  const house = await House.open(t, { bus: () => broken });
  house.worker.door.onEvents(() => {
    throw new Error('bad listener');
  });
  const client = await house.enter(['floor']);
  await client.need('pos');
  t.match(await client.command('c1', 'order.create', { id: 'o1' }), { t: 'ack' });
  await client.need('ev');
  const stray = { seq: 2, type: 'ticket.created', at: '', actor: '', data: {} };
  const { epoch } = await client.need('welcome');
  house.worker.door.publish(SCOPE, { epoch, events: [stray] });
  t.match(house.failures, [/bad listener/, /no bus/, /bad listener/, /tell of ticket/, /no bus/]);
});
