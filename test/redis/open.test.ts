import t from 'tap';
import { openRedisForPrimary, openRedisForWorker } from '../../src/redis/open.js';
import { noOwnRedis, RedisServer, until } from '../redis.js';
import { livedMs } from '../ticks.js';
import { newLog, QUICK, SECRET } from './parts.js';

t.test(
  'open: without Redis everything opens, answers at once and closes',
  { skip: noOwnRedis },
  async (t) => {
    const server = await RedisServer.own();
    t.teardown(() => server.stop());
    await server.kill();
    const settings = { ...QUICK, redis: server.url };
    const worker = openRedisForWorker(settings, newLog());
    const primary = openRedisForPrimary({ ...settings, box: 'one', secret: SECRET }, newLog());
    const tookMs = await livedMs(async () => {
      t.equal(await worker.second.get('key'), undefined);
      t.equal(await worker.revocations.isRevoked('session'), null);
      t.equal(await primary.budgets.draw('key', 10, 1), null);
    });
    t.ok(tookMs <= 50, `${tookMs} ms`);
    t.notOk(worker.reachable(), 'also before the breaker has seen enough to open');
    t.match(primary.stats(), { healthy: false, breaker: { state: 'closed', failed: 1 } });
    await server.restart();
    await until(() => primary.stats().healthy, 'health');
    await until(async () => (await worker.revocations.isRevoked('session')) === false, 'answer');
    t.match(await primary.budgets.draw('key', 10, 1), { units: 1 });
    t.ok(worker.reachable());
    worker.close();
    await primary.close();
  },
);
