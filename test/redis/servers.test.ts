import t from 'tap';
import { noOwnRedis, noRedis, RedisCluster, RedisSentinel, RedisServer, until } from '../redis.js';

t.test(
  'servers: a Redis is started, killed, restarted empty, paused',
  { skip: noOwnRedis },
  async (t) => {
    const server = await RedisServer.own();
    t.teardown(() => server.stop());
    await server.send('set', 'key', 'value');
    t.equal(await server.send('get', 'key'), 'value');
    await server.kill();
    await t.rejects(server.send('get', 'key'));
    await server.restart();
    t.equal(await server.send('get', 'key'), null);
    server.pause();
    const answer = server.send('ping');
    server.resume();
    t.equal(await answer, 'PONG');
  },
);

t.test('servers: any Redis will do where nothing is broken', { skip: noRedis }, async (t) => {
  const server = await RedisServer.start();
  t.teardown(() => server.stop());
  t.equal(await server.send('ping'), 'PONG');
});

t.test(
  'servers: a sentinel fails over, a cluster shares the slots',
  { skip: noOwnRedis },
  async (t) => {
    const [sentinel, cluster] = await Promise.all([RedisSentinel.start(), RedisCluster.start()]);
    t.teardown(() => Promise.all([sentinel.stop(), cluster.stop()]));
    await sentinel.master.kill();
    // Whoever is promoted is told to cut off its clients: this look may be one of them.
    const look = () => sentinel.replica.send('info', 'replication').catch(() => '');
    // A sentinel that stood still for two seconds trusts its clock no more, and nothing fails over for thirty.
    await until(async () => String(await look()).includes('role:master'), 'failover', 60_000);
    const moved = cluster.nodes.map((node) =>
      node.send('get', 'key').catch((error: Error) => error.message),
    );
    t.equal((await Promise.all(moved)).filter((answer) => answer === null).length, 1);
  },
);
