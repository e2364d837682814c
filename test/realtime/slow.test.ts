import t from 'tap';
import { House, SCOPE } from './house.js';
import { Screen } from './screen.js';

/** Large enough that a few dozen fill the buffers of both kernels. */
const LARGE = 'x'.repeat(200_000);

t.test('slow: a socket that takes nothing is closed to resume, and delays nobody', async (t) => {
  const settings = { queueBytes: 256 * 1024, slowMs: 30_000, gatherMs: 0, heartbeatMs: 50 };
  const house = await House.open(t, { settings });
  const [slow, quick, other] = [
    await house.enter(['floor']),
    await house.enter(['floor']),
    await house.enter(['kitchen/grill']),
  ];
  for (const client of [slow, quick, other]) await client.need('pos');
  slow.freeze();
  let events = 0;
  let longest = 0;
  while (house.worker.seen.slow === 0) {
    events++;
    const started = performance.now();
    await house.run('order.create', { id: `o${events}`, of: LARGE });
    await quick.need('ev', ({ seq }) => seq === events);
    longest = Math.max(longest, performance.now() - started);
    if (events > 500) throw new Error('the slow socket is never slow');
  }
  t.ok(events > 1);
  t.comment(`slow after ${events} events; the quick one waited ${Math.round(longest)} ms at most`);
  await house.run('ticket.create', { id: 'k1', of: 'grill' });
  await other.need('ev');
  await house.run('order.create', { id: 'last' });
  events += 2;
  t.equal(quick.closed, false);

  slow.thaw();
  await slow.ended();
  t.match(await slow.need('bye'), { code: 4008, reason: 'slow' });
  t.equal(slow.closeCode, 4008);
  const last = slow.of('ev').at(-1);
  t.equal(last?.seq, events - 2, 'nothing was dropped before the close');

  const { epoch } = await slow.need('welcome');
  const resume = { epoch, seq: events - 2 };
  const back = await house.enter(['floor'], { resume });
  await back.need('ev', ({ seq }) => seq === events);
  t.strictSame(
    [...slow.of('ev'), ...back.of('ev')].map(({ seq }) => seq),
    Array.from({ length: events }, (_, i) => i + 1),
    'what it missed comes with the resume',
  );
  t.strictSame(house.worker.seen.closed, [4008]);
});

t.test(
  'slow: in a crowd that events are published to, one is cut off and all others hear all',
  async (t) => {
    const settings = { queueBytes: 256 * 1024, slowMs: 30_000, gatherMs: 2, heartbeatMs: 50 };
    const house = await House.open(t, { settings });
    const crowd = [];
    for (let i = 0; i < 20; i++) crowd.push(await house.enter(['floor']));
    for (const client of crowd) await client.need('pos');
    const [slow, ...quick] = crowd;
    if (!slow) throw new Error('nobody is there');
    slow.freeze();
    let events = 0;
    while (house.worker.seen.slow === 0) {
      const ids = Array.from({ length: 4 }, () => `o${++events}`);
      await Promise.all(ids.map((id) => house.run('order.create', { id, of: LARGE })));
      for (const client of quick) await client.need('pos', ({ seq }) => seq === events);
      if (events > 500) throw new Error('the slow socket is never slow');
    }
    await Promise.all(['after', 'last'].map((id) => house.run('order.create', { id })));
    events += 2;
    const stream = house.store.stream(SCOPE);
    for (const client of quick) {
      await client.need('pos', ({ seq }) => seq === events);
      const screen = new Screen();
      for (const frame of client.frames) screen.show(frame);
      t.strictSame([screen.faults, screen.seqs], [[], screen.expected(stream, ['floor'])]);
    }
    slow.thaw();
    await slow.ended();
    t.equal(slow.closeCode, 4008);
    const seqs = slow.of('ev').map(({ seq }) => seq);
    t.strictSame(
      seqs,
      Array.from(seqs, (_, i) => i + 1),
      'without a hole up to where it was left',
    );
    t.equal(slow.frames.at(-1)?.t, 'bye', 'nothing comes after the goodbye');
  },
);

t.test(
  'slow: one that stays frozen is cut off a little later, and nothing of it stays',
  async (t) => {
    const settings = { queueBytes: 64 * 1024, slowMs: 50, gatherMs: 0 };
    const house = await House.open(t, { settings });
    const slow = await house.enter(['floor']);
    await slow.need('pos');
    slow.freeze();
    for (let i = 0; house.worker.seen.slow === 0; i++) {
      await house.run('order.create', { id: `o${i}`, of: LARGE });
    }
    await house.until(() => house.worker.door.counts().sockets === 0);
    t.strictSame(house.worker.seen.closed, [4008]);
    t.strictSame(house.worker.door.counts().streams, []);
  },
);

t.test(
  'slow: a snapshot and a gap larger than the queue arrive whole at one who reads',
  async (t) => {
    const settings = { queueBytes: 128 * 1024, slowMs: 30_000 };
    const house = await House.open(t, { settings });
    const first = await house.enter(['floor']);
    const { epoch } = await first.need('reset');
    first.cut();
    for (let i = 0; i < 60; i++) await house.run('order.create', { id: `o${i}`, of: LARGE });

    const fresh = await house.enter(['floor']);
    t.equal((await fresh.need('reset')).snapshot.orders.length, 60);
    const resumed = await house.enter(['floor'], { resume: { epoch, seq: 0 } });
    await resumed.need('ev', ({ seq }) => seq === 60);
    t.equal(resumed.of('ev').length, 60);
    await house.run('order.create', { id: 'last' });
    for (const client of [fresh, resumed]) await client.need('ev', ({ seq }) => seq === 61);
    t.equal(house.worker.seen.slow, 0);
  },
);

t.test('slow: what is sent on once there is room again does not stand still', async (t) => {
  // Sent within the drain callback of uWebSockets it would, for good.
  const settings = { queueBytes: 128 * 1024, slowMs: 30_000, heartbeatMs: 0 };
  const house = await House.open(t, { settings });
  for (let i = 0; i < 40; i++) await house.run('order.create', { id: `a${i}`, of: LARGE });
  const client = await house.enter(['floor']);
  client.freeze();
  for (let i = 0; i < 40; i++) await house.run('order.create', { id: `b${i}`, of: LARGE });
  client.thaw();
  await client.need('pos', ({ seq }) => seq === 80);
  t.equal(client.of('ev').length, 40);
  t.equal(house.worker.seen.slow, 0);
});

t.test('slow: one who takes nothing of its snapshot or gap is closed too', async (t) => {
  const settings = { queueBytes: 128 * 1024, slowMs: 60 };
  const house = await House.open(t, { settings });
  const first = await house.enter(['floor']);
  const { epoch } = await first.need('reset');
  first.cut();
  for (let i = 0; i < 60; i++) await house.run('order.create', { id: `o${i}`, of: LARGE });
  for (const resume of [undefined, { epoch, seq: 0 }]) {
    const client = await house.enter(['floor'], resume ? { resume } : {});
    client.freeze();
  }
  await house.until(() => house.worker.seen.slow === 2);
  await house.until(() => house.worker.door.counts().sockets === 0);
  t.strictSame(house.worker.door.counts().streams, []);
});

t.test('slow: one who commands but never reads the answers is closed', async (t) => {
  const settings = { queueBytes: 64 * 1024, slowMs: 50 };
  const house = await House.open(t, { settings });
  const client = await house.enter([]);
  client.freeze();
  for (let i = 0; house.worker.seen.slow === 0 && i < 1_000; i++) {
    client.send({ t: 'cmd', id: `c${i}`, type: 'order.create', body: { id: `o${i}`, of: LARGE } });
    await house.until(() => house.worker.seen.commands.length > i || house.worker.seen.slow > 0);
  }
  await house.until(() => house.worker.door.counts().sockets === 0);
  t.strictSame(house.worker.seen.closed, [4008]);
});

t.test('slow: a queue of gigabytes is not one of a few bytes', async (t) => {
  // 64 times this, in 32 bits, is 64 kB.
  const settings = { queueBytes: 2 ** 26 + 1024, gatherMs: 0 };
  const house = await House.open(t, { settings });
  const client = await house.enter(['floor']);
  client.freeze();
  for (let i = 0; i < 100; i++) await house.run('order.create', { id: `o${i}`, of: LARGE });
  client.thaw();
  await client.need('ev', ({ seq }) => seq === 100);
  t.equal(house.worker.seen.slow, 0);
});
