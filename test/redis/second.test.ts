import { randomUUID } from 'node:crypto';
import t, { type Test } from 'tap';
import type { Connection } from '../../src/redis/connect.js';
import { Guard } from '../../src/redis/guard.js';
import { RedisSecondLevel } from '../../src/redis/second.js';
import { noOwnRedis, noRedis, RedisCluster, RedisServer, until } from '../redis.js';
import { callFor } from '../ticks.js';
import { guarded, newLog, PATIENT, QUICK } from './parts.js';

/** Bytes that are no text. */
const BYTES = Buffer.from([0, 255, 13, 10, 128]);

/** As kotd has one, with 50 ms. */
async function newSecond(t: Test, address: string) {
  const { connection, guard } = await guarded(t, address, QUICK);
  return { second: new RedisSecondLevel(connection, guard), connection, guard };
}

/** One that waits for what Redis has. */
async function newPatientSecond(t: Test, address: string) {
  const { connection, guard } = await guarded(t, address, PATIENT);
  return new RedisSecondLevel(connection, guard, PATIENT.breakerTimeoutMs);
}

/** As often as the server has been asked for one command. */
async function calls(server: RedisServer, command: string): Promise<number> {
  const info = String(await server.send('info', 'commandstats'));
  return Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(info)?.[1] ?? 0);
}

t.test(
  'second level: bytes come back as they were, for every box',
  { skip: noRedis },
  async (t) => {
    const server = await RedisServer.start();
    t.teardown(() => server.stop());
    const [one, other] = [
      await newPatientSecond(t, server.url),
      await newPatientSecond(t, server.url),
    ];
    const key = randomUUID();
    t.equal(await other.get(key), undefined);
    one.set(key, BYTES, 60);
    await until(async () => (await other.get(key)) !== undefined, 'value');
    t.same(await other.get(key), BYTES);
    one.set(key, new Uint8Array([1, 2, 3]).subarray(1), 60);
    await until(async () => (await other.get(key))?.length === 2, 'part of a buffer');
  },
);

t.test(
  'second level: one turn is one MGET, and a key is asked for once',
  { skip: noOwnRedis },
  async (t) => {
    const server = await RedisServer.own();
    t.teardown(() => server.stop());
    const second = await newPatientSecond(t, server.url);
    second.set('1', BYTES, 60);
    const keys = Array.from({ length: 100 }, (_, at) => String(at % 50));
    const found = await Promise.all(keys.map((key) => second.get(key)));
    t.same(
      found.flatMap((bytes, at) => (bytes ? [at] : [])),
      [1, 51],
    );
    t.equal(await calls(server, 'mget'), 1);
    t.equal(await calls(server, 'get'), 0);
  },
);

t.test(
  'second level: values run out around their time; large ones are not stored',
  { skip: noOwnRedis },
  async (t) => {
    const server = await RedisServer.own();
    t.teardown(() => server.stop());
    const second = await newPatientSecond(t, server.url);
    for (let key = 0; key < 100; key++) second.set(`${key}`, BYTES, 100);
    second.set('large', Buffer.alloc(1024 * 1024 + 1), 100);
    second.set('fits', Buffer.alloc(1024 * 1024), 100);
    await until(async () => (await server.send('dbsize')) === 101, 'values');
    t.equal(await second.get('large'), undefined);
    const ttls: number[] = [];
    for (let key = 0; key < 100; key++) {
      ttls.push(Number(await server.send('pttl', `kotd:cache:${key}`)));
    }
    t.ok(Math.min(...ttls) > 85_000 && Math.max(...ttls) <= 110_000);
    t.ok(Math.max(...ttls) - Math.min(...ttls) > 10_000, 'not all at once');
  },
);

t.test(
  'second level: a Redis that is killed, flushed or evicts is only a miss',
  { skip: noOwnRedis },
  async (t) => {
    const server = await RedisServer.own('--maxmemory', '3mb', '--maxmemory-policy', 'allkeys-lru');
    t.teardown(() => server.stop());
    const { second, connection, guard } = await newSecond(t, server.url);
    const value = Buffer.alloc(100_000, 7);
    for (let key = 1; key <= 60; key++) second.set(`${key}`, value, 600);
    await until(async () => (await second.get('60')) !== undefined, 'the last value');
    let kept: Buffer[] = [];
    await until(async () => {
      // On a busy machine an answer may be late, and then nothing is found.
      const all = Array.from({ length: 60 }, (_, at) => second.get(`${at + 1}`));
      kept = (await Promise.all(all)).filter((bytes) => bytes !== undefined);
      return kept.length > 0;
    }, 'what is kept');
    t.ok(kept.length < 60, `${kept.length} of 60 are kept`);
    t.ok(kept.every((bytes) => bytes.equals(value)));
    await server.send('flushall');
    t.equal(await second.get('60'), undefined);
    await server.kill();
    await until(() => !connection.ready, 'loss');
    await until(async () => {
      t.equal(await second.get('60'), undefined);
      return second.state === 'open';
    }, 'open breaker');
    await server.restart();
    await until(() => connection.ready, 'return');
    t.equal(second.state, 'closed', 'it is used again at once');
    second.set('60', BYTES, 60);
    await until(async () => (await second.get('60')) !== undefined, 'value');
    t.ok(guard.stats.failed > 0);
  },
);

t.test(
  'second level: a Redis that hangs costs one short wait, not one per request',
  { skip: noOwnRedis },
  async (t) => {
    const server = await RedisServer.own();
    t.teardown(() => server.stop());
    const { second, connection, guard } = await newSecond(t, server.url);
    second.set('key', BYTES, 60);
    await until(async () => (await second.get('key')) !== undefined, 'value');
    server.pause();
    const { late } = guard.stats;
    const { calls, longestMs, tookMs } = await callFor(2000, 1000, async () => {
      await second.get('key');
      second.set('key', BYTES, 60);
    });
    // Counted by the guard: on a busy machine any call may take longer than its patience.
    const waits = guard.stats.late - late;
    t.ok(waits > 0 && waits <= 1 + tookMs / QUICK.breakerTimeoutMs, `${waits} in ${tookMs} ms`);
    t.ok(waits < calls / 100, `${waits} of ${calls}`);
    t.ok(longestMs < 150, `the longest: ${longestMs} ms`);
    server.resume();
    await until(() => connection.ready, 'return');
    await until(async () => (await second.get('key')) !== undefined, 'value');
  },
);

t.test('second level: what an open breaker spares takes no room of what comes later', async (t) => {
  let stored = 0;
  const client = {
    isCluster: false,
    set: async () => {
      stored++;
    },
  };
  const guard = new Guard(QUICK, newLog());
  t.teardown(() => guard.close());
  const second = new RedisSecondLevel({ client } as unknown as Connection, guard);
  for (let call = 1; call <= 10; call++) await guard.ask(() => Promise.reject(new Error()), 100);
  t.equal(second.state, 'open');
  const value = Buffer.alloc(1024 * 1024);
  for (let key = 1; key <= 20; key++) second.set(`${key}`, value, 60);
  guard.reconnected();
  t.equal(stored, 0);
  for (let key = 1; key <= 20; key++) second.set(`${key}`, value, 60);
  await until(() => stored > 0, 'value');
  t.equal(stored, 8, 'as much as may be on its way');
});

t.test(
  'second level: keys of a cluster are found wherever they are',
  { skip: noOwnRedis },
  async (t) => {
    const cluster = await RedisCluster.start();
    t.teardown(() => cluster.stop());
    const second = await newPatientSecond(t, cluster.url);
    const keys = Array.from({ length: 50 }, (_, at) => `${at}`);
    for (const key of keys) second.set(key, Buffer.from(key), 60);
    const all = () => Promise.all(keys.map((key) => second.get(key)));
    await until(
      async () => (await all()).every((bytes, at) => bytes?.toString() === keys[at]),
      'all',
    );
    const sizes = await Promise.all(cluster.nodes.map((node) => node.send('dbsize')));
    t.ok(
      sizes.every((size) => Number(size) > 0),
      `${sizes}`,
    );
  },
);
