// Makes of what vite has built what kotd serves: names the build in its HTML, adds the service worker that
// keeps it, and packs every file.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const textOf = (place) => readFileSync(new URL(place, import.meta.url), 'utf8');
const SERVICE_WORKER = textOf('./service-worker.js');
/** A kept page has the headers with which it came: others make another build. */
const HEADERS = textOf('../src/pages/headers.ts');
/** Text that gets smaller by it. */
const COMPRESSED = /\.(html|js|css|svg|webmanifest)$/;
/** Below this it is one packet anyway; bytes. */
const COMPRESS_FROM = 600;

/**
 * @param folder of the build, not finished yet
 * @returns how many files it has that are text, and their compressed size in bytes
 */
export async function finish(folder) {
  const build = hashOf(folder);
  for (const name of namesIn(folder).filter((each) => each.endsWith('.html'))) {
    const html = readFileSync(join(folder, name), 'utf8');
    writeFileSync(join(folder, name), html.replace('<html ', `<html data-build="${build}" `));
  }
  // Each page under its path, as the server has it, and every other file under its own.
  const files = namesIn(folder).map((name) => [
    `/${name}`.replace(/(index)?\.html$/, ''),
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('base64'),
  ]);
  const facts = `const BUILD = '${build}';\nconst FILES = ${JSON.stringify(files)};\n`;
  writeFileSync(join(folder, 'service-worker.js'), facts + SERVICE_WORKER);
  const packed = namesIn(folder).filter((name) => COMPRESSED.test(name));
  const sizes = await Promise.all(packed.map((name) => compress(join(folder, name))));
  return { files: packed.length, bytes: sizes.reduce((sum, bytes) => sum + bytes, 0) };
}

/** Writes the two compressed forms beside a file, as far as they are smaller; answers what goes out at most. */
async function compress(file) {
  const plain = readFileSync(file);
  if (plain.length < COMPRESS_FROM) return plain.length;
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(plain, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
      },
    }),
    promisify(gzip)(plain, { level: 9 }),
  ]);
  if (br.length < plain.length) writeFileSync(`${file}.br`, br);
  if (gz.length < plain.length) writeFileSync(`${file}.gz`, gz);
  return Math.min(gz.length, plain.length);
}

/** The name of a build: of all that it consists of, and of what decides how it is kept. */
function hashOf(folder) {
  const hash = createHash('sha256').update(SERVICE_WORKER).update(HEADERS);
  for (const name of namesIn(folder)) {
    hash.update(`\0${name}\0`).update(readFileSync(join(folder, name)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Of all files that are served, in their order. */
function namesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    .map((name) => name.split(sep).join('/'))
    .filter((name) => !/(^|\/)\./.test(name))
    .sort();
}
