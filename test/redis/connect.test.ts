import t from 'tap';
import { pauseBefore } from '../../src/redis/connect.js';
import { noOwnRedis, RedisSentinel, RedisServer, until } from '../redis.js';
import { livedMs } from '../ticks.js';
import { connectTo, newLog } from './parts.js';

const LOST = 'Redis cannot be reached; going on without';
const BACK = 'Redis is back';

t.test('connect: pauses double to two seconds, with jitter', async (t) => {
  for (const [attempt, most] of [
    [1, 50],
    [2, 100],
    [6, 1600],
    [7, 2000],
    [5000, 2000],
  ] as const) {
    const pause = pauseBefore(attempt);
    t.ok(pause >= most / 2 && pause <= most, `${attempt}: ${pause}`);
  }
});

t.test(
  'connect: one line when Redis is lost, one when it is back',
  { skip: noOwnRedis },
  async (t) => {
    const server = await RedisServer.own();
    t.teardown(() => server.stop());
    const log = newLog();
    const { client } = connectTo(t, server.url, log);
    await until(() => client.status === 'ready', 'connection');
    for (let time = 1; time <= 2; time++) {
      await server.kill();
      await until(() => client.status === 'reconnecting', 'loss');
      const tookMs = await livedMs(() => t.rejects(client.get('key'), 'commands fail at once'));
      t.ok(tookMs <= 50, `${tookMs} ms`);
      // Several tries fail meanwhile.
      let tries = 0;
      client.on('reconnecting', () => tries++);
      await until(() => tries > 3, 'tries');
      await server.restart();
      await until(() => client.status === 'ready', 'return');
      t.equal(await client.set('key', 1), 'OK');
    }
    t.same(log.lines, [LOST, BACK, LOST, BACK]);
  },
);

t.test(
  'connect: a server that is not there at the start is found later',
  { skip: noOwnRedis },
  async (t) => {
    const server = await RedisServer.own();
    t.teardown(() => server.stop());
    await server.kill();
    const log = newLog();
    const { client } = connectTo(t, server.url, log);
    await until(() => log.lines.length > 0, 'line');
    await server.restart();
    await until(() => client.status === 'ready', 'connection');
    t.same(log.lines, [LOST, BACK]);
  },
);

t.test(
  'connect: a server that hangs is left, and found when it answers again',
  { skip: noOwnRedis },
  async (t) => {
    const server = await RedisServer.own();
    t.teardown(() => server.stop());
    const log = newLog();
    const { client } = connectTo(t, server.url, log);
    await until(() => client.status === 'ready', 'connection');
    server.pause();
    await t.rejects(client.get('key'), { message: 'Command timed out' });
    await until(() => log.lines.includes(LOST), 'loss');
    server.resume();
    await until(() => client.status === 'ready', 'return');
    t.equal(await client.get('key'), null);
  },
);

t.test('connect: a client that gave up is started again', { skip: noOwnRedis }, async (t) => {
  const server = await RedisServer.own();
  t.teardown(() => server.stop());
  const connection = connectTo(t, server.url);
  const { client } = connection;
  await until(() => client.status === 'ready', 'connection');
  client.disconnect();
  await until(() => client.status === 'end', 'end');
  await until(() => client.status === 'ready', 'return');
  connection.close();
  await until(() => client.status === 'end', 'end');
});

t.test('connect: a wrong password is one line, and no crash', { skip: noOwnRedis }, async (t) => {
  const server = await RedisServer.own('--requirepass', 'right');
  t.teardown(() => server.stop());
  const address = (password: string) => server.url.replace('//', `//:${password}@`);
  const log = newLog();
  const wrong = connectTo(t, address('wrong'), log);
  let tries = 0;
  wrong.client.on('reconnecting', () => tries++);
  await until(() => tries > 3, 'tries');
  t.same(log.lines, [LOST]);
  const right = connectTo(t, address('right'));
  await until(() => right.client.status === 'ready', 'connection');
});

t.test('connect: through sentinels it follows the master', { skip: noOwnRedis }, async (t) => {
  const sentinel = await RedisSentinel.start();
  t.teardown(() => sentinel.stop());
  const log = newLog();
  const { client } = connectTo(t, sentinel.url, log);
  await until(() => client.status === 'ready', 'connection');
  t.equal(await client.set('key', 1), 'OK');
  await sentinel.master.kill();
  const set = () => client.set('key', 2).catch(() => null);
  // A sentinel that stood still for two seconds trusts its clock no more, and nothing fails over for thirty.
  await until(async () => (await set()) === 'OK', 'failover', 60_000);
  t.equal(await sentinel.replica.send('get', 'key'), '2');
});
