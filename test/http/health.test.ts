import t from 'tap';
import type { Standing } from '../../src/http/health.js';
import { livedMs } from '../ticks.js';
import { away } from './memory-store.js';
import { openServer } from './server.js';

async function asked(url: string, path: string) {
  const answer = await fetch(url + path);
  return [answer.status, await answer.json()];
}

t.test('health: live and ready, without prefix and token', async (t) => {
  const server = await openServer();
  t.teardown(() => server.close());
  const ask = (path: string) => asked(server.url, path);
  const parts = { store: 'ok', redis: 'off', bus: 'alone' };
  t.same(await ask('/health/live'), [200, { status: 'live', version: '1.2.3' }]);
  t.same(await ask('/health/ready'), [200, { status: 'ready', ...parts }]);
  server.store.meet = away;
  const failing = { ...parts, store: 'failing' };
  t.same(await ask('/health/ready'), [503, { status: 'unavailable', ...failing }]);
  await server.door.drain();
  t.same(await ask('/health/ready'), [503, { status: 'draining' }]);
  t.same(await ask('/health/live'), [200, { status: 'live', version: '1.2.3' }]);
});

t.test('health: ready is who can make commands durable, with or without the rest', async (t) => {
  let standing: Standing = { store: 'ok', redis: 'ok', bus: 'ok' };
  const server = await openServer({ standing: () => ({ ...standing }) });
  t.teardown(() => server.close());
  const rows: [Standing, number, string][] = [
    [{ store: 'ok', redis: 'ok', bus: 'ok' }, 200, 'ready'],
    [{ store: 'ok', redis: 'off', bus: 'alone' }, 200, 'ready'],
    [{ store: 'ok', redis: 'open', bus: 'ok' }, 200, 'degraded'],
    [{ store: 'ok', redis: 'ok', bus: 'silent' }, 200, 'degraded'],
    [{ store: 'failing', redis: 'ok', bus: 'ok' }, 503, 'unavailable'],
    [{ store: 'open', redis: 'open', bus: 'silent' }, 503, 'unavailable'],
  ];
  for (const [found, code, status] of rows) {
    standing = found;
    t.same(await asked(server.url, '/health/ready'), [code, { status, ...found }]);
  }
});

t.test('health: answers soon when the store does not answer at all', async (t) => {
  const server = await openServer();
  t.teardown(() => server.close());
  server.store.meet = () => new Promise(() => {});
  const tookMs = await livedMs(async () =>
    t.match(await asked(server.url, '/health/ready'), [503, { store: 'failing' }]),
  );
  t.ok(tookMs < 3000, `${tookMs} ms`);
  server.store.meet = null;
  t.match(await asked(server.url, '/health/ready'), [200, { store: 'ok' }]);
});

t.test('metrics: for this machine, or for whoever has the token', async (t) => {
  const tokenless = await openServer();
  const server = await openServer({ metricsToken: 'let-me-see' });
  t.teardown(() => tokenless.close());
  t.teardown(() => server.close());
  const ask = async ({ url }: { url: string }, headers: Record<string, string> = {}) =>
    await fetch(`${url}/metrics`, { headers });
  const forwarded = { 'x-forwarded-for': '9.9.9.9' };
  const local = await ask(tokenless);
  t.equal(local.status, 200);
  t.match(local.headers.get('content-type'), /^text\/plain; version=0\.0\.4/);
  t.equal(await local.text(), 'kotd_up 1\n');
  for (const name of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip']) {
    t.equal((await ask(tokenless, { [name]: '9.9.9.9' })).status, 404, `a proxy says ${name}`);
  }
  t.equal((await ask(server)).status, 404, 'a token is asked for here too');
  t.equal((await ask(server, { authorization: 'Bearer let-me-see' })).status, 200);
  t.equal((await ask(tokenless, { ...forwarded, authorization: 'Bearer null' })).status, 404);
  t.equal((await ask(server, forwarded)).status, 404);
  t.equal((await ask(server, { ...forwarded, authorization: 'Bearer wrong' })).status, 404);
  t.equal((await ask(server, { ...forwarded, authorization: 'Bearer let-me-see' })).status, 200);
});

t.test('documents: ready bytes with an ETag, for everybody', async (t) => {
  const server = await openServer();
  t.teardown(() => server.close());
  for (const name of ['openapi', 'asyncapi']) {
    const url = `${server.url}/api/v1/${name}.json`;
    const plain = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
    const zipped = await fetch(url, { headers: { 'accept-encoding': 'gzip' } });
    t.equal(zipped.headers.get('content-encoding'), 'gzip');
    t.same(await zipped.json(), await plain.json());
    const etag = plain.headers.get('etag') ?? '';
    t.equal((await fetch(url, { headers: { 'if-none-match': etag } })).status, 304);
  }
});
