import t from 'tap';
import type { Position, Scope } from '../../src/db/store.js';
import type { Bus } from '../../src/realtime/bus.js';
import { House, ORG, person } from './house.js';
import { Gate, Outlets, scopeOf } from './outlets.js';

/** Longer than any test may take: what comes all the same does not come by the heartbeat. */
const NEVER = 600_000;

const silent = (bus: Bus): Bus => ({ publish: () => {}, onMessage: bus.onMessage });

/** Notes each question for many positions: when it came and what it named. */
function overhear(outlets: Outlets): { at: number; scopes: readonly Scope[] }[] {
  const { store } = outlets;
  const asked: { at: number; scopes: readonly Scope[] }[] = [];
  const answer = store.positions.bind(store);
  store.positions = async (scopes) => {
    asked.push({ at: performance.now(), scopes });
    return await answer(scopes);
  };
  return asked;
}

t.test(
  'lookout: a lost event reaches the socket within lookMs, not trusting the bus',
  async (t) => {
    const settings = { heartbeatMs: NEVER, lookMs: 50 };
    const house = await House.open(t, { workers: 2, bus: silent, settings });
    const client = await house.enter(['kitchen/grill'], { worker: 1 });
    await client.need('pos');
    const door = house.workers[1]?.door;
    door?.trustBus(false);
    for (let i = 1; i <= 3; i++) {
      await house.run('ticket.create', { id: `k${i}`, of: 'grill' }, 0);
      t.match(await client.need('ev', ({ seq }) => seq === i), {
        data: { ticket: { id: `k${i}` } },
      });
    }
    t.match(door?.counts().lookout, { trusted: false, wanting: 0, failed: 0 });
  },
);

t.test('lookout: the end of trust brings a look at once', async (t) => {
  const house = await House.open(t, {
    workers: 2,
    bus: silent,
    settings: { heartbeatMs: NEVER, lookMs: NEVER },
  });
  const client = await house.enter(['floor'], { worker: 1 });
  await client.need('pos');
  await house.run('order.create', { id: 'o1' }, 0);
  const door = house.workers[1]?.door;
  t.equal(door?.counts().lookout.looks, 0);
  door?.trustBus(false);
  await client.need('ev', ({ seq }) => seq === 1);
  t.match(await client.need('pos', ({ seq }) => seq === 1), { head: 1 });
  door?.trustBus(false);
  door?.trustBus(true);
  t.equal(door?.counts().lookout.looks, 1, 'and only one');
});

t.test('lookout: word of a loss brings a look at once, and asks who listens', async (t) => {
  const settings = { heartbeatMs: NEVER, busGraceMs: 0 };
  const house = await House.open(t, { workers: 2, bus: silent, settings });
  house.people.set('leaver', person('waiter', ORG, { sessionId: 's1' }));
  const client = await house.enter(['floor'], { worker: 1 });
  const leaver = await house.enter(['floor'], { worker: 1, token: 'leaver' });
  await client.need('pos');
  house.people.delete('leaver');
  await house.run('order.create', { id: 'o1' }, 0);
  const door = house.workers[1]?.door;
  t.equal(door?.counts().lookout.looks, 0);
  door?.doubtAll();
  await client.need('ev', ({ seq }) => seq === 1);
  t.match(await leaver.need('bye'), { code: 4401 });
  t.equal(client.of('bye').length, 0);
});

t.test(
  'lookout: negative control: without checks by time a lost event does not come',
  async (t) => {
    const settings = { heartbeatMs: 20, lookMs: 20, positionChecks: false };
    const house = await House.open(t, { workers: 2, bus: silent, settings });
    const client = await house.enter(['floor'], { worker: 1 });
    await client.need('pos');
    const door = house.workers[1]?.door;
    door?.trustBus(false);
    await house.run('order.create', { id: 'lost' }, 0);
    // Longer than twenty looks would take, and then whatever was ready to be sent.
    await new Promise((resolve) => setTimeout(resolve, 400));
    t.match(await client.command('c1', 'order.pay', { id: 'nothing' }), { t: 'err' });
    t.equal(client.of('ev').length, 0);
    t.equal(door?.counts().lookout.looks, 0);
    await house.run('order.create', { id: 'next' }, 1);
    await client.need('ev', ({ seq }) => seq === 2);
    t.strictSame(
      client.of('ev').map(({ seq }) => seq),
      [1, 2],
      'the next one tells of it',
    );
  },
);

t.test('lookout: 2,000 streams cost four questions in an interval, spread over it', async (t) => {
  const interval = 200;
  const outlets = new Outlets(t, { heartbeatMs: interval });
  const asked = overhear(outlets);
  await outlets.openMany(2_000);
  const { position, events } = outlets.store.calls;
  // Slices of a round that began while streams were opened are not of the full length.
  await outlets.until(() => asked.length > 4 && asked.at(-1)?.scopes.length === 500);
  const from = asked.length;
  await outlets.until(() => asked.length >= from + 8);
  const round = asked.slice(from, from + 4);
  t.strictSame(
    round.map(({ scopes }) => scopes.length),
    [500, 500, 500, 500],
  );
  t.equal(new Set(round.flatMap(({ scopes }) => scopes)).size, 2_000, 'each of them once');
  // Single looks may be noted late on a busy machine; a burst would still be far below this.
  const took = (asked[from + 7]?.at ?? 0) - (asked[from - 1]?.at ?? 0);
  t.ok(took > 1.8 * interval, `two rounds took ${took} ms`);
  const pauses = asked
    .slice(from, from + 8)
    .map(({ at }, i) => at - (asked[from + i - 1]?.at ?? 0));
  t.ok((pauses.sort((a, b) => a - b)[3] ?? 0) > interval / 8, `${pauses} ms between looks`);
  t.strictSame(outlets.store.calls, { ...outlets.store.calls, position, events }, 'none for one');
});

t.test('lookout: no stream misses its turn while others come and the bus flaps', async (t) => {
  const outlets = new Outlets(t, { heartbeatMs: NEVER, lookMs: 100 });
  await outlets.openMany(1_200);
  const last = await outlets.listen('last');
  const flap = () => {
    outlets.lookout.trust(false);
    outlets.lookout.trust(true);
  };
  for (let i = 1; i <= 5; i++) {
    await outlets.commit('last');
    await outlets.build(`new${i}`);
    const fleeting = await outlets.streams.open(scopeOf(`new${i}`));
    await outlets.until(() => {
      flap();
      return last.of('ev').length === i;
    });
    outlets.streams.release(fleeting);
  }
  t.ok(outlets.lookout.counts().looks >= 10, 'slice after slice');
});

t.test(
  'lookout: what a healthy bus does not bring is evidence, and looks come often',
  async (t) => {
    const outlets = new Outlets(t, {
      heartbeatMs: 1_000,
      lookMs: 5,
      busGraceMs: 20,
      waryMs: NEVER,
    });
    const screen = await outlets.listen('a');
    await outlets.commit('a');
    await outlets.until(() => screen.of('ev').length === 1);
    t.match(outlets.lookout.counts(), { wanting: 1, trusted: false });
    const { looks } = outlets.lookout.counts();
    const began = performance.now();
    await outlets.until(() => outlets.lookout.counts().looks >= looks + 20);
    const took = performance.now() - began;
    t.ok(took < 10_000, `twenty looks took ${took} ms; seldom ones take 20 s`);
  },
);

t.test('lookout: the evidence is forgotten, and a good bus gives none', async (t) => {
  const bad = new Outlets(t, { heartbeatMs: 20, lookMs: 5, busGraceMs: 20, waryMs: 50 });
  const screen = await bad.listen('a');
  await bad.commit('a');
  await bad.until(() => bad.lookout.counts().wanting === 1);
  await bad.until(() => bad.lookout.counts().trusted);
  t.equal(bad.lookout.counts().wanting, 1);
  await bad.until(() => screen.of('ev').length === 1);

  // A look sees what is committed before the bus brings it; that is no fault of the bus.
  const good = new Outlets(t, { heartbeatMs: 20, lookMs: 5, busGraceMs: 3_000 });
  const other = await good.listen('a');
  const late = await good.commit('a');
  const { looks } = good.lookout.counts();
  await good.until(() => good.lookout.counts().looks > looks + 1);
  t.equal(other.of('ev').length, 0, 'not fetched while the bus may bring it');
  const reads = good.store.calls.events;
  good.bring(late);
  t.equal(other.of('ev').length, 1);
  const told = other.of('pos').length;
  await good.until(() => other.of('pos').length > told);
  t.match(other.of('pos').at(-1), { seq: 1, head: 1 });
  t.equal(good.store.calls.events, reads);
  t.equal(good.lookout.counts().wanting, 0);
});

t.test(
  'lookout: a store that hangs has one question, and screens hear nothing untrue',
  async (t) => {
    const outlets = new Outlets(t, { heartbeatMs: 10, lookMs: 5 });
    const screen = await outlets.listen('a');
    await outlets.until(() => screen.of('pos').length >= 3);
    const gate = new Gate();
    let waiting = 0;
    outlets.store.before = async (call) => {
      if (call !== 'positions') return;
      waiting++;
      await gate.passed;
    };
    await outlets.until(() => waiting === 1);
    const told = screen.of('pos').length;
    for (let i = 0; i < 10; i++) {
      outlets.lookout.trust(false);
      outlets.lookout.trust(true);
      outlets.bring(await outlets.commit('a'));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    t.equal(waiting, 1, 'one under way');
    t.equal(screen.of('ev').length, 10, 'the bus goes on');
    t.equal(screen.of('pos').length, told, 'no proof, no word of it');
    t.ok(outlets.lookout.counts().slowestSeconds >= 0.09, 'and it shows while it hangs');
    const released = new Date().toISOString();
    gate.open();
    await outlets.until(() => screen.of('pos').length > told + 1);
    const [first, second] = screen.of('pos').slice(told);
    t.match(first, { seq: 10, head: 10 });
    t.ok(first && first.at < released, 'current to when it was asked, not to when it was answered');
    t.ok(second && second.at >= released);
    t.strictSame(outlets.failures, []);
  },
);

t.test('lookout: a store that fails is asked once an interval, however many streams', async (t) => {
  const lookMs = 60;
  const outlets = new Outlets(t, { heartbeatMs: NEVER, lookMs });
  const asked = overhear(outlets);
  await outlets.openMany(3_000);
  const screen = await outlets.listen('a');
  const { length: told } = screen.of('pos');
  outlets.store.before = async (call) => {
    if (call === 'positions') throw new Error('no positions');
  };
  outlets.lookout.trust(false);
  await outlets.until(() => asked.length >= 8);
  const took = (asked[7]?.at ?? 0) - (asked[0]?.at ?? 0);
  t.ok(
    took > 3.5 * lookMs,
    `seven times ${took} ms; it is about ${lookMs} when each slice is asked`,
  );
  t.equal(screen.of('pos').length, told);
  t.match(outlets.failures, [/look at the streams: Error: no positions/]);
  t.ok(outlets.lookout.counts().failed >= 4);

  outlets.store.before = async () => {};
  await outlets.commit('a');
  await outlets.until(() => screen.of('pos').length > told);
  t.match(screen.of('pos').at(-1), { seq: 1, head: 1 });
  t.equal(screen.of('ev').length, 1);
});

t.test('lookout: an outlet whose events do not come keeps no other one waiting', async (t) => {
  const outlets = new Outlets(t, { heartbeatMs: 10, lookMs: 5 });
  const [stuck, fine] = [await outlets.listen('stuck'), await outlets.listen('fine')];
  outlets.lookout.trust(false);
  const gate = new Gate();
  const { store } = outlets;
  const events = store.events.bind(store);
  store.events = async (scope, after, limit) => {
    if (scope.outletId === 'stuck') await gate.passed;
    return await events(scope, after, limit);
  };
  for (const outlet of ['stuck', 'fine']) await outlets.commit(outlet);
  await outlets.until(() => fine.of('ev').length === 1);
  const told = fine.of('pos').length;
  await outlets.until(() => fine.of('pos').length >= told + 5);
  t.equal(stuck.of('ev').length, 0);
  t.equal(
    stuck.of('pos').filter(({ head }) => head > 0).length,
    0,
    'nor is it told to be current to what it lacks',
  );
  gate.open();
  await outlets.until(() => stuck.of('pos').at(-1)?.seq === 1);
});

t.test('lookout: a screen that was told to be behind hears at once when it is not', async (t) => {
  const outlets = new Outlets(t, { heartbeatMs: NEVER, lookMs: 10 });
  const screen = await outlets.listen('a');
  outlets.store.before = async (call) => {
    if (call === 'events') throw new Error('no events');
  };
  await outlets.commit('a');
  outlets.lookout.trust(false);
  await outlets.until(() => screen.of('pos').length >= 4);
  for (const pos of screen.of('pos').slice(1)) t.match(pos, { seq: 0, head: 1 });
  t.match(outlets.failures, [/fetch missing events: Error: no events/]);
  outlets.store.before = async () => {};
  await outlets.until(() => screen.of('pos').at(-1)?.seq === 1);
  const { looks } = outlets.lookout.counts();
  const told = screen.of('pos').length;
  await outlets.until(() => outlets.lookout.counts().looks >= looks + 5);
  t.equal(screen.of('pos').length, told, 'and then again at the heartbeats');
});

t.test('lookout: when the last stream is released nothing is asked any more', async (t) => {
  const outlets = new Outlets(t, { heartbeatMs: 5, lookMs: 5 });
  await outlets.openMany(700);
  await outlets.until(() => outlets.lookout.counts().looks >= 4);
  outlets.close();
  await outlets.settle();
  const { looks } = outlets.lookout.counts();
  outlets.lookout.trust(false);
  await new Promise((resolve) => setTimeout(resolve, 50));
  t.equal(outlets.lookout.counts().looks, looks);
  await outlets.open('again');
  await outlets.until(() => outlets.lookout.counts().looks > looks);
});

t.test('lookout: an answer that is too short is no news', async (t) => {
  const outlets = new Outlets(t, { heartbeatMs: 5 });
  const screen = await outlets.listen('a');
  const { store } = outlets;
  let asked = 0;
  store.positions = async (): Promise<Position[]> => {
    asked++;
    return [];
  };
  await outlets.until(() => asked >= 3);
  const told = screen.of('pos').length;
  await outlets.until(() => asked >= 6);
  t.equal(screen.of('pos').length, told);
});
