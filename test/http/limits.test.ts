import { setImmediate as tick } from 'node:timers/promises';
import t from 'tap';
import { Peers } from '../../src/http/peers.js';
import type { LimitedCall, LimitVerdict } from '../../src/limits/limits.js';
import { openServer } from './server.js';

const budget = { name: 'orders', limit: 200, remaining: 187, resetSeconds: 42 };
const tables = '/outlets/o1/tables';
const asOwner = { token: 'owner' };

t.test('limits: headers on every limited answer, allowed or refused', async (t) => {
  let allowed = true;
  const server = await openServer({ verdict: () => ({ ...budget, allowed }) });
  t.teardown(() => server.close());
  const calls = [
    ['GET', tables, asOwner, 200],
    ['GET', `${tables}/nope`, asOwner, 404],
    ['POST', tables, { ...asOwner, body: { name: 'T' } }, 201],
    ['POST', tables, { ...asOwner, body: { nonsense: 1 } }, 422],
    ['POST', '/auth/login', { body: { email: 'a@b', password: 'right' } }, 200],
    ['POST', '/auth/login', { body: {} }, 422],
  ] as const;
  for (const [method, path, options, status] of calls) {
    allowed = true;
    const good = await server.api.call(method, path, options);
    t.equal(good.status, status);
    t.equal(good.headers.get('ratelimit'), '"orders";r=187;t=42');
    t.equal(good.headers.get('ratelimit-policy'), '"orders";q=200;w=60');
    t.equal(good.headers.get('retry-after'), null);
    allowed = false;
    const refused = await server.api.call(method, path, options);
    t.match([refused.status, refused.body], [429, { code: 'rate_limited', retryable: true }]);
    t.equal(refused.headers.get('ratelimit'), '"orders";r=187;t=42');
    t.equal(refused.headers.get('retry-after'), '42');
  }
  allowed = true;
  const unknown = await server.api.call('GET', tables, { token: 'nobody' });
  t.equal(unknown.headers.get('ratelimit'), null, 'nobody was counted');
});

t.test('limits: who is counted, and on what', async (t) => {
  const server = await openServer();
  t.teardown(() => server.close());
  const counted = async (call: () => Promise<unknown>): Promise<LimitedCall[]> => {
    server.counted.length = 0;
    await call();
    return [...server.counted];
  };
  const { api } = server;
  t.match(await counted(() => api.call('GET', tables, asOwner)), [
    { class: 'orders', principal: { staffId: 'owner' }, account: null, address: '' },
  ]);
  t.match(
    await counted(() => api.call('POST', '/auth/login', { body: { email: 'a@b', password: 'x' } })),
    [{ class: 'auth', principal: null, account: 'a@b', address: '127.0.0.1' }],
  );
  t.match(
    await counted(() => api.call('POST', '/auth/login', { body: { email: 7 } })),
    [{ class: 'auth', principal: null, account: null, address: '127.0.0.1' }],
    'nonsense is counted by where it comes from',
  );
  t.match(
    await counted(() => api.call('POST', '/auth/login', { body: '{"email":' })),
    [{ account: null, address: '127.0.0.1' }],
    'whatever kind of nonsense it is',
  );
  const notCounted = await counted(() => api.call('GET', tables, {}));
  t.same(notCounted, [], 'without a token nobody is counted');
});

t.test('limits: refused before the body is looked at and before anything is decided', async (t) => {
  const server = await openServer({ verdict: () => ({ ...budget, allowed: false }) });
  t.teardown(() => server.close());
  const { api } = server;
  t.equal((await api.call('POST', tables, { ...asOwner, body: '{' })).status, 429);
  t.equal((await api.call('POST', tables, { ...asOwner, body: { name: 'T' } })).status, 429);
  t.equal(server.moods.decisions, 0);
});

t.test('limits: a verdict may come later', async (t) => {
  const verdict: LimitVerdict = { ...budget, resetSeconds: 0, allowed: false };
  const server = await openServer({
    limits: { take: (): Promise<LimitVerdict> => tick().then(() => verdict) },
  });
  t.teardown(() => server.close());
  for (const [method, path] of [
    ['GET', tables],
    ['POST', tables],
  ] as const) {
    const { status, headers } = await server.api.call(method, path, asOwner);
    t.same([status, headers.get('retry-after')], [429, '1'], 'at least a second');
  }
});

t.test('address: the last hop of X-Forwarded-For, and only from a trusted peer', async (t) => {
  const login = { body: { email: 'a@b', password: 'right' } };
  const seen = async (trustedProxies: string[], forwarded?: string) => {
    const server = await openServer({ peers: new Peers(trustedProxies) });
    const headers: Record<string, string> = forwarded ? { 'x-forwarded-for': forwarded } : {};
    await server.api.call('POST', '/auth/login', { ...login, headers });
    server.close();
    return server.counted[0]?.address;
  };
  t.equal(await seen([]), '127.0.0.1');
  t.equal(await seen([], '9.9.9.9'), '127.0.0.1', 'a stranger may say what he likes');
  t.equal(await seen(['127.0.0.1'], '9.9.9.9'), '9.9.9.9');
  t.equal(
    await seen(['127.0.0.0/8'], '6.6.6.6, 9.9.9.9'),
    '9.9.9.9',
    'what the client wrote is not the last hop',
  );
  t.equal(await seen(['127.0.0.1'], 'nonsense'), '127.0.0.1');
  t.equal(await seen(['10.0.0.0/8', 'unix'], '9.9.9.9'), '127.0.0.1');
  await t.rejects(seen(['localhost']), /neither an address nor a subnet/);
});
