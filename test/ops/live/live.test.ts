import assert from 'node:assert';
import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import t from 'tap';
import { Ops } from '../../../src/domain/shapes/ops.js';
import { Alerts } from '../../../src/ops/live/alerts.js';
import { cpuNow, systemNow } from '../../../src/ops/live/box.js';
import { liveOps } from '../../../src/ops/live/live.js';
import { quantile } from '../../../src/ops/live/quantile.js';
import { FACTS, sample, totals, vitals } from './vitals.js';

t.test('live: rates are over the window, of all workers together', async (t) => {
  const before = sample(
    1_000,
    vitals({ requests: totals([100], 1), framesSent: 50, cpuSeconds: 1 }),
    vitals({ requests: totals([10]), cpuSeconds: 9 }),
  );
  const now = sample(
    11_000,
    vitals({
      requests: totals([100, 90, 10], 6),
      framesSent: 150,
      cpuSeconds: 6,
      sockets: 3,
      streams: 2,
      behind: 4,
    }),
    vitals({ requests: totals([10]), cpuSeconds: 9, sockets: 2, streams: 1, behind: 1 }),
  );
  const ops = liveOps(now, before, FACTS);
  t.equal(ops.windowSeconds, 10);
  t.match(ops.requests, { perSecond: 10, errorsPerSecond: 0.5, errorShare: 0.05 });
  t.match(ops.sockets, { open: 5, framesPerSecond: 10 });
  t.match(ops.streams, { count: 3, behind: 4 }, 'the furthest behind counts');
  t.strictSame(
    ops.workers.map(({ worker, cpuShare }) => [worker, cpuShare]),
    [
      [1, 0.5],
      [2, 0],
    ],
  );
  t.match(ops.commands, { perSecond: 0, errorShare: 0, p50Ms: null, p95Ms: null, p99Ms: null });
});

t.test('live: the first look is over all the time since the start', async (t) => {
  const ops = liveOps(sample(5_000, vitals({ requests: totals([200]) })), null, FACTS);
  t.equal(ops.windowSeconds, 100);
  t.equal(ops.requests.perSecond, 2);
});

t.test('live: a worker that came counts from its start, one that went not at all', async (t) => {
  const before = sample(0, vitals({ requests: totals([1_000]) }));
  const now = {
    ...sample(1_000),
    workers: new Map(sample(0, vitals(), vitals({ requests: totals([7]) })).workers),
  };
  now.workers.delete(1);
  t.equal(liveOps(now, before, FACTS).requests.perSecond, 7);
});

t.test('live: percentiles are of the window, not of the whole life', async (t) => {
  const slow = totals([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1_000]);
  const [before, now] = [slow, totals([100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1_000])];
  const ops = liveOps(
    sample(1_000, vitals({ requests: now })),
    sample(0, vitals({ requests: before })),
    FACTS,
  );
  t.ok((ops.requests.p99Ms ?? 99) <= 0.5, `${ops.requests.p99Ms}`);
});

t.test('live: of the store and its breakers the worst counts', async (t) => {
  const { store } = vitals();
  const server = { open: 5, inUse: 4, waiting: 1, most: 10 };
  const ops = liveOps(
    sample(
      1_000,
      vitals({
        store: { ...store, kind: 'mongodb', readMs: 3, connections: server },
        breakers: [{ name: 'reads', state: 'closed' }],
      }),
      vitals({
        store: {
          ...store,
          kind: 'mongodb',
          readMs: null,
          failing: true,
          queued: 2,
          connections: server,
        },
        breakers: [{ name: 'reads', state: 'open' }],
      }),
    ),
    null,
    FACTS,
  );
  t.match(ops.store, {
    kind: 'mongodb',
    failing: true,
    readMs: 3,
    queued: 2,
    connections: { open: 10, inUse: 8, waiting: 2, most: 20 },
  });
  t.strictSame(ops.breakers, [{ name: 'reads', state: 'open' }]);
});

t.test('live: a hit rate of a handful of lookups is none', async (t) => {
  const rate = (hits: number, misses: number) =>
    liveOps(
      sample(1_000, vitals({ cache: { hits, misses, entries: 1, bytes: 9 } })),
      sample(0, vitals()),
      FACTS,
    ).cache.hitRate;
  t.equal(rate(1, 1), null);
  t.equal(rate(90, 10), 0.9);
});

t.test('live: alerts fire above their threshold, and remember since when', async (t) => {
  const alerts = new Alerts();
  const judge = (at: string, memoryFreeBytes: number) => {
    const facts = { ...FACTS, at, system: { ...FACTS.system, memoryFreeBytes } };
    return alerts
      .judge(liveOps(sample(0, vitals()), null, facts))
      .filter(({ name }) => name === 'memory')
      .map(({ firing, since }) => [firing, since]);
  };
  t.strictSame(judge('2026-11-20T14:00:00.000Z', 400), [[false, null]]);
  t.strictSame(judge('2026-11-20T14:00:01.000Z', 100), [[true, '2026-11-20T14:00:01.000Z']]);
  t.strictSame(judge('2026-11-20T14:00:02.000Z', 100), [[true, '2026-11-20T14:00:01.000Z']]);
  t.strictSame(judge('2026-11-20T14:00:03.000Z', 400), [[false, null]]);
  t.strictSame(judge('2026-11-20T14:00:04.000Z', 100), [[true, '2026-11-20T14:00:04.000Z']]);
});

t.test('live: what a real machine says fits the shape that is published', async (t) => {
  const system = await systemNow({ box: 'b', version: '1', data: '.' });
  const before = { ...sample(0, vitals()), cpu: { idle: 0, total: 0 } };
  const now = { ...sample(1_000, vitals()), cpu: cpuNow() };
  const ops = liveOps(now, before, { ...FACTS, system });
  const whole = { ...ops, alerts: new Alerts().judge(ops) };
  t.strictSame([...Value.Errors(Ops, whole)], []);
  t.ok(system.memoryFreeBytes > 0 && system.memoryFreeBytes <= system.memoryBytes);
  t.ok(system.diskFreeBytes > 0 && system.diskFreeBytes <= system.diskBytes);
  t.ok(ops.system.cpuShare > 0 && ops.system.cpuShare < 1, 'the machine was never idle nor full');
});

t.test('quantile: lies in the bucket that the value with that rank fell into', async () => {
  const bounds = [1, 2, 5, 10];
  const values = fc.array(fc.double({ min: 0.001, max: 20, noNaN: true }), { minLength: 1 });
  fc.assert(
    fc.property(values, fc.double({ min: 0.01, max: 1, noNaN: true }), (all, part) => {
      const bucket = (value: number) => bounds.filter((bound) => value > bound).length;
      const counts = [0, 0, 0, 0, 0];
      for (const value of all) counts[bucket(value)] = (counts[bucket(value)] ?? 0) + 1;
      const sorted = [...all].sort((a, b) => a - b);
      const exact = sorted[Math.ceil(part * all.length) - 1] ?? 0;
      const found = quantile(part, counts, bounds) ?? -1;
      const least = bounds[bucket(exact) - 1] ?? 0;
      const most = bounds[bucket(exact)] ?? 10;
      assert.ok(found >= Math.min(least, 10) && found <= most, `${found}: ${least} to ${most}`);
    }),
  );
  assert.equal(quantile(0.5, [0, 0, 0, 0, 0], bounds), null);
});
