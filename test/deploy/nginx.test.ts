import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect as connectHttp2 } from 'node:http2';
import { connect as connectTls, type SecureVersion } from 'node:tls';
import { gunzipSync } from 'node:zlib';
import t, { type Test } from 'tap';
import { startFleet } from '../../fleet/start.js';
import { ERRORS, type ErrorCode } from '../../src/domain/errors.js';
import type { Order } from '../../src/domain/shapes/order.js';
import { SECURITY } from '../../src/handlers/security.js';
import { type Asked, ask, noNginx, until, values } from '../nginx.js';
import { Restaurant } from '../restaurant.js';
import { Socket } from '../socket.js';
import { NO_LIMITS, PLAIN, WIDE } from './fleet.js';

const FILE = new URL('../../../deploy/nginx.conf', import.meta.url);
const MEBIBYTE = 1024 * 1024;

t.test('nginx: the file an operator fills in has no gap', async (t) => {
  const text = await readFile(FILE, 'utf8');
  const [command = ''] =
    /sed -e[\s\S]*?deploy\/nginx\.conf/.exec(text.replaceAll(/^# {2,}/gm, '')) ?? [];
  const filled = execFileSync('sh', ['-c', command], {
    encoding: 'utf8',
    cwd: new URL('.', FILE.href.replace('deploy/', '')),
  });
  const lines = filled.split('\n').filter((line) => !line.startsWith('#'));
  t.same(
    lines.filter((line) => /@[A-Z]+@/.test(line)),
    [],
  );
  t.ok(lines.includes('  limit_conn connections 50;'), 'as many as domain.md allows');
});

t.test('nginx: kotd through the file', { skip: noNginx }, async (t) => {
  const { nginx, stop } = await startFleet({
    ...PLAIN,
    boxes: 1,
    walls: WIDE,
    settings: NO_LIMITS,
  });
  t.teardown(stop);
  const restaurant = await Restaurant.open(nginx.url);
  const { outlet, tokens } = restaurant;
  const owner = { authorization: `Bearer ${tokens.owner}` };
  const api = `${nginx.url}/api/v1/outlets/${outlet}`;
  const ca = await readFile(nginx.certificate);

  await t.test('check: nginx is content with the file, without a warning', async (t) => {
    const said = await nginx.check();
    t.match(said, /test is successful/);
    t.notMatch(said, /warn|emerg/);
  });

  async function handshake(version: SecureVersion, alpn: string[]) {
    const socket = connectTls({
      port: nginx.ports.https,
      ca,
      minVersion: 'TLSv1.2',
      maxVersion: version,
      ALPNProtocols: alpn,
    });
    try {
      await once(socket, 'secureConnect');
      return `${socket.getProtocol()} ${socket.alpnProtocol}`;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code;
    } finally {
      socket.destroy();
    }
  }

  await t.test('tls: 1.3 and nothing older, HTTP/2 for those who speak it', async (t) => {
    t.equal(await handshake('TLSv1.3', ['h2', 'http/1.1']), 'TLSv1.3 h2');
    t.equal(await handshake('TLSv1.3', ['http/1.1']), 'TLSv1.3 http/1.1');
    t.equal(await handshake('TLSv1.2', ['h2']), 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
  });

  await t.test('http2: many calls at once on one connection', async (t) => {
    const session = connectHttp2(nginx.tls, { ca });
    // Before it knows how many may run at once, a client sends too many, and has to send some again.
    await once(session, 'remoteSettings');
    const calls = Array.from({ length: 100 }, async () => {
      const call = session.request({ ':path': `/api/v1/outlets/${outlet}/tables`, ...owner });
      const [headers] = await once(call, 'response');
      call.resume();
      await once(call, 'end');
      return `${headers[':status']} ${headers['strict-transport-security']}`;
    });
    t.same([...new Set(await Promise.all(calls))], ['200 max-age=63072000']);
    session.close();
  });

  await t.test('redirect: without TLS everybody is sent to HTTPS', async (t) => {
    const answer = await ask(`http://127.0.0.1:${nginx.ports.http}/api/v1/menu?a=b`);
    t.equal(answer.status, 308);
    t.same(values(answer, 'location'), [`${nginx.tls}/api/v1/menu?a=b`]);
  });

  await t.test('headers: each security header once, whoever answers', async (t) => {
    const answers = {
      kotd: await ask(`${api}/tables`, { headers: owner }),
      refused: await ask(`${api}/tables`),
      nginx: await ask(`${nginx.url}/metrics`),
    };
    t.same(
      Object.values(answers).map(({ status }) => status),
      [200, 401, 404],
    );
    for (const [who, answer] of Object.entries(answers)) {
      for (const [name, value] of SECURITY) {
        t.same(values(answer, name.toLowerCase()), [value], `${who}: ${name}`);
      }
      t.same(values(answer, 'strict-transport-security'), ['max-age=63072000'], who);
      t.same(values(answer, 'server'), ['nginx'], `${who}: no version`);
      t.same(values(answer, 'uwebsockets'), []);
    }
  });

  await t.test('metrics: hidden, however the path is written', async (t) => {
    for (const path of ['/metrics', '//metrics', '/%6detrics', '/api/../metrics', '/metrics?a']) {
      const { status, body } = await ask(`${nginx.url}${path}`);
      t.equal(status, 404, path);
      t.notMatch(body.toString(), /kotd_/, path);
    }
    sameProblem(t, await ask(`${nginx.url}/metrics`), 'not_found');
  });

  await t.test('body: as long as kotd takes it, and not a byte longer', async (t) => {
    const post = (length: number) =>
      ask(`${api}/orders`, {
        method: 'POST',
        headers: { ...owner, 'content-length': String(length) },
        body: `{"x":"${'x'.repeat(length - 8)}"}`,
      });
    t.equal((await post(MEBIBYTE)).status, 422, 'kotd has read it');
    sameProblem(t, await post(MEBIBYTE + 1), 'body_too_large');
  });

  await t.test('gzip: what kotd does not compress itself', async (t) => {
    const zipped = { ...owner, 'accept-encoding': 'gzip' };
    const list = await ask(`${api}/tables`, { headers: zipped });
    t.ok(list.body.length > 0);
    const { id } = await restaurant.order();
    const lines = restaurant.items.map((item) => ({ itemId: item.id, quantity: 2 }));
    await restaurant.do('POST', `/orders/${id}/lines`, { lines });
    const plain = await ask(`${api}/orders/${id}`, { headers: owner });
    const answer = await ask(`${api}/orders/${id}`, { headers: zipped });
    t.same(values(answer, 'content-encoding'), ['gzip']);
    t.same(values(answer, 'vary'), ['Accept-Encoding']);
    t.same(gunzipSync(answer.body), plain.body);
    t.ok(answer.body.length < plain.body.length / 2);
    t.same(values(await ask(`${api}/menu`, { headers: zipped }), 'content-encoding'), ['gzip']);

    const [tag = ''] = values(answer, 'etag');
    const [strong = ''] = values(plain, 'etag');
    t.equal(tag, `W/${strong}`, 'compressing makes it weak');
    const [line] = (JSON.parse(plain.body.toString()) as Order).lines;
    const change = { body: { quantity: 3 }, headers: { 'if-match': tag } };
    const path = `/orders/${id}/lines/${line?.id}`;
    t.equal((await restaurant.try('PATCH', path, change)).status, 200, 'and it still fits');
    t.equal((await restaurant.try('PATCH', path, change)).status, 412, 'once');
  });

  await t.test('screens: both subprotocols through TLS, and time to be silent', async (t) => {
    for (const codec of ['json', 'msgpack'] as const) {
      const options = { codec, client: { ca } };
      const screen = await Socket.open(nginx.tls, restaurant, 'kitchen', ['kitchen/*'], options);
      const { id } = await restaurant.order();
      await restaurant.do('POST', `/orders/${id}/send`, {});
      t.ok(await screen.next(({ t, data }) => t === 'ev' && JSON.stringify(data).includes(id)));
      screen.close();
    }
    const [, seconds = ''] =
      /location = \/ws \{[^}]*proxy_read_timeout (\d+)s/.exec(await readFile(FILE, 'utf8')) ?? [];
    t.ok(Number(seconds) >= 60, `${seconds} s`);
  });

  await t.test('log: JSON that finds the request, without what it says of people', async (t) => {
    const path = `/api/v1/outlets/${outlet}/orders`;
    const headers = { ...owner, 'x-request-id': 'chosen-by-the-client' };
    const [traceId] = values(
      await ask(`${nginx.url}${path}?cursor=secret`, { headers }),
      'x-request-id',
    );
    t.match(traceId, /^[0-9a-f]{32}$/, 'nginx names the request');
    const written = async () => await readFile(nginx.accessLog, 'utf8');
    await until(async () => (await written()).includes(`${traceId}`), 'line in the log');
    const lines = (await written())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    t.match(
      lines.find((line) => line.traceId === traceId),
      {
        method: 'GET',
        path,
        network: '127.0.0.0',
        server: /^unix:.*worker-\d\.sock$/,
        serverStatus: '422',
      },
    );
    t.notMatch(await written(), /cursor|secret|Bearer|127\.0\.0\.1/);
  });
});

function sameProblem(t: Test, answer: Asked, code: ErrorCode) {
  const [status, title, retryable] = ERRORS[code];
  const { traceId, ...problem } = JSON.parse(answer.body.toString());
  t.equal(answer.status, status);
  t.same(values(answer, 'content-type'), ['application/problem+json']);
  t.same(values(answer, 'x-request-id'), [traceId]);
  t.same(problem, {
    type: `urn:kotd:problem:${code}`,
    title,
    status,
    code,
    detail: title,
    retryable,
    errors: [],
  });
}
