import { randomUUID } from 'node:crypto';
import t, { type Test } from 'tap';
import { RedisBudgets } from '../../src/redis/budgets.js';
import { Guard } from '../../src/redis/guard.js';
import { noOwnRedis, noRedis, RedisCluster, RedisServer, until } from '../redis.js';
import { connectTo, newLog, QUICK } from './parts.js';

async function newBudgets(t: Test, address: string) {
  const connection = connectTo(t, address);
  const guard = new Guard(QUICK, newLog());
  t.teardown(() => guard.close());
  await until(() => connection.ready, 'connection');
  return { budgets: new RedisBudgets(connection, guard), connection };
}

t.test(
  'budgets: an eighth of what remains, what is wanted, never more than there is',
  { skip: noRedis },
  async (t) => {
    const server = await RedisServer.start();
    t.teardown(() => server.stop());
    const { budgets } = await newBudgets(t, server.url);
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
    const boxes = await Promise.all(
      [1, 2, 3].map(async () => (await newBudgets(t, server.url)).budgets),
    );
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
    const { budgets, connection } = await newBudgets(t, server.url);
    t.match(await budgets.draw('key', 10, 1), { units: 1 });
    server.pause();
    const startedAt = performance.now();
    t.equal(await budgets.draw('key', 10, 1), null);
    t.ok(performance.now() - startedAt < 450, 'soon');
    await server.restart();
    await until(() => connection.ready, 'return');
    // The call that hung is still under way.
    await until(async () => (await budgets.draw('key', 10, 1)) !== null, 'draw');
    await server.send('script', 'flush');
    t.match(await budgets.draw('other', 10, 1), { units: 1, free: 9 });
    await server.send('flushall');
    t.match(await budgets.draw('other', 10, 1), { units: 1, free: 9 });
  },
);

t.test('budgets: each in its place of a cluster', { skip: noOwnRedis }, async (t) => {
  const cluster = await RedisCluster.start();
  t.teardown(() => cluster.stop());
  const { budgets } = await newBudgets(t, cluster.url);
  for (let key = 1; key <= 20; key++) {
    t.match(await budgets.draw(`orders/${key}`, 80, 1), { units: 10, free: 70 });
    t.match(await budgets.draw(`orders/${key}`, 80, 70), { units: 70, free: 0 });
  }
});
