import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Fields } from '../archive/fields.js';
import { DamagedArchive } from '../archive/damaged.js';
import { PARTIAL, syncPath } from '../archive/file.js';
import { manifestOf } from './names.js';

/**
 * What differentials have to know of their base without unpacking it, in a file beside it. It holds nothing
 * that the base does not, and a restore does not need it: without it the next backup makes a new base.
 */
export interface Manifest {
  /** The base's file. */
  name: string;
  bytes: number;
  /** Of the file as it lies there. */
  fileSha256: string;
  /** Of its trailer. */
  sha256: string;
  organizations: readonly KnownOrganization[];
}

export interface KnownOrganization {
  id: string;
  /** RFC 3339; its dump began then. */
  at: string;
  /** Epoch of its own stream: another one means that it was loaded anew. */
  epoch: string;
  heads: readonly (readonly [outletId: string | null, seq: number])[];
}

/** @param known but for what the file itself says */
export async function writeManifest(
  folder: string,
  known: Pick<Manifest, 'name' | 'sha256' | 'organizations'>,
): Promise<void> {
  const manifest: Manifest = { ...known, ...(await fileIn(folder, known.name)) };
  const path = join(folder, manifestOf(known.name));
  const partial = `${path}.${process.pid}${PARTIAL}`;
  const file = await open(partial, 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(manifest)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(partial, path);
  await syncPath(folder);
}

/** Null when there is none, or when the base is not, to the byte, as it was when it was verified. */
export async function readManifest(folder: string, base: string): Promise<Manifest | null> {
  try {
    const text = await readFile(join(folder, manifestOf(base)), 'utf8');
    const manifest = manifestIn(new Fields(JSON.parse(text)));
    const file = await fileIn(folder, base);
    const same = file.bytes === manifest.bytes && file.fileSha256 === manifest.fileSha256;
    return same && manifest.name === base ? manifest : null;
  } catch (error) {
    const missing = error instanceof Error && Reflect.get(error, 'code') === 'ENOENT';
    if (missing || error instanceof SyntaxError || error instanceof DamagedArchive) return null;
    throw error;
  }
}

async function fileIn(folder: string, name: string) {
  const path = join(folder, name);
  const { size } = await stat(path);
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
  return { bytes: size, fileSha256: hash.digest('hex') };
}

function manifestIn(fields: Fields): Manifest {
  return {
    name: fields.text('name'),
    bytes: fields.count('bytes'),
    fileSha256: fields.text('fileSha256'),
    sha256: fields.text('sha256'),
    organizations: fields.list('organizations').map((one) => organizationIn(new Fields(one))),
  };
}

function organizationIn(fields: Fields): KnownOrganization {
  const heads = fields.list('heads').map((pair) => {
    const head = new Fields(pair);
    return [head.textOrNull('0'), head.count('1')] as const;
  });
  return { id: fields.text('id'), at: fields.text('at'), epoch: fields.text('epoch'), heads };
}
