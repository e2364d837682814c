import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import t, { type Test } from 'tap';
import { Ledger } from '../../src/limits/ledger.js';
import type { ToLeases } from '../../src/limits/messages.js';
import type { Drawn, SharedBudgets } from '../../src/limits/shared.js';
import { RedisBudgets } from '../../src/redis/budgets.js';
import type { Guard } from '../../src/redis/guard.js';
import { noOwnRedis, noRedis, RedisServer, until } from '../redis.js';
import { guarded, PATIENT, QUICK } from '../redis/parts.js';
import { callFor } from '../ticks.js';
import { BoxOfLeases, seeded } from './box-of-leases.js';

/** Budgets as Redis keeps them, in one place without time: a window ends when it is told. */
class BudgetsInMemory implements SharedBudgets {
  readonly used = new Map<string, number>();
  endsInMs = 60_000;
  away = false;
  draws = 0;

  async draw(key: string, limit: number, want: number): Promise<Drawn | null> {
    this.draws++;
    await turn();
    if (this.away) return null;
    const used = this.used.get(key) ?? 0;
    const left = Math.max(0, limit - used);
    const units = Math.min(left, Math.max(want, Math.floor(left / 8)));
    this.used.set(key, used + units);
    return { units, free: left - units, endsInMs: this.endsInMs };
  }
}

function newLedger(shared: SharedBudgets) {
  const sent: ToLeases[] = [];
  const box = { now: 0 };
  const ledger = new Ledger({
    clock: () => box.now,
    send: (_worker, message) => sent.push(message),
    shared,
  });
  ledger.join(1);
  const ask = async (limit: number, want = 1) => {
    ledger.receive(1, { kind: 'ask', key: 'key', limit, want, held: 0 });
    for (let turns = 1; turns <= 5; turns++) await turn();
    return sent.splice(0);
  };
  return { ledger, box, sent, ask };
}

/** Clients of all boxes ask until each was refused; answers how many were allowed by each box. */
async function exhaust(boxes: readonly BoxOfLeases[], limit: number, clients: number) {
  const draw = { name: 'orders', key: `orders/${randomUUID()}`, limit };
  const allowed = boxes.map(() => 0);
  const client = async (at: number) => {
    const box = boxes[at];
    while ((await box?.someWorker().leases.take([draw]))?.allowed) {
      allowed[at] = (allowed[at] ?? 0) + 1;
    }
  };
  const all = boxes.flatMap((_, at) => Array.from({ length: clients }, () => client(at)));
  await Promise.all(all);
  return allowed;
}

/** Boxes that wait for Redis: one that gave up on a slow answer would count for itself. */
async function redisBoxes(t: Test, server: RedisServer, count: number): Promise<BoxOfLeases[]> {
  const boxes: BoxOfLeases[] = [];
  for (let box = 1; box <= count; box++) {
    const { connection, guard } = await guarded(t, server.url, PATIENT);
    const budgets = new RedisBudgets(connection, guard, PATIENT.breakerTimeoutMs);
    boxes.push(new BoxOfLeases(2, seeded(box), 60_000, budgets));
  }
  return boxes;
}

/** A box that is as patient as kotd, and the guard that gives up. */
async function hastyBox(t: Test, server: RedisServer): Promise<{ box: BoxOfLeases; guard: Guard }> {
  const { connection, guard } = await guarded(t, server.url, QUICK);
  const budgets = new RedisBudgets(connection, guard);
  return { box: new BoxOfLeases(2, seeded(1), 60_000, budgets), guard };
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);

t.test('fleet: after a long pause of the box all who still wait get a place', (t) => {
  const ended = { now: 0 };
  const ledger = new Ledger({
    clock: () => ended.now,
    send: () => undefined,
    shared: { draw: () => new Promise(() => undefined) },
  });
  ledger.join(1);
  const ask = (key: number) =>
    ledger.receive(1, { kind: 'ask', key: `${key}`, limit: 10, want: 1, held: 0 });
  for (let key = 1; key <= 20_000; key++) ask(key);
  ended.now = 61_000;
  ask(0);
  t.equal(ledger.size, 20_001);
  t.end();
});

t.test('fleet: asks wait for one draw, which serves them all', async (t) => {
  const budgets = new BudgetsInMemory();
  const { ledger, sent, ask } = newLedger(budgets);
  for (let call = 1; call <= 3; call++) {
    ledger.receive(1, { kind: 'ask', key: 'key', limit: 80, want: 1, held: 0 });
  }
  t.same(sent, []);
  const grants = await ask(80);
  t.equal(budgets.draws, 1);
  t.match(grants[0], { kind: 'grant', units: 5, free: 75, end: 60_000 });
  t.equal(grants.length, 4);
  t.equal(budgets.used.get('key'), 10);
});

t.test(
  'fleet: a window ends when the fleet says so, and the next one is drawn afresh',
  async (t) => {
    const budgets = new BudgetsInMemory();
    const { box, ask } = newLedger(budgets);
    budgets.endsInMs = 10_000;
    t.match(await ask(8), [{ units: 1, end: 10_000 }]);
    box.now = 4000;
    budgets.endsInMs = 6010;
    t.match(
      await ask(8),
      [{ units: 1, end: 10_000 }],
      'the same window, though the answer took longer',
    );
    box.now = 10_000;
    budgets.used.clear();
    budgets.endsInMs = 60_000;
    t.match(await ask(8), [{ units: 1, end: 70_000 }]);
    budgets.used.clear();
    box.now = 30_000;
    t.match(
      await ask(8, 3),
      [{ units: 3, end: 90_000, free: 5 }],
      'Redis was flushed: a new window',
    );
  },
);

t.test(
  'fleet: nobody is refused before the fleet was asked and others were called back',
  async (t) => {
    const budgets = new BudgetsInMemory();
    const { ledger, ask } = newLedger(budgets);
    ledger.join(2);
    budgets.used.set('key', 9);
    t.match(await ask(10), [{ kind: 'grant', units: 1, free: 0 }]);
    ledger.receive(2, { kind: 'ask', key: 'key', limit: 10, want: 1, held: 0 });
    t.match(await ask(10), [{ kind: 'recall' }], 'the first worker has the last one');
    t.equal(budgets.draws, 1, 'the fleet has said that nothing is left');
    ledger.receive(1, { kind: 'handBack', key: 'key', end: 60_000, units: 0 });
    t.match(await ask(11), [{ units: 0 }, { units: 0 }, { units: 1 }]);
    t.equal(budgets.draws, 2, 'a limit that grew is worth a question');
  },
);

t.test('fleet: a box that cannot ask counts for itself until the window ends', async (t) => {
  const budgets = new BudgetsInMemory();
  const { box, ask } = newLedger(budgets);
  t.match(await ask(80, 10), [{ units: 10, free: 70 }]);
  budgets.away = true;
  t.match(await ask(80, 70), [{ units: 70, free: 0 }], 'the limit less what it had drawn');
  budgets.away = false;
  box.now = 60_000;
  budgets.used.clear();
  t.match(await ask(80, 10), [{ units: 10, free: 70 }], 'the next one is of the fleet again');
});

t.test('fleet: whatever the limit, never more, and nearly all of it', async () => {
  const rounds = fc.record({
    seed: fc.integer(),
    limit: fc.integer({ min: 1, max: 300 }),
    boxes: fc.integer({ min: 1, max: 3 }),
    clients: fc.integer({ min: 1, max: 6 }),
  });
  await fc.assert(
    fc.asyncProperty(rounds, async ({ seed, limit, boxes, clients }) => {
      const budgets = new BudgetsInMemory();
      const random = seeded(seed);
      const all = Array.from({ length: boxes }, () => new BoxOfLeases(2, random, 60_000, budgets));
      const allowed = sum(await exhaust(all, limit, clients));
      return allowed <= limit && allowed >= limit * 0.8;
    }),
    { numRuns: 60 },
  );
});

t.test('fleet: two boxes on one Redis together keep the limit', { skip: noRedis }, async (t) => {
  const server = await RedisServer.start();
  t.teardown(() => server.stop());
  const boxes = await redisBoxes(t, server, 2);
  for (const limit of [10, 200, 1000]) {
    const allowed = sum(await exhaust(boxes, limit, 8));
    t.equal(allowed, limit, 'both are busy to the end');
  }
  const [busy, idle] = boxes;
  if (!busy || !idle) return;
  const draw = { name: 'orders', key: `orders/${randomUUID()}`, limit: 200 };
  t.match(await idle.workers[0]?.leases.take([draw]), { allowed: true });
  let allowed = 1;
  // A clock that goes wrong does not matter: windows end by the clock of Redis.
  busy.now = -1_000_000;
  while ((await busy.someWorker().leases.take([draw])).allowed) allowed++;
  t.ok(allowed <= 200 && allowed >= 160, `${allowed} of 200, though one box uses next to nothing`);
});

t.test(
  'fleet: without Redis each box keeps the limit for itself',
  { skip: noOwnRedis },
  async (t) => {
    const server = await RedisServer.own();
    t.teardown(() => server.stop());
    const boxes = await redisBoxes(t, server, 2);
    await server.kill();
    t.same(await exhaust(boxes, 50, 4), [50, 50]);
    await server.restart();
    await until(async () => {
      const allowed = sum(await exhaust(boxes, 10, 2));
      return allowed === 10;
    }, 'the shared limit');
  },
);

t.test('fleet: a Redis that hangs delays nobody for long', { skip: noOwnRedis }, async (t) => {
  const server = await RedisServer.own();
  t.teardown(() => server.stop());
  const { box, guard } = await hastyBox(t, server);
  server.pause();
  const { calls, longestMs, tookMs } = await callFor(2000, 100, async () => {
    const draw = { name: 'orders', key: `orders/${randomUUID()}`, limit: 5 };
    t.match(await box.workers[0]?.leases.take([draw]), { allowed: true });
  });
  // Counted by the guard: on a busy machine any call may take longer than its patience.
  const { late } = guard.stats;
  t.ok(late > 0 && late <= 1 + tookMs / QUICK.breakerTimeoutMs, `${late} waits in ${tookMs} ms`);
  t.ok(late < calls / 10, `${late} of ${calls}`);
  t.ok(longestMs < 450, `the longest of ${calls}: ${longestMs} ms`);
});
