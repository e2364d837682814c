import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

function read(folder: string, name: string, type: string): PageFile {
  const plain = readFileSync(join(folder, name));
  const packed: PageFile['packed'] = {};
  for (const coding of CODINGS) {
    const file = join(folder, name + SUFFIX[coding]);
    if (existsSync(file)) packed[coding] = readFileSync(file);
  }
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
