import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import t, { type Test } from 'tap';
import { type PageFile, readPages } from '../../src/pages/files.js';
import { KeptAssets } from '../../src/pages/kept.js';

const HOUR_MS = 3_600_000;
const BOUNDS = { keptMs: 24 * HOUR_MS, bytes: 100_000 };

async function open(t: Test, bounds = BOUNDS) {
  const folder = await mkdtemp(join(tmpdir(), 'kotd-kept-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const place = join(folder, 'pages');
  return {
    place,
    kept: new KeptAssets(place, bounds),
    names: () => readdir(join(place, 'assets')),
  };
}

function asset(name: string, text: string): PageFile {
  const plain = Buffer.from(text);
  return {
    path: `/assets/${name}`,
    type: 'text/javascript; charset=utf-8',
    plain,
    packed: { gzip: gzipSync(plain) },
    hash: 'h',
    page: false,
    immutable: true,
  };
}

const HTML: PageFile = { ...asset('x', '<p>'), path: '/pos', page: true, immutable: false };

t.test('kept: parts of the build before are found, as they went out, in every form', async (t) => {
  const { place, kept } = await open(t);
  const old = asset('pos-AAAAAAAA.js', 'old '.repeat(200));
  await kept.keep([HTML, old]);
  await kept.keep([asset('pos-BBBBBBBB.js', 'new')]);
  const found = await new KeptAssets(place).find('pos-AAAAAAAA.js');
  t.match(found, { path: old.path, type: old.type, immutable: true, page: false });
  t.same(found?.plain, old.plain);
  t.same(found?.packed, old.packed);
  t.same((await kept.find('pos-BBBBBBBB.js'))?.plain.toString(), 'new');
});

t.test('kept: a worker of the build before finds what one of the next has brought', async (t) => {
  const { place, kept } = await open(t);
  await kept.keep([asset('pos-AAAAAAAA.js', 'old')]);
  t.equal(await kept.find('pos-BBBBBBBB.js'), null);
  await new KeptAssets(place, BOUNDS).keep([asset('pos-BBBBBBBB.js', 'new')]);
  t.equal((await kept.find('pos-BBBBBBBB.js'))?.plain.toString(), 'new');
});

t.test('kept: only what is there is opened, whatever is asked for', async (t) => {
  const { place, kept } = await open(t);
  t.equal(await kept.find('pos-AAAAAAAA.js'), null, 'before there is a folder');
  await kept.keep([asset('pos-AAAAAAAA.js', 'x')]);
  await writeFile(join(place, 'secret-AAAAAAAA.js'), 'not an asset');
  await writeFile(join(place, 'assets/notes.js'), 'no hash');
  for (const name of [
    '../secret-AAAAAAAA.js',
    '..%2fsecret-AAAAAAAA.js',
    'notes.js',
    'pos-AAAAAAAA.js.gz',
    '..',
    '',
    'constructor',
  ]) {
    t.equal(await kept.find(name), null, name);
  }
});

t.test('kept: for some days after it was served last, and so much at most', async (t) => {
  const { place, kept, names } = await open(t, { keptMs: 24 * HOUR_MS, bytes: 5_000 });
  const start = Date.parse('2026-11-01T10:00:00Z');
  await kept.keep([asset('a-AAAAAAAA.js', 'a')], start - 2_000 * HOUR_MS);
  const next = asset('b-BBBBBBBB.js', 'b');
  await kept.keep([next], start);
  t.ok(await kept.find('a-AAAAAAAA.js'), 'it was served for months, and until now');
  await kept.keep([next], start + 20 * HOUR_MS);
  t.ok(await kept.find('a-AAAAAAAA.js'));
  await kept.keep([asset('c-CCCCCCCC.js', 'c')], start + 30 * HOUR_MS);
  t.same(await names(), [
    ...['b-BBBBBBBB.js', 'b-BBBBBBBB.js.gz'],
    ...['c-CCCCCCCC.js', 'c-CCCCCCCC.js.gz'],
  ]);
  const large = { ...asset('d-DDDDDDDD.js', 'd'.repeat(4_990)), packed: {} };
  await kept.keep([large], start + 31 * HOUR_MS);
  t.same(await names(), ['d-DDDDDDDD.js'], 'the oldest went first, and the own never go');
  await kept.keep([large], start + 90 * HOUR_MS);
  t.same(await names(), ['d-DDDDDDDD.js']);
  const before = new Date(start);
  await writeFile(join(place, 'assets/.7.part'), 'of a worker that was killed');
  await utimes(join(place, 'assets/.7.part'), before, before);
  await kept.keep([large], start + 91 * HOUR_MS);
  t.same(await names(), ['d-DDDDDDDD.js'], 'and what is in the way goes too');
});

t.test('kept: what a crash has left short is written again; many start at once', async (t) => {
  const { place, kept, names } = await open(t);
  const file = asset('pos-AAAAAAAA.js', 'whole');
  await kept.keep([file]);
  await writeFile(join(place, 'assets/pos-AAAAAAAA.js'), '');
  const starts = Array.from({ length: 8 }, () => new KeptAssets(place, BOUNDS).keep([file]));
  await Promise.all(starts);
  t.equal((await kept.find('pos-AAAAAAAA.js'))?.plain.toString(), 'whole');
  t.same(await names(), ['pos-AAAAAAAA.js', 'pos-AAAAAAAA.js.gz']);
  t.same(
    readPages(place).map(({ path }) => path),
    ['/assets/pos-AAAAAAAA.js'],
  );
});
