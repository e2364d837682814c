import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { readFile } from 'node:fs/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import t from 'tap';
import { startBrowser } from '../../demo/browser.js';
import { startFleet } from '../../fleet/start.js';
import { PAGE_SECURITY } from '../../src/pages/headers.js';
import { type Asked, ask, noNginx, values } from '../nginx.js';
import { noBrowser, signIn } from '../web/browser.js';
import { current } from '../web/kds-house.js';
import { NO_LIMITS, PLAIN } from './fleet.js';

/** Of each kind one: what is asked about at each use, and what never changes. */
const PLACES = ['/', '/pos', '/kds', '/service-worker.js', '/load.js', '/icon.svg'];
/** What nginx says of itself, or of the connection. */
const OF_THE_WAY = ['connection', 'date', 'keep-alive', 'server', 'uwebsockets', 'x-request-id'];
const UNPACK = { br: brotliDecompressSync, gzip: gunzipSync } as const;

/** Names and values as they came, but for those of the way. */
function headersOf({ rawHeaders }: Asked): string[] {
  const lines: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? '';
    if (!OF_THE_WAY.includes(name)) lines.push(`${name}: ${rawHeaders[at + 1]}`);
  }
  return lines.sort();
}

t.test('pages behind nginx', { skip: noNginx }, async (t) => {
  const { nginx, boxes, stop } = await startFleet({
    ...PLAIN,
    boxes: 1,
    settings: { ...NO_LIMITS, KOTD_DEMO: '1' },
  });
  t.teardown(stop);
  const box = boxes[0]?.url ?? '';
  const html = (await ask(`${box}/pos`)).body.toString();
  const assets = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(
    ([, path]) => path ?? '',
  );
  t.ok(assets.length > 3, `${assets.length} hashed parts`);
  const places = [...PLACES, ...assets];

  await t.test('headers and bytes are those of kotd, in every coding', async (t) => {
    for (const path of places) {
      const plain = await ask(`${box}${path}`);
      for (const coding of ['gzip, deflate, br', 'gzip', 'br', 'identity', '']) {
        const headers: Record<string, string> = coding === '' ? {} : { 'accept-encoding': coding };
        const [own, through] = [
          await ask(`${box}${path}`, { headers }),
          await ask(`${nginx.url}${path}`, { headers }),
        ];
        const what = `${path} as ${coding || 'nothing'}`;
        const hsts = 'strict-transport-security: max-age=63072000';
        t.same(headersOf(through), [...headersOf(own), hsts].sort(), what);
        t.ok(own.body.equals(through.body), `${what}: the very bytes`);
        const [packed] = values(through, 'content-encoding');
        const unpack = UNPACK[packed as keyof typeof UNPACK] as typeof gunzipSync | undefined;
        t.ok((unpack?.(through.body) ?? through.body).equals(plain.body), `${what}: packed once`);
      }
    }
    const [asset = ''] = assets;
    const packed = await ask(`${nginx.url}${asset}`, { headers: { 'accept-encoding': 'br' } });
    t.same(values(packed, 'content-encoding'), ['br']);
    t.same(values(packed, 'cache-control'), ['public, max-age=31536000, immutable']);
    for (const [name, value] of PAGE_SECURITY) {
      t.same(values(packed, name.toLowerCase()), [value], name);
    }
  });

  await t.test('who has them is sent none of them again', async (t) => {
    for (const path of places) {
      for (const coding of ['br', 'gzip', 'identity']) {
        const headers = { 'accept-encoding': coding };
        const [etag = ''] = values(await ask(`${nginx.url}${path}`, { headers }), 'etag');
        t.match(etag, /^"[\w-]+"$/, `${path}: a strong tag`);
        const again = { headers: { ...headers, 'if-none-match': etag } };
        const answer = await ask(`${nginx.url}${path}`, again);
        t.equal(answer.status, 304, path);
        t.equal(answer.body.length, 0);
        t.same(values(answer, 'etag'), [etag]);
        t.same(values(answer, 'content-security-policy').length, 1);
      }
    }
    const head = await ask(`${nginx.url}/pos`, { method: 'HEAD' });
    t.equal(head.status, 200);
    t.same(values(head, 'content-length'), [String(Buffer.byteLength(html))]);
  });

  await t.test('all of a page at once over HTTP/2', async (t) => {
    const session = connectHttp2(nginx.tls, { ca: await readFile(nginx.certificate) });
    await once(session, 'remoteSettings');
    const statuses = await Promise.all(
      places.map(async (path) => {
        const call = session.request({ ':path': path, 'accept-encoding': 'br' });
        const [headers] = await once(call, 'response');
        call.resume();
        await once(call, 'end');
        return headers[':status'];
      }),
    );
    t.same([...new Set(statuses)], [200]);
    session.close();
  });

  await t.test('a browser that came without TLS', { skip: noBrowser }, async (t) => {
    const browser = await startBrowser(
      // Where a certificate is not trusted there is no service worker either.
      `--ignore-certificate-errors-spki-list=${fingerprint(nginx.certificate)}`,
    );
    t.teardown(() => browser.close());
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (said) => said.type() === 'error' && complaints.push(said.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    const sockets: string[] = [];
    page.on('websocket', (socket) => sockets.push(socket.url()));

    await signIn(page, `http://127.0.0.1:${nginx.ports.http}/kds`);
    t.equal(new URL(page.url()).origin, nginx.tls, 'is led to HTTPS');
    await page.getByRole('link', { name: 'Tandoor' }).click();
    await current(page);
    t.ok(
      sockets.every((url) => url === `${nginx.tls.replace('https', 'wss')}/ws`),
      `${sockets}`,
    );
    const scope = await page.evaluate('navigator.serviceWorker.ready.then(({ scope }) => scope)');
    t.equal(scope, `${nginx.tls}/`, 'the service worker has all pages');
    t.same(complaints, [], 'nothing breaks the policy');

    await nginx.stop();
    await page.goto(`${nginx.tls}/pos`);
    await page.locator('.shell').waitFor();
    t.equal(page.url(), `${nginx.tls}/pos`, 'and opens them when there is nobody');
  });
});

/** SHA-256 of the key of a certificate, as chromium wants it. */
function fingerprint(certificate: string): string {
  const key = execFileSync('openssl', ['x509', '-in', certificate, '-pubkey', '-noout']);
  const der = execFileSync('openssl', ['pkey', '-pubin', '-outform', 'der'], { input: key });
  return execFileSync('openssl', ['dgst', '-sha256', '-binary'], { input: der }).toString('base64');
}
