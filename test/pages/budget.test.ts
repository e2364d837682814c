import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import t from 'tap';

const FOLDER = new URL('../../pages/', import.meta.url);
/** What a page may weigh on the way, HTML, scripts and styles together: a tablet on a slow line opens it in a second. */
const BUDGET_BYTES = 120 * 1024;

/** What vite says of a chunk. */
interface Chunk {
  file: string;
  imports?: string[];
  dynamicImports?: string[];
  css?: string[];
}

const read = (name: string) => readFileSync(new URL(name, FOLDER));

t.test('pages: each stays within its budget', async (t) => {
  t.ok(existsSync(FOLDER), 'they were built: node web/build.js');
  const chunks = JSON.parse(read('.vite/manifest.json').toString()) as Record<string, Chunk>;
  for (const page of ['index', 'pos', 'kds', 'admin']) {
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
    t.ok(files.size >= 3, `${page} has HTML, a script and styles`);
    const bytes = [...files].reduce((sum, file) => sum + gzipSync(read(file)).length, 0);
    t.ok(bytes < BUDGET_BYTES, `${page}: ${Math.ceil(bytes / 1024)} KB of ${BUDGET_BYTES / 1024}`);
    t.comment(`${page}: ${Math.ceil(bytes / 1024)} KB gzipped in ${files.size} files`);
    const html = read(`${page}.html`).toString();
    t.notMatch(html, /<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=/, 'nothing is inline');
    t.notMatch(html, /(src|href)="(https?:)?\/\//, 'nothing comes from elsewhere');
  }
});
