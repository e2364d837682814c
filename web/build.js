// Builds the pages into dist/pages, or into the folder that is named: `npm run build`. Where nothing that
// they are made of has changed since, it does nothing, so that `npm start` may always call it.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
/** What the pages are made of: all they import, and what decides on the versions of packages. */
const SOURCES = ['web', 'client', 'src/domain', 'tsconfig.json', 'package-lock.json'];
/** Text that gets smaller by it. */
const COMPRESSED = /\.(html|js|css|svg|webmanifest)$/;
/** Below this it is one packet anyway; bytes. */
const COMPRESS_FROM = 600;
/** In the folder that is built, of what it was built. The server serves no file whose name has a dot first. */
const STAMP = '.made-of';

const folder = resolve(process.argv[2] ?? join(root, 'dist/pages'));
const stamp = `${process.env.PAGES} ${hashOf(SOURCES.flatMap((source) => filesOf(join(root, source))))}`;
const stampFile = join(folder, STAMP);
if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) await make();

async function make() {
  const { build } = await import('vite');
  await build({
    configFile: join(root, 'web/vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: folder, emptyOutDir: true },
  });
  addServiceWorker();
  const files = filesOf(folder).filter((file) => COMPRESSED.test(file));
  const compressed = await Promise.all(files.map(compress));
  writeFileSync(stampFile, stamp);
  const total = compressed.reduce((sum, bytes) => sum + bytes, 0);
  console.log(`pages: ${files.length} files, ${Math.ceil(total / 1024)} KB compressed`);
}

/** Each page under its path, as the server has it, and every other file under its own. */
function addServiceWorker() {
  const paths = filesOf(folder)
    .map((file) => `/${relative(folder, file)}`)
    .filter((path) => !path.startsWith('/.'))
    .map((path) => path.replace(/(index)?\.html$/, ''));
  const version = hashOf(filesOf(folder));
  const text = readFileSync(join(root, 'web/service-worker.js'), 'utf8');
  const facts = `const VERSION = ${JSON.stringify(version)};\nconst FILES = ${JSON.stringify(paths)};\n`;
  writeFileSync(join(folder, 'service-worker.js'), facts + text);
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

/** Of names and contents, whatever the order and the times of the files. */
function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of [...files].sort()) {
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

/** All files below, a file itself, nothing where there is nothing. */
function filesOf(place) {
  if (!existsSync(place)) return [];
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}
