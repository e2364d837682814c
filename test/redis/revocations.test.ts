import { randomUUID } from 'node:crypto';
import t, { type Test } from 'tap';
import { RedisRevocations } from '../../src/redis/revocations.js';
import { noOwnRedis, RedisServer, until } from '../redis.js';
import { livedMs } from '../ticks.js';
import { guarded, QUICK } from './parts.js';

async function newRevocations(t: Test, server: RedisServer) {
  const { connection, guard } = await guarded(t, server.url, QUICK);
  return { revocations: new RedisRevocations(connection, guard), connection };
}

t.test(
  'revocations: every box knows, until the last token has run out',
  { skip: noOwnRedis },
  async (t) => {
    const server = await RedisServer.own();
    t.teardown(() => server.stop());
    const { revocations: one } = await newRevocations(t, server);
    const { revocations: other } = await newRevocations(t, server);
    const [ended, short, living] = [randomUUID(), randomUUID(), randomUUID()];
    one.revoke(ended, Date.now() + 60_000);
    one.revoke(short, Date.now() + 300);
    one.revoke(living, Date.now() - 1);
    await until(async () => (await other.isRevoked(ended)) === true, 'revocation');
    // An answer that is late is none.
    await until(async () => (await other.isRevoked(living)) === false, 'the living one');
    await until(async () => (await other.isRevoked(short)) === false, 'end');
  },
);

t.test('revocations: null when Redis cannot say, soon', { skip: noOwnRedis }, async (t) => {
  const server = await RedisServer.own();
  t.teardown(() => server.stop());
  const { revocations, connection } = await newRevocations(t, server);
  server.pause();
  const tookMs = await livedMs(async () => t.equal(await revocations.isRevoked('any'), null));
  t.ok(tookMs < 450, `${tookMs} ms`);
  await server.kill();
  await until(() => !connection.ready, 'loss');
  t.equal(await revocations.isRevoked('any'), null);
  revocations.revoke('any', Date.now() + 1000);
});
