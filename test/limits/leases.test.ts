import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import t from 'tap';
import type { Draw } from '../../src/limits/lease.js';
import { Leases } from '../../src/limits/leases.js';
import type { FromLeases, ToLeases } from '../../src/limits/messages.js';
import { BoxOfLeases, seeded } from './box-of-leases.js';

const ORDERS: Draw = { name: 'orders', key: 'orders/asha', limit: 200 };

t.test('leases: of 205 requests exactly 200 are allowed, wherever they arrive', async (t) => {
  const rounds = fc.record({
    seed: fc.integer(),
    workers: fc.integer({ min: 1, max: 5 }),
    limit: fc.integer({ min: 1, max: 60 }),
    extra: fc.integer({ min: -5, max: 80 }),
    atOnce: fc.integer({ min: 1, max: 40 }),
  });
  await fc.assert(
    fc.asyncProperty(rounds, async ({ seed, workers, limit, extra, atOnce }) => {
      const random = seeded(seed);
      const box = new BoxOfLeases(workers, random);
      const requests = Math.max(1, limit + extra);
      let started = 0;
      let allowed = 0;
      const client = async () => {
        while (started < requests) {
          started++;
          const worker = box.workers[Math.floor(random() * workers)];
          const verdict = await worker?.leases.take([{ ...ORDERS, limit }]);
          if (verdict?.allowed) allowed++;
        }
      };
      await Promise.all(Array.from({ length: atOnce }, client));
      return allowed === Math.min(limit, requests);
    }),
    { numRuns: 150 },
  );
  const box = new BoxOfLeases(3, seeded(1));
  const verdicts = await Promise.all(
    Array.from({ length: 205 }, (_, i) => box.workers[i % 3]?.leases.take([ORDERS])),
  );
  t.equal(verdicts.filter((verdict) => verdict?.allowed).length, 200);
});

t.test('leases: of several budgets one must be used up before a call is refused', async () => {
  const rounds = fc.record({
    seed: fc.integer(),
    workers: fc.integer({ min: 2, max: 4 }),
    person: fc.integer({ min: 1, max: 20 }),
    outlet: fc.integer({ min: 1, max: 30 }),
    requests: fc.integer({ min: 20, max: 150 }),
    atOnce: fc.integer({ min: 1, max: 20 }),
  });
  await fc.assert(
    fc.asyncProperty(rounds, async ({ seed, workers, person, outlet, requests, atOnce }) => {
      const random = seeded(seed);
      const box = new BoxOfLeases(workers, random);
      const used = new Map<Draw, number>();
      const draws = (name: string, limit: number, count: number): Draw[] =>
        Array.from({ length: count }, (_, i) => ({ name, key: `${name}/${i}`, limit }));
      const people = draws('orders', person, 3);
      const outlets = draws('outlet', outlet, 2);
      const some = (of: Draw[]) => of.slice(Math.floor(random() * of.length)).slice(0, 1);
      const refused: Draw[][] = [];
      let started = 0;
      const client = async () => {
        while (started < requests) {
          started++;
          if (random() < 0.3) await turn();
          const call = [...some(people), ...some(outlets)];
          const { allowed } = await box.someWorker().leases.take(call);
          if (!allowed) refused.push(call);
          else for (const draw of call) used.set(draw, (used.get(draw) ?? 0) + 1);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, client));
      const isFull = (draw: Draw) => used.get(draw) === draw.limit;
      return (
        [...used].every(([draw, count]) => count <= draw.limit) &&
        refused.every((call) => call.some(isFull))
      );
    }),
    { numRuns: 150 },
  );
});

t.test('leases: while plenty remain, calls are decided without a message', async (t) => {
  const box = new BoxOfLeases(2, seeded(1));
  const [worker] = box.workers;
  const first = await worker?.leases.take([ORDERS]);
  t.same(first, { allowed: true, name: 'orders', limit: 200, remaining: 199, resetSeconds: 60 });
  for (let used = 2; used <= 50; used++) {
    const verdict = worker?.leases.take([ORDERS]);
    t.notOk(verdict instanceof Promise);
    t.match(verdict, { allowed: true, remaining: 200 - used });
  }
  t.equal(box.asked, 1);
});

t.test('leases: a refusal is remembered until a new window starts full', async (t) => {
  const box = new BoxOfLeases(2, seeded(2));
  const draw = { ...ORDERS, limit: 1 };
  const [one, other] = box.workers;
  t.match(await one?.leases.take([draw]), { allowed: true, remaining: 0 });
  box.now += 10_500;
  const refused = { allowed: false, remaining: 0, resetSeconds: 50 };
  t.match(await other?.leases.take([draw]), refused);
  t.notOk(other?.leases.take([draw]) instanceof Promise, 'nobody is asked again');
  box.now = 59_999;
  t.match(await one?.leases.take([draw]), { allowed: false, resetSeconds: 1 });
  box.now = 60_000;
  t.match(await other?.leases.take([draw]), { allowed: true, resetSeconds: 60 });
});

t.test('leases: what a dead worker had leased is free again', async (t) => {
  const box = new BoxOfLeases(2, seeded(3));
  const [dead, living] = box.workers;
  // It takes a quarter of 200 and uses one.
  await dead?.leases.take([ORDERS]);
  if (dead) box.kill(dead);
  let allowed = 0;
  for (let request = 1; request <= 205; request++) {
    if ((await living?.leases.take([ORDERS]))?.allowed) allowed++;
  }
  t.equal(allowed, 200, 'nobody knows that the dead worker had used one');
});

t.test('leases: a worker that dies while it is asked to hand back blocks nobody', async (t) => {
  const box = new BoxOfLeases(2, seeded(4));
  const [dead, living] = box.workers;
  const draw = { ...ORDERS, limit: 4 };
  await dead?.leases.take([draw]);
  for (let request = 1; request <= 3; request++) await living?.leases.take([draw]);
  if (dead) dead.dead = true;
  const waiting = living?.leases.take([draw]);
  for (let turns = 1; turns <= 20; turns++) await turn();
  if (dead) box.kill(dead);
  t.match(await waiting, { allowed: true });
});

t.test('leases: a primary that does not answer in time stops nobody', async (t) => {
  const box = new BoxOfLeases(1, () => 0, 20);
  const [worker] = box.workers;
  const draw = { ...ORDERS, limit: 5 };
  box.silent = true;
  for (let request = 1; request <= 3; request++) {
    t.match(await worker?.leases.take([draw]), { allowed: true, remaining: 0 });
  }
  box.silent = false;
  for (let turns = 1; turns <= 20; turns++) await turn();
  let allowed = 0;
  for (let request = 1; request <= 5; request++) {
    if ((await worker?.leases.take([draw]))?.allowed) allowed++;
  }
  t.equal(allowed, 2, 'with the three from before it is five');
});

t.test('leases: a limit that grows lets more in at once', async (t) => {
  const box = new BoxOfLeases(1, seeded(5));
  const [worker] = box.workers;
  const draw = { name: 'outlet', key: 'outlet/1', limit: 1 };
  t.match(await worker?.leases.take([draw]), { allowed: true });
  t.match(await worker?.leases.take([draw]), { allowed: false });
  t.match(await worker?.leases.take([{ ...draw, limit: 2 }]), { allowed: true });
  t.match(await worker?.leases.take([{ ...draw, limit: 2 }]), { allowed: false });
});

t.test('leases: keys whose window is over are forgotten on both sides', async (t) => {
  const box = new BoxOfLeases(1, seeded(6));
  const [worker] = box.workers;
  for (let key = 1; key <= 500; key++) {
    await worker?.leases.take([{ name: 'address', key: `address/${key}`, limit: 10 }]);
  }
  t.equal(box.ledger.size, 500);
  box.now += 60_000;
  await worker?.leases.take([{ name: 'address', key: 'address/new', limit: 10 }]);
  t.equal(box.ledger.size, 1);
  t.equal(worker?.leases.size, 1);
});

t.test('leases: calls that a grant woke up come before a recall', async (t) => {
  const sent: FromLeases[] = [];
  let hear: (message: ToLeases) => void = () => undefined;
  const transport = {
    send: (messages: readonly FromLeases[]) => sent.push(...messages),
    onMessage: (listener: (message: ToLeases) => void) => {
      hear = listener;
    },
  };
  const leases = new Leases(transport, () => 0);
  const waiting = [leases.take([ORDERS]), leases.take([ORDERS])];
  await turn();
  t.same(sent.splice(0), [{ kind: 'ask', key: ORDERS.key, limit: 200, want: 2, held: 0 }]);
  hear({ kind: 'grant', key: ORDERS.key, end: 60_000, units: 3, free: 0 });
  hear({ kind: 'recall', key: ORDERS.key, end: 60_000 });
  t.match(await Promise.all(waiting), [{ allowed: true }, { allowed: true }]);
  await turn();
  t.same(sent, [{ kind: 'handBack', key: ORDERS.key, end: 60_000, units: 1 }]);
});
