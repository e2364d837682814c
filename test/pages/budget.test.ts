import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import t from 'tap';

const FOLDER = new URL('../../pages/', import.meta.url);
/** What a page may weigh on the way, HTML, scripts and styles together: a tablet on a slow line opens it in a second. */
const BUDGET_BYTES = 120 * 1024;

const PAGES = ['index', 'pos', 'kds', 'admin'];

/** What vite says of a chunk. */
interface Chunk {
  file: string;
  imports?: string[];
  dynamicImports?: string[];
  css?: string[];
}

const read = (name: string) => readFileSync(new URL(name, FOLDER));
const manifest = () => JSON.parse(read('.vite/manifest.json').toString()) as Record<string, Chunk>;

/** What a page may ever load, from its HTML on. */
function filesOf(page: string): Set<string> {
  const chunks = manifest();
  const files = new Set([`${page}.html`]);
  const seen = new Set<string>();
  const follow = (key: string) => {
    const chunk = chunks[key];
    if (!chunk || seen.has(key)) return;
    seen.add(key);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    for (const next of [...(chunk.imports ?? []), ...(chunk.dynamicImports ?? [])]) follow(next);
  };
  follow(`${page}.html`);
  return files;
}

t.test('pages: each stays within its budget', async (t) => {
  t.ok(existsSync(FOLDER), 'they were built: node web/build.js');
  for (const page of PAGES) {
    const files = filesOf(page);
    t.ok(files.size >= 3, `${page} has HTML, a script and styles`);
    const bytes = [...files].reduce((sum, file) => sum + gzipSync(read(file)).length, 0);
    t.ok(bytes < BUDGET_BYTES, `${page}: ${Math.ceil(bytes / 1024)} KB of ${BUDGET_BYTES / 1024}`);
    t.comment(`${page}: ${Math.ceil(bytes / 1024)} KB gzipped in ${files.size} files`);
    const html = read(`${page}.html`).toString();
    t.notMatch(html, /<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=/, 'nothing is inline');
    t.notMatch(html, /(src|href)="(https?:)?\/\//, 'nothing comes from elsewhere');
  }
});

t.test('pages: none carries what it never uses', async (t) => {
  const has = (page: string, text: RegExp) =>
    [...filesOf(page)].some((file) => text.test(read(file).toString()));
  const [MSGPACK, OUTBOX] = [/kotd\.v1\.msgpack/, /outbox\/\$\{/];
  for (const page of PAGES) t.notOk(has(page, MSGPACK), `${page} has no MessagePack`);
  for (const page of ['pos', 'kds']) t.ok(has(page, OUTBOX), `${page} has an outbox`);
  for (const page of ['index', 'admin']) t.notOk(has(page, OUTBOX), `${page} has none`);
});
