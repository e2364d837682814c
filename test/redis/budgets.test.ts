import { randomUUID } from 'node:crypto';
import t, { type Test } from 'tap';
import { RedisBudgets } from '../../src/redis/budgets.js';
import { noOwnRedis, noRedis, RedisCluster, RedisServer, until } from '../redis.js';
import { livedMs } from '../ticks.js';
import { guarded, PATIENT, QUICK } from './parts.js';

/** Budgets that wait for Redis: what was drawn too late counts all the same. */
async function newBudgets(t: Test, address: string): Promise<RedisBudgets> {
  const { connection, guard } = await guarded(t, address, PATIENT);
  return new RedisBudgets(connection, guard, PATIENT.breakerTimeoutMs);
}

t.test(
  'budgets: an eighth of what remains, what is wanted, never more than there is',
  { skip: noRedis },
  async (t) => {
    const server = await RedisServer.start();
    t.teardown(() => server.stop());
    const budgets = await newBudgets(t, server.url);
    const key = randomUUID();
    const first = await budgets.draw(key, 200, 1);
    t.match(first, { units: 25, free: 175 });
    t.ok(first && first.endsInMs > 59_000 && first.endsInMs <= 60_000);
    t.match(await budgets.draw(key, 200, 100), { units: 100, free: 75 });
    t.match(await budgets.draw(key, 200, 100), { units: 75, free: 0 });
    t.match(await budgets.draw(key, 200, 1), { units: 0, free: 0 });
    t.match(await budgets.draw(key, 208, 1), { units: 1, free: 7 }, 'a limit that grew');
    t.match(await budgets.draw(key, 100, 1), { units: 0, free: 0 }, 'a limit that shrank');
  },
);

t.test(
  'budgets: boxes that draw at once never get more than the limit',
  { skip: noRedis },
  async (t) => {
    const server = await RedisServer.start();
    t.teardown(() => server.stop());
    const boxes = await Promise.all([1, 2, 3].map(() => newBudgets(t, server.url)));
    for (const limit of [1, 10, 200]) {
      const key = randomUUID();
      const draws = Array.from({ length: 2 * limit }, (_, at) =>
        boxes[at % 3]?.draw(key, limit, 1),
      );
      const drawn = (await Promise.all(draws)).map((each) => each?.units ?? 0);
      t.equal(
        drawn.reduce((sum, units) => sum + units),
        limit,
      );
    }
  },
);

t.test(
  'budgets: null while Redis is away, and a restarted one needs no preparation',
  { skip: noOwnRedis },
  async (t) => {
    const server = await RedisServer.own();
    t.teardown(() => server.stop());
    const budgets = await newBudgets(t, server.url);
    t.match(await budgets.draw('key', 10, 1), { units: 1 });
    const { connection, guard } = await guarded(t, server.url, QUICK);
    const hasty = new RedisBudgets(connection, guard);
    server.pause();
    const tookMs = await livedMs(async () => t.equal(await hasty.draw('key', 10, 1), null));
    t.ok(tookMs < 450, `soon: ${tookMs} ms`);
    await server.restart();
    await until(() => connection.ready, 'return');
    // The call that hung is still under way.
    await until(async () => (await hasty.draw('key', 10, 1)) !== null, 'draw');
    await until(async () => (await budgets.draw('key', 10, 1)) !== null, 'return of the other');
    await server.send('script', 'flush');
    t.match(await budgets.draw('other', 10, 1), { units: 1, free: 9 });
    await server.send('flushall');
    t.match(await budgets.draw('other', 10, 1), { units: 1, free: 9 });
  },
);

t.test('budgets: each in its place of a cluster', { skip: noOwnRedis }, async (t) => {
  const cluster = await RedisCluster.start();
  t.teardown(() => cluster.stop());
  const budgets = await newBudgets(t, cluster.url);
  for (let key = 1; key <= 20; key++) {
    t.match(await budgets.draw(`orders/${key}`, 80, 1), { units: 10, free: 70 });
    t.match(await budgets.draw(`orders/${key}`, 80, 70), { units: 70, free: 0 });
  }
});
