import { setImmediate as tick } from 'node:timers/promises';
import t from 'tap';
import { Peers } from '../../src/http/peers.js';
import { openServer } from '../http/server.js';
import { statuses, Wire } from './client.js';

const server = await openServer();
t.teardown(() => server.close());

const head = (line: string, ...more: string[]) =>
  `${[`${line} HTTP/1.1`, 'Host: kotd', 'Authorization: Bearer owner', ...more].join('\r\n')}\r\n\r\n`;
const get = (path: string, ...more: string[]) => head(`GET /api/v1/outlets/o1${path}`, ...more);
const post = (...more: string[]) => head('POST /api/v1/outlets/o1/tables', ...more);

/** Sends the pieces, each on its own, and gives back what came until the pattern or the end. */
async function talk(pieces: string[], pattern: RegExp, times = 1): Promise<string> {
  const wire = await Wire.open(server.port);
  for (const piece of pieces) {
    await wire.send(piece);
    await tick();
  }
  const text = await wire.until(pattern, times);
  wire.drop();
  return text;
}

t.afterEach(async () => {
  const { status } = await fetch(`${server.url}/health/live`);
  if (status !== 200) throw new Error('the worker is not alive');
  while (server.door.inFlight() > 0) await tick();
});

t.test('body: in one piece, in many, byte by byte', async (t) => {
  const body = '{"name":"Zoë"}';
  const bytes = Buffer.from(body).toString('latin1');
  const start = post(`Content-Length: ${bytes.length}`);
  const [line, fields] = [
    start.slice(0, start.indexOf('\n') + 1),
    start.slice(start.indexOf('\n') + 1),
  ];
  for (const pieces of [
    [start + bytes],
    [start, bytes],
    [start, ...bytes],
    [line, ...fields, bytes],
  ]) {
    const text = await talk(pieces, /"name":"[^"]*"/);
    t.same(statuses(text), [201], `${pieces.length} pieces`);
    t.match(Buffer.from(text, 'latin1').toString(), /"name":"Zoë"/);
  }
});

t.test('body: chunked', async (t) => {
  const start = post('Transfer-Encoding: chunked');
  const good = await talk([start, '8\r\n{"name":\r\n', '5\r\n"T7"}\r\n', '0\r\n\r\n'], /"name"/);
  t.same(statuses(good), [201]);
  const chunk = `${(64 * 1024).toString(16)}\r\n${'x'.repeat(64 * 1024)}\r\n`;
  const wire = await Wire.open(server.port);
  await wire.send(start);
  for (let each = 0; each < 17; each++) await wire.send(chunk);
  const text = await wire.closed();
  t.same(statuses(text), [413], 'more than 1 MiB, and the connection is closed');
  t.match(text, /body_too_large/);
  const broken = await talk([start, 'zz\r\n{}\r\n0\r\n\r\n'], /never/);
  t.strictSame(
    statuses(broken).filter((status) => status < 400),
    [],
  );
});

t.test('body: half of it, then the client is gone', async (t) => {
  const before = server.moods.decisions;
  for (const start of [post('Content-Length: 100'), post('Transfer-Encoding: chunked')]) {
    const wire = await Wire.open(server.port);
    const ended = server.ended();
    await wire.send(start);
    await wire.send('5\r\n{"nam\r\n');
    while (server.door.inFlight() === 0) await tick();
    wire.drop();
    t.match(await ended, { status: 499, method: 'POST' });
  }
  t.equal(server.moods.decisions, before, 'half a command is none');
});

t.test('body: a length that is too large is refused before it comes', async (t) => {
  const wire = await Wire.open(server.port);
  await wire.send(post('Content-Length: 1048577'));
  const text = await wire.closed();
  t.same(statuses(text), [413]);
  t.match(text, /Connection: close/);
});

t.test(
  'lengths: what can be read in two ways is refused, and nothing behind it is run',
  async (t) => {
    const chunks = '2\r\n{}\r\n0\r\n\r\n';
    const hidden = `${post('Content-Length: 13')}{"name":"TX"}`;
    const rows: [name: string, request: string][] = [
      ['two lengths', `${post('Content-Length: 2', 'Content-Length: 40')}{}`],
      ['the same twice', `${post('Content-Length: 2', 'Content-Length: 2')}{}`],
      ['both', `${post('Content-Length: 2', 'Transfer-Encoding: chunked')}${chunks}`],
      [
        'two codings',
        `${post('Transfer-Encoding: chunked', 'Transfer-Encoding: identity')}${chunks}`,
      ],
      ['another coding', `${post('Transfer-Encoding: gzip')}${chunks}`],
      ['hidden coding', `${post('Transfer-Encoding: xchunked')}${chunks}`],
      ['list of lengths', `${post('Content-Length: 2, 2')}{}`],
      ['signed length', `${post('Content-Length: +2')}{}`],
      ['negative length', `${post('Content-Length: -2')}{}`],
      ['two lengths on a GET', get('/echo', 'Content-Length: 0', 'Content-Length: 40')],
    ];
    for (const [name, request] of rows) {
      const before = server.moods.decisions;
      const alone = await Wire.open(server.port);
      await alone.send(request);
      await alone.until(/ 400 /);
      await alone.send(hidden);
      t.same(statuses(await alone.closed()), [400], name);
      const smuggling = await Wire.open(server.port);
      await smuggling.send(request + hidden);
      const answers = statuses(await smuggling.closed());
      t.ok(
        answers.every((status) => status === 400),
        `${name}: ${answers} with another behind it`,
      );
      t.equal(server.moods.decisions, before, `${name}: nothing was decided`);
    }
  },
);

t.test('pipelining: what is answered at once is answered in order', async (t) => {
  const live = (id: string) => head('GET /health/live', `X-Request-Id: ${id}`);
  const text = await talk([live('p1') + live('p2') + live('p3')], /X-Request-Id/, 3);
  t.same(statuses(text), [200, 200, 200]);
  t.same(text.match(/(?<=X-Request-Id: )p\d/g), ['p1', 'p2', 'p3']);
});

t.test(
  'pipelining: behind a late answer it closes the connection, and answers are never mixed',
  async (t) => {
    let go = () => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    server.moods.wait = () => held;
    const wire = await Wire.open(server.port);
    await wire.send(get('/wait', 'X-Request-Id: late') + get('/echo', 'X-Request-Id: next'));
    const text = await wire.closed();
    go();
    server.moods.wait = () => tick();
    t.same(statuses(text), [], 'the client sends both again');
  },
);

t.test('requests one after another on one connection', async (t) => {
  const wire = await Wire.open(server.port);
  for (let each = 1; each <= 5; each++) {
    await wire.send(each % 2 ? get('/wait') : `${post('Content-Length: 12')}{"name":"T"}`);
    await wire.until(/"waited"|"name"/, each);
  }
  t.same(statuses(wire.text), [200, 201, 200, 201, 200]);
  wire.drop();
});

t.test('a body that nobody wants does not become a request', async (t) => {
  const inner = get('/echo');
  const request = get('/echo', `Content-Length: ${inner.length}`) + inner + get('/echo');
  t.same(statuses(await talk([request], /"asked"/, 2)), [200, 200]);
  const refused =
    head('POST /health/live', `Content-Length: ${inner.length}`) + inner + get('/echo');
  t.same(statuses(await talk([refused], /"asked"/)), [405, 200]);
});

t.test('HEAD: a length and no body, so that the connection goes on', async (t) => {
  const line = 'HEAD /api/v1/outlets/o1/echo';
  const text = await talk([head(line), head(line), get('/echo')], /"asked"/);
  t.same(statuses(text), [200, 200, 200]);
  t.same(text.match(/Content-Length: \d+/g), Array(3).fill('Content-Length: 12'));
  t.equal(text.match(/asked/g)?.length, 1);
  const other = await talk(
    [head('HEAD /nowhere'), head('HEAD /api/v1/auth/login'), get('/echo')],
    /"asked"/,
  );
  t.same(statuses(other), [404, 405, 200], 'refusals have none either');
});

t.test('204 and 304: neither body nor length', async (t) => {
  const nudge = head('POST /api/v1/outlets/o1/tables/x/nudge');
  const known = get('/echo', 'If-None-Match: "abc"');
  const text = await talk([nudge], /\r\n\r\n/);
  t.same(statuses(text), [204]);
  t.notMatch(text, /Content-Length|Transfer-Encoding/i);
  const unchanged = await talk([known], /\r\n\r\n/);
  t.same(statuses(unchanged), [304]);
  t.notMatch(unchanged, /Content-Length|Transfer-Encoding/i);
});

t.test('requests that are none: refused by the server below us, or by 404 and 405', async (t) => {
  const rows: [name: string, request: string, answer: RegExp][] = [
    ['HTTP/1.0', 'GET /health/live HTTP/1.0\r\nHost: x\r\n\r\n', /^HTTP\/1\.1 505 /],
    ['absolute form', 'GET http://x/health/live HTTP/1.1\r\nHost: x\r\n\r\n', /^HTTP\/1\.1 505 /],
    ['asterisk form', 'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n', /^HTTP\/1\.1 505 /],
    ['version cut off', 'GET /health/live HTT', /^HTTP\/1\.1 505 /],
    ['unknown method', head('BREW /health/live'), /^HTTP\/1\.1 405 .*method_not_allowed/s],
    ['method in small letters', head('get /health/live'), /^HTTP\/1\.1 405 /],
    [
      'bad percent-encoding',
      head('GET /api/v1/outlets/%c3%28/tables'),
      /^HTTP\/1\.1 404 .*not_found/s,
    ],
    ['raw bytes in the path', head('GET /api/v1/outlets/\xff\xfe/tables'), /^HTTP\/1\.1 404 /],
    ['a very deep path', head(`GET ${'/a'.repeat(500)}`), /^HTTP\/1\.1 404 /],
    ['dots', head('GET /api/v1/../../health/live'), /^HTTP\/1\.1 404 /],
    [
      'a huge header',
      head('GET /health/live', `X-Big: ${'a'.repeat(100_000)}`),
      /^HTTP\/1\.1 431 /,
    ],
    [
      'a long token',
      head('GET /api/v1/me', `Authorization: Bearer ${'a'.repeat(5000)}`),
      /^HTTP\/1\.1 431 /,
    ],
    [
      'two hundred headers',
      head('GET /health/live', ...Array(200).fill('A: b')),
      /^HTTP\/1\.1 431 /,
    ],
    ['a huge request line', head(`GET /${'a'.repeat(100_000)}`), /^HTTP\/1\.1 (400|404|414|431) /],
    [
      'continue',
      `${post('Expect: 100-continue', 'Content-Length: 12')}{"name":"T"}`,
      /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 201 /,
    ],
  ];
  for (const [name, request, answer] of rows) {
    t.match(await talk([request], /HTTP\/1\.1 [2-5]\d\d .*\r\n\r\n.*$/), answer, name);
  }
});

t.test("X-Forwarded-For: of several headers the last one is the proxy's own", async (t) => {
  const proxied = await openServer({ peers: new Peers(['127.0.0.1']) });
  t.teardown(() => proxied.close());
  const wire = await Wire.open(proxied.port);
  const hops = ['X-Forwarded-For: 6.6.6.6', 'X-Forwarded-For: 9.9.9.9'];
  await wire.send(`${head('POST /api/v1/auth/login', ...hops, 'Content-Length: 2')}{}`);
  t.same(statuses(await wire.until(/HTTP/)), [422]);
  wire.drop();
  t.match(proxied.counted, [{ address: '9.9.9.9' }]);
});

t.test('noise: half requests and rubbish, then gone', async (t) => {
  const rubbish = [
    '',
    '\r\n\r\n',
    'GET',
    'GET /health/live HTTP/1.1\r\nHo',
    '\x16\x03\x01\x02\x00\x01',
    '\x00'.repeat(999),
  ];
  for (const bytes of [
    ...rubbish,
    'GET /health/live HTTP/1.1\r\n\r\n',
    'GET / HTTP/1.1\r\nA B: c\r\n\r\n',
  ]) {
    const wire = await Wire.open(server.port);
    await wire.send(bytes);
    await tick();
    wire.drop();
    t.equal((await fetch(`${server.url}/health/live`)).status, 200);
  }
});

t.test('aborts: a hundred clients gone at every stage', async (t) => {
  const body = '{"name":"Gone"}';
  const whole = post(`Content-Length: ${body.length}`) + body;
  await Promise.all(
    Array.from({ length: 100 }, async (_, at) => {
      const wire = await Wire.open(server.port);
      await wire.send(whole.slice(0, Math.ceil((whole.length * at) / 99)));
      if (at % 2) await tick();
      wire.drop();
    }),
  );
  while (server.door.inFlight() > 0) await tick();
  t.equal(server.door.inFlight(), 0);
});
