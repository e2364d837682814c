import t from 'tap';
import { openServer } from './server.js';

const server = await openServer();
t.teardown(() => server.close());
const { api } = server;
const tables = '/outlets/o1/tables';
const asOwner = { token: 'owner' };

t.test('every answer: table of requests, statuses and codes', async (t) => {
  const long = 'a'.repeat(65);
  type Row = [
    name: string,
    method: string,
    path: string,
    Parameters<typeof api.call>[2],
    number,
    string?,
  ];
  const rows: Row[] = [
    ['create', 'POST', tables, { ...asOwner, body: { name: 'T1' } }, 201],
    ['no content', 'POST', `${tables}/x/nudge`, asOwner, 204],
    ['empty body is {}', 'POST', `${tables}/x/nudge`, { ...asOwner, body: '' }, 204],
    ['list', 'GET', tables, asOwner, 200],
    ['late principal', 'GET', tables, { token: 'late-owner' }, 200],
    ['page', 'GET', `${tables}?limit=1`, asOwner, 200],
    ['no token', 'GET', tables, {}, 401, 'unauthenticated'],
    ['no token on a command', 'POST', tables, { body: { name: 'T' } }, 401, 'unauthenticated'],
    ['unknown token', 'GET', tables, { token: 'nobody' }, 401, 'unauthenticated'],
    ['late unknown token', 'GET', tables, { token: 'late-nobody' }, 401, 'unauthenticated'],
    ['expired token', 'GET', tables, { token: 'expired' }, 401, 'token_expired'],
    [
      'another scheme',
      'GET',
      tables,
      { headers: { authorization: 'Basic b3duZXI=' } },
      401,
      'unauthenticated',
    ],
    ['scheme in small letters', 'GET', tables, { headers: { authorization: 'bearer owner' } }, 200],
    ['role refused', 'GET', '/outlets/o1/fail', { token: 'waiter' }, 403, 'forbidden'],
    ['outlet of another', 'GET', tables, { token: 'far' }, 404, 'not_found'],
    ['unknown outlet', 'GET', '/outlets/o9/tables', asOwner, 404, 'not_found'],
    [
      'unknown outlet, command',
      'POST',
      '/outlets/o9/tables',
      { ...asOwner, body: { name: 'T' } },
      404,
      'not_found',
    ],
    ['unknown id', 'GET', `${tables}/nope`, asOwner, 404, 'not_found'],
    ['id too long to be one', 'GET', `${tables}/${long}`, asOwner, 404, 'not_found'],
    ['outlet id too long to be one', 'GET', `/outlets/${long}/tables`, asOwner, 404, 'not_found'],
    ['bad percent-encoding', 'GET', `${tables}/%zz`, asOwner, 404, 'not_found'],
    ['bad UTF-8 in the path', 'GET', `${tables}/%ff`, asOwner, 404, 'not_found'],
    ['empty segment', 'GET', '/outlets//tables', asOwner, 404, 'not_found'],
    ['unknown path', 'GET', '/nowhere', asOwner, 404, 'not_found'],
    ['trailing slash', 'GET', `${tables}/`, asOwner, 404, 'not_found'],
    ['another method', 'DELETE', tables, asOwner, 405, 'method_not_allowed'],
    ['PUT', 'PUT', `${tables}/x`, asOwner, 405, 'method_not_allowed'],
    ['defect', 'GET', '/outlets/o1/fail', asOwner, 500, 'internal'],
    ['broken JSON', 'POST', tables, { ...asOwner, body: '{"name":' }, 400, 'malformed_body'],
    ['not an object', 'POST', tables, { ...asOwner, body: '[1]' }, 400, 'malformed_body'],
    ['null', 'POST', tables, { ...asOwner, body: 'null' }, 400, 'malformed_body'],
    [
      'deep nesting',
      'POST',
      tables,
      { ...asOwner, body: '['.repeat(500_000) },
      400,
      'malformed_body',
    ],
    [
      'deep but closed',
      'POST',
      tables,
      { ...asOwner, body: `{"name":${'['.repeat(9999)}${']'.repeat(9999)}}` },
      422,
      'invalid',
    ],
    [
      'unknown field',
      'POST',
      tables,
      { ...asOwner, body: { name: 'T', price: 1 } },
      422,
      'invalid',
    ],
    [
      '__proto__',
      'POST',
      tables,
      { ...asOwner, body: '{"name":"T","__proto__":{"x":1}}' },
      422,
      'invalid',
    ],
    [
      'path field in the body',
      'PATCH',
      `${tables}/x`,
      { ...asOwner, body: { tableId: 'x', name: 'T' } },
      422,
      'invalid',
    ],
    [
      'outletId in the body',
      'POST',
      tables,
      { ...asOwner, body: { outletId: 'o1', name: 'T' } },
      422,
      'invalid',
    ],
    [
      'form',
      'POST',
      tables,
      {
        ...asOwner,
        body: 'name=T',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
      415,
      'unsupported_media_type',
    ],
    [
      'JSON with a charset',
      'POST',
      tables,
      {
        ...asOwner,
        body: { name: 'T2' },
        headers: { 'content-type': 'application/json; charset=utf-8' },
      },
      201,
    ],
    [
      'key with a blank',
      'POST',
      tables,
      { ...asOwner, body: { name: 'T' }, headers: { 'idempotency-key': 'a b' } },
      422,
      'invalid',
    ],
    [
      'key too long',
      'POST',
      tables,
      { ...asOwner, body: { name: 'T' }, headers: { 'idempotency-key': 'a'.repeat(201) } },
      422,
      'invalid',
    ],
    [
      'If-Match without quotes',
      'PATCH',
      `${tables}/x`,
      { ...asOwner, body: { name: 'T' }, headers: { 'if-match': '1' } },
      412,
      'precondition_failed',
    ],
    [
      'weak If-Match',
      'PATCH',
      `${tables}/x`,
      { ...asOwner, body: { name: 'T' }, headers: { 'if-match': 'W/"1"' } },
      412,
      'precondition_failed',
    ],
    ['unknown query parameter', 'GET', `${tables}?colour=red`, asOwner, 422, 'invalid'],
    ['repeated query parameter', 'GET', `${tables}?limit=1&limit=1`, asOwner, 422, 'invalid'],
    ['path parameter in the query', 'GET', `${tables}/x?tableId=x`, asOwner, 422, 'invalid'],
    ['limit not a number', 'GET', `${tables}?limit=ten`, asOwner, 422, 'invalid'],
    ['limit a fraction', 'GET', `${tables}?limit=1.5`, asOwner, 422, 'invalid'],
    ['limit out of range', 'GET', `${tables}?limit=0`, asOwner, 422, 'invalid'],
    ['bad encoding in the query', 'GET', `${tables}?cursor=%zz`, asOwner, 422, 'invalid'],
    ['__proto__ in the query', 'GET', `${tables}?__proto__=1`, asOwner, 422, 'invalid'],
    ['login', 'POST', '/auth/login', { body: { email: 'a@b', password: 'right' } }, 200],
    [
      'wrong login',
      'POST',
      '/auth/login',
      { body: { email: 'a@b', password: 'wrong' } },
      401,
      'wrong_login',
    ],
    ['login without password', 'POST', '/auth/login', { body: { email: 'a@b' } }, 422, 'invalid'],
  ];
  for (const [name, method, path, options, status, code] of rows) {
    const { body, headers, ...answer } = await api.call(method, path, options);
    t.equal(answer.status, status, `${name}: status`);
    t.equal(headers.get('x-frame-options'), 'DENY', `${name}: security headers`);
    t.match(headers.get('x-request-id'), /^[\w.-]+$/, `${name}: request id`);
    if (code === undefined) continue;
    t.equal(headers.get('content-type'), 'application/problem+json', `${name}: a problem`);
    t.match(body, { code, status, traceId: headers.get('x-request-id') }, `${name}: code`);
  }
});

t.test('headers: the security headers of domain.md §2, on good answers and bad', async (t) => {
  for (const path of [tables, '/nowhere', '/openapi.json']) {
    const { headers } = await api.call('GET', path, asOwner);
    t.equal(headers.get('x-frame-options'), 'DENY');
    t.equal(headers.get('x-content-type-options'), 'nosniff');
    t.equal(headers.get('referrer-policy'), 'strict-origin-when-cross-origin');
    t.equal(headers.get('content-security-policy'), "default-src 'none'; frame-ancestors 'none'");
  }
  const { headers } = await api.call('GET', tables, {});
  t.match(headers.get('www-authenticate'), /^Bearer/);
  t.equal(headers.get('cache-control'), 'no-store');
});

t.test('problems: name the field', async (t) => {
  const pointers = async (method: string, path: string, body?: unknown) => {
    const answer = await api.call<{ errors: { pointer: string }[] }>(method, path, {
      ...asOwner,
      body,
    });
    return answer.body.errors.map(({ pointer }) => pointer);
  };
  t.same(await pointers('POST', tables, { name: 'T', price: 1 }), ['/price']);
  t.same(await pointers('PATCH', `${tables}/x`, { tableId: 'x', name: 'T' }), ['/tableId']);
  t.same(await pointers('GET', `${tables}?limit=1&limit=2`), ['/limit']);
  t.same(await pointers('GET', `${tables}?limit=ten`), ['/limit']);
});

t.test('parameters: are decoded, and numbers and booleans are what they look like', async (t) => {
  const echo = async (query: string) => {
    const answer = await api.call<{ asked: unknown }>('GET', `/outlets/o1/echo${query}`, asOwner);
    return answer.body.asked;
  };
  t.same(await echo('?count=7&open=true&word=a%26b+c'), { count: 7, open: true, word: 'a&b c' });
  t.same(await echo('?count=-7&open=false&word='), { count: -7, open: false, word: '' });
  t.same(await echo(''), {});
  const created = await api.call('POST', tables, { ...asOwner, body: { name: 'Corner' } });
  const renamed = await api.call(
    'PATCH',
    `${tables}/${created.body.id}/names/caf%C3%A9%20%2F%20bar`,
    asOwner,
  );
  t.match(renamed.body, { order: { name: 'café / bar' } });
});

t.test('methods: 405 and OPTIONS name those that the path takes', async (t) => {
  const other = await api.call('DELETE', tables, asOwner);
  t.equal(other.headers.get('allow'), 'POST, GET, HEAD, OPTIONS');
  const options = await api.call('OPTIONS', tables);
  t.equal(options.status, 204);
  t.equal(options.headers.get('allow'), 'POST, GET, HEAD, OPTIONS');
  t.equal(options.headers.get('access-control-allow-methods'), null, 'no CORS unless configured');
});

t.test('HEAD: what GET says, without the body', async (t) => {
  for (const path of [`/api/v1${tables}`, '/health/live', '/api/v1/openapi.json']) {
    const ask = (method: string) =>
      fetch(server.url + path, {
        method,
        headers: { authorization: 'Bearer owner', 'accept-encoding': 'identity' },
      });
    const [get, head] = [await ask('GET'), await ask('HEAD')];
    t.equal(head.status, 200);
    t.equal(head.headers.get('content-length'), get.headers.get('content-length'), path);
    t.equal(head.headers.get('etag'), get.headers.get('etag'), path);
    t.equal((await head.text()).length, 0);
    t.ok((await get.text()).length > 0);
  }
});

t.test('request id: kept when it is a good one, else a new one', async (t) => {
  const ask = async (id: string) => {
    const { headers } = await api.call('GET', '/nowhere', { headers: { 'x-request-id': id } });
    return headers.get('x-request-id');
  };
  t.equal(await ask('a-B_c.9'), 'a-B_c.9');
  for (const bad of ['', 'a b', 'é', 'x'.repeat(129)])
    t.match(await ask(bad), /^[0-9a-f-]{36}$/, bad);
});

t.test('body: one byte more than 1 MiB is too large', async (t) => {
  const name = (bytes: number) =>
    JSON.stringify({ name: 'x'.repeat(bytes - '{"name":""}'.length) });
  const fits = await api.call('POST', tables, { ...asOwner, body: name(1024 * 1024) });
  t.match(fits.body, { code: 'invalid' }, 'read and refused for its name');
  const over = await api.call('POST', tables, { ...asOwner, body: name(1024 * 1024 + 1) });
  t.match([over.status, over.body], [413, { code: 'body_too_large' }]);
  t.equal(over.headers.get('connection'), 'close');
});

t.test('body: of a call that anybody may make, 16 KiB are read', async (t) => {
  const login = (bytes: number) =>
    JSON.stringify({
      email: '',
      password: 'x'.repeat(bytes - '{"email":"","password":""}'.length),
    });
  const fits = await api.call('POST', '/auth/login', { body: login(16 * 1024) });
  t.match(fits.body, { code: 'wrong_login' }, 'read and refused for what it says');
  const over = await api.call('POST', '/auth/login', { body: login(16 * 1024 + 1) });
  t.match([over.status, over.body], [413, { code: 'body_too_large' }]);
});

t.test('settle to zero: nothing is under way after all this', async (t) => {
  t.equal(server.door.inFlight(), 0);
});
