import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import t, { type Test } from 'tap';
import { banner } from '../../src/demo/banner.js';
import { addFacts } from '../../src/pages/facts.js';
import { readPages } from '../../src/pages/files.js';
import { addPages } from '../../src/pages/pages.js';
import { openServer } from '../http/server.js';

const PAGE = `<!doctype html>${'<p>table</p>'.repeat(200)}`;
const SCRIPT = `console.log('${'order '.repeat(200)}');`;

/** Pages as a build leaves them, served. */
async function serve(t: Test) {
  const folder = await mkdtemp(join(tmpdir(), 'kotd-pages-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const files: Record<string, string | Buffer> = {
    'index.html': PAGE,
    'pos.html': PAGE,
    'pos.html.br': brotliCompressSync(PAGE),
    'pos.html.gz': gzipSync(PAGE),
    'assets/pos-Bx3k_9aZ.js': SCRIPT,
    'assets/pos-Bx3k_9aZ.js.gz': gzipSync(SCRIPT),
    'icon.svg': '<svg/>',
    'pos.webmanifest': '{}',
    '.made-of': 'x',
    '.vite/manifest.json': '{}',
    'notes.txt': 'not a page',
  };
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  const server = await openServer({
    pages(table) {
      addPages(table, readPages(folder));
      addFacts(table, async () => ({ version: '1.2.3', demo: null }));
    },
  });
  t.teardown(() => server.close());
  return server;
}

interface Raw {
  status: number | undefined;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** As written: no path is tidied up, no coding is asked for or undone. */
function get(port: number, path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<Raw>((resolve, reject) => {
    const asked = request({ port, path, method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({
          status: answer.statusCode,
          headers: answer.headers,
          body: Buffer.concat(chunks),
        }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

t.test('pages: a page is asked about at each use, a hashed asset never again', async (t) => {
  const { port } = await serve(t);
  for (const [path, type, kept] of [
    ['/', 'text/html; charset=utf-8', 'no-cache'],
    ['/pos', 'text/html; charset=utf-8', 'no-cache'],
    ['/icon.svg', 'image/svg+xml', 'no-cache'],
    ['/pos.webmanifest', 'application/manifest+json', 'no-cache'],
    [
      '/assets/pos-Bx3k_9aZ.js',
      'text/javascript; charset=utf-8',
      'public, max-age=31536000, immutable',
    ],
  ] as const) {
    const { status, headers } = await get(port, path);
    t.equal(status, 200, path);
    t.equal(headers['content-type'], type);
    t.equal(headers['cache-control'], kept);
    t.equal(headers.vary, 'Accept-Encoding');
  }
});

t.test('pages: who has them is sent none of them again', async (t) => {
  const { port } = await serve(t);
  const codings = ['identity', 'gzip', 'br'];
  const tags = new Set<string>();
  for (const coding of codings) {
    const asked = { 'accept-encoding': coding };
    const etag = String((await get(port, '/pos', asked)).headers.etag);
    tags.add(etag);
    const again = await get(port, '/pos', { ...asked, 'if-none-match': `"other", ${etag}` });
    t.equal(again.status, 304, coding);
    t.equal(again.headers.etag, etag);
    t.equal(again.body.length, 0);
    t.match(again.headers['content-security-policy'], /script-src 'self'/);
    t.equal((await get(port, '/pos', { ...asked, 'if-none-match': '"other"' })).status, 200);
  }
  t.equal(tags.size, 3, 'each form has a tag of its own');
});

t.test('pages: packed as the browser takes it', async (t) => {
  const { port } = await serve(t);
  const sent = async (path: string, accept: string) => {
    const { headers, body } = await get(port, path, { 'accept-encoding': accept });
    const coding = headers['content-encoding'];
    const undo = { br: brotliDecompressSync, gzip: gunzipSync }[String(coding)];
    return [coding, (undo ? undo(body) : body).toString()];
  };
  t.same(await sent('/pos', 'gzip, deflate, br'), ['br', PAGE]);
  t.same(await sent('/pos', 'br;q=0, gzip;q=0.5'), ['gzip', PAGE]);
  t.same(await sent('/pos', '*'), ['br', PAGE]);
  t.same(await sent('/pos', '*;q=0'), [undefined, PAGE]);
  t.same(await sent('/pos', 'GZIP'), ['gzip', PAGE]);
  t.same(await sent('/pos', 'nonsense;;q'), [undefined, PAGE]);
  t.same(await sent('/assets/pos-Bx3k_9aZ.js', 'br'), [undefined, SCRIPT], 'not made, not sent');
  t.same(await sent('/', 'gzip, br'), [undefined, PAGE]);
});

t.test('pages: HEAD says what GET would', async (t) => {
  const { port } = await serve(t);
  const asked = { 'accept-encoding': 'br' };
  const [head, full] = [
    await get(port, '/pos', asked, 'HEAD'),
    await get(port, '/pos', asked, 'GET'),
  ];
  t.equal(head.status, 200);
  t.equal(head.body.length, 0);
  t.equal(head.headers['content-length'], String(full.body.length));
  t.equal(head.headers.etag, full.headers.etag);
  t.equal((await get(port, '/pos', {}, 'POST')).status, 405);
});

t.test('pages: run nothing but what kotd serves, in no frame', async (t) => {
  const { port } = await serve(t);
  const { headers } = await get(port, '/pos');
  const policy = new Map(
    String(headers['content-security-policy'])
      .split('; ')
      .map((each) => [each.split(' ')[0], each.split(' ').slice(1).join(' ')]),
  );
  t.equal(policy.get('default-src'), "'none'");
  for (const name of ['script-src', 'style-src', 'connect-src'])
    t.equal(policy.get(name), "'self'");
  for (const name of ['base-uri', 'frame-ancestors']) t.equal(policy.get(name), "'none'");
  t.notMatch(headers['content-security-policy'], /unsafe|\*|http/);
  t.equal(headers['x-frame-options'], 'DENY');
  t.equal(headers['x-content-type-options'], 'nosniff');
  t.equal(headers['referrer-policy'], 'strict-origin-when-cross-origin');
});

t.test('pages: nothing is there but what was built', async (t) => {
  const { port } = await serve(t);
  for (const path of [
    '/assets/pos-00000000.js',
    '/assets/',
    '/assets/../pos.html',
    '/assets/..%2fpos.html',
    '/assets/%2e%2e/.made-of',
    '/../../etc/passwd',
    '/pos.html',
    '/index.html',
    '/.made-of',
    '/.vite/manifest.json',
    '/notes.txt',
    '/pos.html.br',
    '/assets/pos-Bx3k_9aZ.js.gz',
    '/assets/constructor',
    '/POS',
  ]) {
    const { status, headers } = await get(port, path);
    t.equal(status, 404, path);
    t.equal(headers['content-type'], 'application/problem+json');
  }
});

t.test('pages: a slash too many leads to the page', async (t) => {
  const { port } = await serve(t);
  const { status, headers } = await get(port, '/pos/');
  t.equal(status, 308);
  t.equal(headers.location, '/pos');
});

t.test('pages: hashed assets are one route for logs and metrics', async (t) => {
  const server = await serve(t);
  await get(server.port, '/assets/pos-Bx3k_9aZ.js');
  await get(server.port, '/assets/nothing.js');
  t.same(
    server.observed.map(({ route, status }) => [route, status]),
    [
      ['/assets/{name}', 200],
      ['/assets/{name}', 404],
    ],
  );
});

t.test(
  'pages: a part of another build is looked up once, and goes out like any other',
  async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'kotd-pages-'));
    t.teardown(() => rm(folder, { recursive: true, force: true }));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'assets/pos-Bx3k_9aZ.js'), SCRIPT);
    await writeFile(join(folder, 'assets/old-Bx3k_9aZ.js'), SCRIPT);
    await writeFile(join(folder, 'assets/old-Bx3k_9aZ.js.gz'), gzipSync(SCRIPT));
    const [old, own] = readPages(folder);
    const asked: string[] = [];
    const server = await openServer({
      pages: (table) =>
        addPages(table, own ? [own] : [], async (name) => {
          asked.push(name);
          return name === 'old-Bx3k_9aZ.js' && old ? old : null;
        }),
    });
    t.teardown(() => server.close());
    for (let round = 0; round < 2; round++) {
      const answer = await get(server.port, '/assets/old-Bx3k_9aZ.js', {
        'accept-encoding': 'gzip',
      });
      t.equal(answer.status, 200);
      t.equal(answer.headers['content-encoding'], 'gzip');
      t.equal(answer.headers['cache-control'], 'public, max-age=31536000, immutable');
      t.equal((await get(server.port, '/assets/pos-Bx3k_9aZ.js')).status, 200);
      t.equal((await get(server.port, '/assets/gone-Bx3k_9aZ.js')).status, 404);
    }
    t.same(asked, ['old-Bx3k_9aZ.js', 'gone-Bx3k_9aZ.js', 'gone-Bx3k_9aZ.js']);
  },
);

t.test('facts: asked once, and again only after a failure', async (t) => {
  let tries = 0;
  const server = await openServer({
    pages: (table) =>
      addFacts(table, async () => {
        tries += 1;
        if (tries === 1) throw new Error('the store is away');
        return { version: '1.2.3', demo: null };
      }),
  });
  t.teardown(() => server.close());
  t.equal((await get(server.port, '/pages.json')).status, 500);
  for (let i = 0; i < 3; i++) {
    const { status, headers, body } = await get(server.port, '/pages.json');
    t.equal(status, 200);
    t.equal(headers['cache-control'], 'no-store');
    t.same(JSON.parse(body.toString()), { version: '1.2.3', demo: null });
  }
  t.equal(tries, 2);
});

t.test('no pages: where nothing was built, the start says so in one line', async (t) => {
  const pages = readPages(join(tmpdir(), 'kotd-no-such-folder'));
  t.same(pages, []);
  const said = banner('http://127.0.0.1:8080', { pages, demo: false });
  t.equal(said.filter((line) => /pages +none .*npm run build/.test(line)).length, 1);
});
