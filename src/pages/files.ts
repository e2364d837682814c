import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

/** How bytes may be packed for the way, best first. */
export const CODINGS = ['br', 'gzip'] as const;
export type Coding = (typeof CODINGS)[number];

const SUFFIX: Record<Coding, string> = { br: '.br', gzip: '.gz' };
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
};
/** Vite writes what is in here under the hash of its content: such a name never means other bytes. */
const HASHED = /^assets\/.+-[\w-]{8}\.\w+$/;

/** A file of the built pages, as it goes out. */
export interface PageFile {
  /** Where it is asked for: `/pos`, `/assets/pos-Bx3kQ9aZ.js`. */
  path: string;
  type: string;
  plain: Buffer;
  /** The packed forms that are smaller. */
  packed: Partial<Record<Coding, Buffer>>;
  /** Of its content, without quotes: the forms have an ETag each (RFC 9110, 8.8.3.3). */
  hash: string;
  /** A page that people open by its name; the start page has none. */
  page: boolean;
  /** The bytes under this path never change. */
  immutable: boolean;
}

/**
 * Reads the built pages, all of them, once. Only what was found here can be asked for later: no path of a
 * request ever becomes the name of a file.
 * @returns nothing where no pages were built
 */
export function readPages(folder: string): PageFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .map((file) => relative(folder, file).split(sep).join('/'))
    .sort()
    .filter((name) => !/(^|\/)\./.test(name))
    .flatMap((name) => {
      const type = TYPES[extname(name)];
      return type === undefined ? [] : [read(folder, name, type)];
    });
}

/**
 * Reads one hashed file while requests are answered.
 * @param name in the folder, such as `assets/pos-Bx3kQ9aZ.js`
 * @param siblings the names that lie beside it, for its packed forms
 * @returns null: no such kind of file is served, or it was just removed
 */
export async function readPage(
  folder: string,
  name: string,
  siblings: ReadonlySet<string>,
): Promise<PageFile | null> {
  const type = TYPES[extname(name)];
  if (type === undefined || !HASHED.test(name)) return null;
  const packed: PageFile['packed'] = {};
  try {
    const plain = await readFile(join(folder, name));
    for (const coding of CODINGS) {
      const form = name + SUFFIX[coding];
      if (siblings.has(form.slice(form.lastIndexOf('/') + 1))) {
        packed[coding] = await readFile(join(folder, form));
      }
    }
    return fileOf(name, type, plain, packed);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** The forms of a file under the names that they have in a folder of pages. */
export function formsOnDisk({ path, plain, packed }: PageFile): [name: string, bytes: Buffer][] {
  const name = path.slice(1);
  const forms: [string, Buffer][] = [[name, plain]];
  for (const coding of CODINGS) {
    const bytes = packed[coding];
    if (bytes) forms.push([name + SUFFIX[coding], bytes]);
  }
  return forms;
}

function read(folder: string, name: string, type: string): PageFile {
  const packed: PageFile['packed'] = {};
  for (const coding of CODINGS) {
    const file = join(folder, name + SUFFIX[coding]);
    if (existsSync(file)) packed[coding] = readFileSync(file);
  }
  return fileOf(name, type, readFileSync(join(folder, name)), packed);
}

function fileOf(name: string, type: string, plain: Buffer, packed: PageFile['packed']): PageFile {
  return {
    path: `/${name.replace(/^index\.html$/, '').replace(/\.html$/, '')}`,
    type,
    plain,
    packed,
    hash: createHash('sha256').update(plain).digest('base64url').slice(0, 27),
    page: name.endsWith('.html') && name !== 'index.html',
    immutable: HASHED.test(name),
  };
}
