import { setImmediate as tick } from 'node:timers/promises';
import t from 'tap';
import { TTL_MS } from '../../src/cache/ready-bytes.js';
import { openServer, type TestOptions, type TestServer } from './server.js';

const tables = '/outlets/o1/tables';
const scope = { organizationId: 'g1', outletId: 'o1' };

async function opened(t: { teardown(close: () => void): void }, options: TestOptions = {}) {
  const server = await openServer({ now: () => 0, ...options });
  t.teardown(() => server.close());
  return server;
}

async function add(server: TestServer, name: string): Promise<void> {
  await server.api.expect(201, 'POST', tables, { token: 'owner', body: { name } });
}

async function names(server: TestServer, token = 'owner', query = ''): Promise<string[]> {
  const body = await server.api.expect<{ data: { name: string }[] }>(200, 'GET', tables + query, {
    token,
  });
  return body.data.map(({ name }) => name);
}

t.test('cached: made once, however many ask, now and later', async (t) => {
  const server = await opened(t);
  await add(server, 'A');
  await Promise.all(Array.from({ length: 20 }, () => names(server)));
  t.equal(server.moods.lists, 1, 'single flight');
  t.same(await names(server, 'waiter'), ['A']);
  t.equal(server.moods.lists, 1, 'for everybody who may ask');
  const reads = server.store.reads;
  t.same(await names(server, 'waiter'), ['A']);
  t.equal(server.store.reads, reads, 'once let in, no read at all');
});

t.test('cached: bytes are refused to those who may not ask', async (t) => {
  const server = await opened(t);
  await names(server);
  t.equal((await server.api.call('GET', tables, { token: 'far' })).status, 404);
  t.equal((await server.api.call('GET', tables, {})).status, 401);
  t.equal(
    (await server.api.call('GET', '/outlets/o1%2Ftable.list/tables', { token: 'owner' })).status,
    404,
  );
});

t.test('cached: a commit is seen at once, without its event', async (t) => {
  const server = await opened(t);
  for (const name of ['A', 'B', 'C']) {
    await add(server, name);
    t.equal((await names(server)).at(-1), name);
  }
  t.match(server.cache.stats(), { stale: 2 });
});

t.test('cached: without a version to ask, events and time make it anew', async (t) => {
  let now = 0;
  const server = await opened(t, { versionNow: false, now: () => now });
  t.same(await names(server), []);
  await add(server, 'A');
  t.same(await names(server), [], 'nobody said so');
  server.cache.invalidate(scope, 'menu');
  t.same(await names(server), [], 'another version');
  server.cache.invalidate(scope, 'tables');
  t.same(await names(server), ['A']);
  await add(server, 'B');
  now += TTL_MS - 1;
  t.same(await names(server), ['A']);
  now += 1;
  t.same(await names(server), ['A', 'B'], 'the backstop');
});

t.test('cached: what a change overtook is not kept', async (t) => {
  const server = await opened(t, { versionNow: false });
  let go = () => {};
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  server.moods.wait = () => held;
  const early = names(server);
  while (server.moods.lists === 0) await tick();
  await add(server, 'A');
  server.cache.invalidate(scope, 'tables');
  server.moods.wait = async () => {};
  t.same(await names(server), ['A'], 'who asks after the change does not join the older flight');
  go();
  t.same(await early, []);
  t.same(await names(server), ['A'], 'the older flight left nothing behind');
});

t.test('cached: ETag and 304', async (t) => {
  const server = await opened(t);
  const ask = (tag: string) =>
    server.api.call('GET', tables, { token: 'owner', headers: { 'if-none-match': tag } });
  const first = await ask('"other"');
  const etag = first.headers.get('etag') ?? '';
  t.match(etag, /^"[\w-]{27}"$/);
  t.equal(first.headers.get('cache-control'), 'private, no-cache');
  const second = await ask(`"other", W/${etag}`);
  t.same([second.status, second.body, second.headers.get('etag')], [304, null, etag]);
  t.equal(second.headers.get('x-frame-options'), 'DENY');
  await add(server, 'A');
  const third = await ask(etag);
  t.equal(third.status, 200);
  t.not(third.headers.get('etag'), etag);
});

t.test('cached: compressed for those who take it, once it is large', async (t) => {
  const server = await opened(t);
  const ask = async (encoding: string, tag = '') => {
    const response = await fetch(`${server.url}/api/v1${tables}`, {
      headers: { authorization: 'Bearer owner', 'accept-encoding': encoding, 'if-none-match': tag },
    });
    const { status, headers } = response;
    const coding = headers.get('content-encoding');
    return {
      status,
      coding,
      etag: headers.get('etag') ?? '',
      vary: headers.get('vary'),
      text: await response.text(),
    };
  };
  t.match(await ask('gzip'), { coding: null, vary: 'Accept-Encoding' }, 'small: not worth it');
  for (let each = 0; each < 20; each++) await add(server, `Table ${each}`);
  const plain = await ask('identity');
  const before = server.cache.stats().bytes;
  const [zipped] = await Promise.all([ask('br, gzip'), ask('gzip')]);
  t.match([plain.coding, zipped?.coding], [null, 'gzip']);
  t.equal(zipped?.text, plain.text);
  t.not(zipped?.etag, plain.etag, 'other bytes, another strong tag');
  t.ok(server.cache.stats().bytes > before, 'compressed bytes are counted');
  for (const tag of [plain.etag, zipped?.etag]) t.equal((await ask('gzip', tag)).status, 304);
  t.equal((await ask('gzip;q=0, identity')).coding, null);
  t.equal((await ask('gzip')).text, plain.text, 'again, from the ready bytes');
  t.equal(server.moods.lists, 2);
});

t.test("cached: a page of one's own choice is not", async (t) => {
  const server = await opened(t);
  await add(server, 'A');
  await add(server, 'B');
  t.same(await names(server, 'owner', '?limit=1'), ['A']);
  t.same(await names(server, 'owner', '?limit=1&cursor=1'), ['B']);
  t.match(server.cache.stats(), { hits: 0, entries: 0 });
});

t.test('cached: HEAD from the ready bytes', async (t) => {
  const server = await opened(t);
  await add(server, 'A');
  const get = await fetch(`${server.url}/api/v1${tables}`, {
    headers: { authorization: 'Bearer owner' },
  });
  for (const each of [1, 2]) {
    const head = await fetch(`${server.url}/api/v1${tables}`, {
      method: 'HEAD',
      headers: { authorization: 'Bearer owner' },
    });
    t.equal(
      head.headers.get('content-length'),
      String((await get.clone().text()).length),
      `${each}`,
    );
  }
});
