import t from 'tap';
import { LAST_GOOD_MS, TTL_MS } from '../../src/cache/ready-bytes.js';
import { away } from './memory-store.js';
import { openServer, type TestServer } from './server.js';
import { until } from '../until.js';

const tables = '/outlets/o1/tables';
const scope = { organizationId: 'g1', outletId: 'o1' };
const guard = {
  breakerTimeoutMs: 100,
  breakerPercent: 50,
  breakerCalls: 10,
  breakerRetryMs: 60_000,
};

interface Listed {
  data: { id: string; name: string }[];
}

/** A server over a store of a fleet, with a table, and a list of tables that the owner has read. */
async function opened(t: { teardown(close: () => void): void }) {
  const world = { now: 0 };
  const server = await openServer({ guard, versionNow: false, now: () => world.now });
  t.teardown(() => server.close());
  const { body: table } = await server.api.call<{ id: string }>('POST', tables, {
    token: 'owner',
    body: { name: 'A' },
  });
  await ask(server);
  return { server, world, table };
}

function ask(server: TestServer, token = 'owner', headers: Record<string, string> = {}) {
  return server.api.call<Listed & { code?: string }>('GET', tables, { token, headers });
}

function staleness({ status, headers }: { status: number; headers: Headers }) {
  return [status, headers.get('warning'), headers.get('age')];
}

const WARNING = '110 - "Response is Stale"';

t.test('outage: lists that were good are shown as stale, and as new again after it', async (t) => {
  const { server, world } = await opened(t);
  const fresh = await ask(server);
  t.same(staleness(fresh), [200, null, null]);
  server.store.meet = away;
  t.same(staleness(await ask(server)), [200, null, null], 'still good for the rest of its time');
  world.now += TTL_MS;
  const stale = await ask(server);
  t.same(staleness(stale), [200, WARNING, '5']);
  t.same(stale.body, fresh.body);
  t.equal(stale.headers.get('etag'), fresh.headers.get('etag'));
  t.equal(stale.headers.get('cache-control'), 'private, no-cache');
  const etag = fresh.headers.get('etag') ?? '';
  t.same(staleness(await ask(server, 'owner', { 'if-none-match': etag })), [304, WARNING, '5']);
  world.now = LAST_GOOD_MS - 1;
  t.same(staleness(await ask(server)), [200, WARNING, '599']);
  t.equal(server.cache.stats().lastGood, 3);
  world.now = LAST_GOOD_MS;
  t.match(await ask(server), { status: 503, body: { code: 'store_unavailable' } }, 'too old');

  server.store.meet = null;
  await until(() => !server.degraded(), 'store that is back');
  t.same(staleness(await ask(server)), [200, null, null]);
});

t.test('outage: what an event said to be out of date is stale, not gone', async (t) => {
  const { server } = await opened(t);
  server.store.meet = away;
  server.cache.invalidate(scope, 'tables');
  t.same(staleness(await ask(server)), [200, WARNING, '0']);
});

t.test('outage: stale lists go to who may read them, had they asked before or not', async (t) => {
  const { server, world } = await opened(t);
  server.store.meet = away;
  world.now += TTL_MS;
  for (let i = 0; i < 30; i++) {
    t.equal((await ask(server, 'waiter')).status, 200);
    t.equal((await ask(server, 'far')).status, 404, 'of another outlet');
    t.equal((await ask(server, 'stranger')).status, 401);
  }
});

t.test('outage: nothing else comes from a cache, and every command is refused', async (t) => {
  const { server, world, table } = await opened(t);
  server.store.meet = away;
  world.now += TTL_MS;
  const body = { name: 'B' };
  const rows: [string, string, unknown?][] = [
    ['GET', `${tables}/${table.id}`],
    ['GET', `${tables}?limit=1`],
    ['POST', tables, body],
    ['PATCH', `${tables}/${table.id}`, body],
    ['POST', `${tables}/${table.id}/nudge`],
  ];
  for (let i = 0; i < 5; i++) {
    for (const [method, path, body] of rows) {
      const answer = await server.api.call(method, path, { token: 'owner', body });
      t.match(answer, {
        status: 503,
        body: { code: 'store_unavailable', retryable: true, retryAfterSeconds: 1 },
      });
      t.equal(answer.headers.get('retry-after'), '1');
      t.equal(answer.headers.get('warning'), null);
    }
  }
  t.equal(server.moods.decisions, 1);
});

t.test('outage: one line when it begins, one when it is over', async (t) => {
  const { server } = await opened(t);
  const told = () => server.logged.filter(({ level }) => Number(level) >= 40);
  server.store.meet = away;
  const call = (body?: unknown) =>
    server.api.call(body ? 'POST' : 'GET', body ? tables : `${tables}/x`, { token: 'owner', body });
  for (let i = 0; i < 100; i++) await Promise.all([call({ name: `T${i}` }), call()]);
  t.match(told(), [{ level: 50, msg: /store is away/, why: 'ECONNREFUSED' }]);
  t.notMatch(JSON.stringify(told()), /\.js:\d+/, 'without a stack');
  t.match(await fetch(`${server.url}/health/ready`), { status: 503 });
  server.store.meet = null;
  await until(() => told().length > 1, 'line about the end');
  t.match(told(), [{}, { level: 40, msg: /store is back/, seconds: Number }]);
  await until(() => !server.degraded(), 'store that is back');
  t.match(await fetch(`${server.url}/health/ready`), { status: 200 });
  t.equal((await call({ name: 'after' })).status, 201);
  t.equal(told().length, 2);
});

t.test(
  'outage: a command that was given up took effect, once, and its repeat says so',
  async (t) => {
    const { server } = await opened(t);
    let arrive = () => {};
    server.store.meet = (call) =>
      call === 'read' ? Promise.resolve() : new Promise((resolve) => (arrive = resolve));
    const send = () =>
      server.api.call('POST', tables, {
        token: 'owner',
        body: { name: 'B' },
        headers: { 'idempotency-key': 'b1' },
      });
    t.match(await send(), { status: 503, body: { code: 'store_unavailable' } });
    server.store.meet = null;
    arrive();
    const again = await send();
    t.match([again.status, again.headers.get('idempotency-replayed')], [201, 'true']);
    server.cache.invalidate(scope, 'tables');
    t.same(
      (await ask(server)).body.data.map(({ name }) => name),
      ['A', 'B'],
    );
  },
);
