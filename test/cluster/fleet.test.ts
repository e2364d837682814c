import { randomUUID } from 'node:crypto';
import t, { type Test } from 'tap';
import { noOwnRedis, RedisServer, until } from '../redis.js';
import { WRITE_OFF_MS } from '../../src/limits/ledger.js';
import { PATIENCE_MS } from '../../src/redis/budgets.js';
import { newFolder } from '../new-folder.js';
import { soundRound } from '../rounds.js';
import { Standin } from './standin.js';

const SECRET = 's'.repeat(32);

async function startBox(t: Test, redis: RedisServer, box: string): Promise<Standin> {
  const standin = await Standin.start(await newFolder(t), {
    KOTD_REDIS: redis.url,
    KOTD_BOX: box,
    KOTD_SECRET: SECRET,
    KOTD_BREAKER_RETRY_MS: '500',
  });
  t.teardown(() => standin.kill('SIGKILL'));
  return standin;
}

/** Whether all workers know the bus as that. */
async function busIs(healthy: boolean, ...boxes: Standin[]): Promise<void> {
  for (const box of boxes) {
    await box.until(
      async () => {
        const workers = await box.everyWorker(2);
        return [...workers.values()].every(({ busHealthy }) => busHealthy === healthy);
      },
      `bus that is ${healthy ? '' : 'not '}healthy`,
    );
  }
}

async function metric(box: Standin, name: string): Promise<number> {
  const text = await box.ask('/metrics');
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return Number(line?.split(' ')[1]);
}

t.test(
  'fleet: every worker of every other box hears stream messages',
  { skip: noOwnRedis },
  async (t) => {
    const redis = await RedisServer.own();
    t.teardown(() => redis.stop());
    const [one, other] = await Promise.all([
      startBox(t, redis, 'one'),
      startBox(t, redis, 'other'),
    ]);
    await until(async () => (await metric(one, 'kotd_outer_bus_boxes')) === 1, 'the other box');
    await until(async () => (await metric(other, 'kotd_outer_bus_boxes')) === 1, 'the first box');
    await busIs(true, one, other);
    await one.ask('/publish?events=100');
    const seqs = Array.from({ length: 100 }, (_, at) => at + 1);
    await other.until(async () => {
      const workers = await other.everyWorker(2);
      return [...workers.values()].every(({ heard }) => heard.length === 100);
    }, 'messages at the workers of the other box');
    for (const { heard } of (await other.everyWorker(2)).values()) {
      t.same(
        heard.map(({ events: [event] }) => event?.seq),
        seqs,
      );
      t.equal(heard[0]?.events[0]?.actor, '"quoted" ₹');
    }
    const own = [...(await one.everyWorker(2)).values()].map(({ heard }) => heard.length);
    t.same(own.sort(), [0, 100], 'and nobody hears itself');
    t.equal(await metric(one, 'kotd_outer_bus_healthy'), 1);
    t.ok((await metric(one, 'kotd_outer_bus_batches_total{fate="sent"}')) > 0);
    t.ok((await metric(other, 'kotd_outer_bus_batches_total{fate="received"}')) > 0);
    t.equal(await other.stop(), 0);
    // Redis may have answered the box that goes before it told the other one. A box that is only silent stays
    // counted for ten minutes.
    await until(async () => (await metric(one, 'kotd_outer_bus_boxes')) === 0, 'goodbye');
    t.equal(await one.stop(), 0);
  },
);

t.test(
  'fleet: boxes start without Redis, and say so when it comes and goes',
  { skip: noOwnRedis },
  async (t) => {
    const redis = await RedisServer.own();
    t.teardown(() => redis.stop());
    await redis.kill();
    const [one, other] = await Promise.all([
      startBox(t, redis, 'one'),
      startBox(t, redis, 'other'),
    ]);
    await busIs(false, one, other);
    await redis.restart();
    await busIs(true, one, other);
    const [victim = 0] = (await one.everyWorker(2)).keys();
    process.kill(victim, 'SIGKILL');
    await one.until(async () => {
      // A call may meet the worker while it dies.
      const workers = await one.everyWorker(2).catch(() => null);
      return workers?.has(victim) === false;
    }, 'another worker');
    await busIs(true, one);
    redis.pause();
    await busIs(false, one, other);
    redis.resume();
    await busIs(true, one, other);
    t.equal(await one.stop(), 0);
    t.equal(await other.stop(), 0);
    const traces = `${one.output}${one.errors}`.match(/\n\s+at /g) ?? [];
    t.same(traces, [], 'no stack trace in the log');
  },
);

t.test(
  'fleet: two boxes together keep the limit; alone each keeps it for itself',
  { skip: noOwnRedis },
  async (t) => {
    const redis = await RedisServer.own();
    t.teardown(() => redis.stop());
    const boxes = await Promise.all([startBox(t, redis, 'one'), startBox(t, redis, 'other')]);
    await busIs(true, ...boxes);
    const allowedOf = async (box: Standin, limit: number, key: string) => {
      const take = async () => JSON.parse(await box.ask(`/take?key=${key}&limit=${limit}`));
      const verdicts = await Promise.all(Array.from({ length: limit + 10 }, take));
      return verdicts.filter(({ allowed }) => allowed).length;
    };
    const allowed = async (limit: number) => {
      const key = `orders/${randomUUID()}`;
      return await Promise.all(boxes.map((box) => allowedOf(box, limit, key)));
    };
    for (const limit of [10, 200]) {
      // A box that waits for longer than its patience for Redis is left alone, and counts for itself.
      const [one = 0, other = 0] = await soundRound(
        () => allowed(limit),
        ([one = 0, other = 0], tookMs) => one + other === limit || tookMs < PATIENCE_MS,
      );
      t.equal(one + other, limit, `${one} + ${other}`);
    }
    await redis.kill();
    await busIs(false, ...boxes);
    // Where a worker stood still, so that its lease was written off, fewer are right.
    const alone = await soundRound(
      () => allowed(50),
      (found, tookMs) => found.every((one) => one >= 50) || tookMs < WRITE_OFF_MS,
    );
    t.same(alone, [50, 50]);
    for (const box of boxes) t.equal(await box.stop(), 0);
  },
);
