import t from 'tap';
import { openServer } from './server.js';

const page = 'https://pos.example';
const path = '/outlets/o1/tables';

t.test('CORS: pages of named origins may call, others may not', async (t) => {
  const server = await openServer({ corsOrigins: [page] });
  t.teardown(() => server.close());
  const ask = (origin: string, method = 'GET') =>
    server.api.call(method, path, {
      token: 'owner',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
  const ours = await ask(page);
  t.equal(ours.headers.get('access-control-allow-origin'), page);
  t.match(ours.headers.get('access-control-expose-headers'), /ETag/);
  t.match(ours.headers.get('vary'), /Origin/);
  const preflight = await ask(page, 'OPTIONS');
  t.equal(preflight.status, 204);
  t.equal(preflight.headers.get('access-control-allow-origin'), page);
  t.equal(preflight.headers.get('access-control-allow-methods'), 'POST, GET, HEAD, OPTIONS');
  t.match(preflight.headers.get('access-control-allow-headers'), /Idempotency-Key/);
  for (const stranger of ['https://evil.example', `${page}.evil.example`, 'null']) {
    for (const method of ['GET', 'OPTIONS']) {
      const theirs = await ask(stranger, method);
      const names = [...theirs.headers.keys()];
      t.notOk(
        names.some((name) => name.startsWith('access-control-')),
        `${method} ${stranger}`,
      );
      t.match(theirs.headers.get('vary'), /Origin/);
    }
  }
});

t.test('CORS: refused calls can be read by the page too', async (t) => {
  const server = await openServer({ corsOrigins: [page] });
  t.teardown(() => server.close());
  const { status, headers } = await server.api.call('GET', path, { headers: { origin: page } });
  t.same([status, headers.get('access-control-allow-origin')], [401, page]);
});
