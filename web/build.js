// Builds the pages into dist/pages, or into the folder that is named: `npm run build`. Where nothing that
// they are made of has changed since, it does nothing, so that `npm start` may always call it.
import { createHash } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { finish } from './finish.js';

const root = fileURLToPath(new URL('..', import.meta.url));
/** What the pages are made of: all they import, and what decides on the versions of packages. */
const SOURCES = [
  ...['web', 'client', 'src/domain', 'src/pages/headers.ts'],
  ...['tsconfig.json', 'package-lock.json'],
];
/** In the folder that is built, of what it was built. The server serves no file whose name has a dot first. */
const STAMP = '.made-of';

const folder = resolve(process.argv[2] ?? join(root, 'dist/pages'));
const stamp = `${process.env.PAGES} ${hashOf(SOURCES.flatMap((source) => filesOf(join(root, source))))}`;
const stampFile = join(folder, STAMP);
if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) await make();

/** Beside its place first: a worker that starts meanwhile must not find half a build. */
async function make() {
  const { build } = await import('vite');
  const made = `${folder}.made`;
  await build({
    configFile: join(root, 'web/vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: made, emptyOutDir: true },
  });
  const { files, bytes } = await finish(made);
  writeFileSync(join(made, STAMP), stamp);
  rmSync(folder, { recursive: true, force: true });
  renameSync(made, folder);
  console.log(`pages: ${files} files, ${Math.ceil(bytes / 1024)} KB compressed`);
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
