import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { formsOnDisk, type PageFile, readPage } from './files.js';

/** How long after the last start of its build a file is kept; ms. */
const KEPT_MS = 7 * 24 * 3600 * 1000;
/** All of them together; the oldest go first. A build has about 2 MB, its packed forms included. */
const MOST_BYTES = 64 * 1024 * 1024;
const ASSETS = 'assets';

/** What bounds the folder; tests have smaller ones. */
export interface Bounds {
  keptMs: number;
  bytes: number;
}

/**
 * The hashed files of every build that this box served lately, in a folder of the box. A page that is open
 * may still ask for a part of its own build when only the next one is served; and while workers are replaced
 * one by one, HTML of the new build may meet a worker of the old one. Both find here what they ask for, and
 * since a hashed name never means other bytes, none of it can be wrong.
 */
export class KeptAssets {
  readonly #folder: string;
  readonly #bounds: Bounds;
  #look: Promise<ReadonlySet<string>> | null = null;

  /** @param folder of this box alone; made if the one that it lies in is there */
  constructor(folder: string, bounds: Bounds = { keptMs: KEPT_MS, bytes: MOST_BYTES }) {
    this.#folder = folder;
    this.#bounds = bounds;
  }

  /**
   * Keeps the hashed files of the build that is served from now on, and drops what is too old or too much.
   * Workers that start at the same time may all do so. @throws NodeJS.ErrnoException
   */
  async keep(files: readonly PageFile[], now = Date.now()): Promise<void> {
    await mkdir(join(this.#folder, ASSETS), { recursive: true });
    const own = new Set<string>();
    for (const file of files) {
      if (!file.immutable) continue;
      for (const [name, bytes] of formsOnDisk(file)) {
        own.add(name);
        await this.#store(name, bytes, new Date(now));
      }
    }
    await this.#sweep(own, now);
  }

  /** @param name as the request has it: it is looked up among those that are here, and never opened unseen */
  async find(name: string): Promise<PageFile | null> {
    const there = await this.#names();
    return there.has(name) ? await readPage(this.#folder, `${ASSETS}/${name}`, there) : null;
  }

  /** Many that ask at once share one look. */
  #names(): Promise<ReadonlySet<string>> {
    this.#look ??= readdir(join(this.#folder, ASSETS))
      .catch((error: NodeJS.ErrnoException) => gone(error) ?? [])
      .then((names) => new Set(names))
      .finally(() => {
        this.#look = null;
      });
    return this.#look;
  }

  /** Under another name first: a worker that reads meanwhile must not find half of it. */
  async #store(name: string, bytes: Buffer, at: Date): Promise<void> {
    const place = join(this.#folder, name);
    if ((await sizeOf(place)) !== bytes.length) {
      const part = join(dirname(place), `.${randomUUID()}.part`);
      await writeFile(part, bytes);
      await rename(part, place);
    }
    await utimes(place, at, at);
  }

  async #sweep(own: ReadonlySet<string>, now: number): Promise<void> {
    const folder = join(this.#folder, ASSETS);
    const others: { place: string; at: number; bytes: number }[] = [];
    let bytes = 0;
    for (const name of await readdir(folder)) {
      const place = join(folder, name);
      const found = await stat(place).catch(gone);
      if (!found) continue;
      bytes += found.size;
      if (!own.has(`${ASSETS}/${name}`))
        others.push({ place, at: found.mtimeMs, bytes: found.size });
    }
    for (const other of others.sort((a, b) => a.at - b.at)) {
      if (now - other.at <= this.#bounds.keptMs && bytes <= this.#bounds.bytes) return;
      bytes -= other.bytes;
      await rm(other.place, { force: true });
    }
  }
}

async function sizeOf(place: string): Promise<number | null> {
  return (await stat(place).catch(gone))?.size ?? null;
}

/** Another worker, which starts at the same time, may have removed it; or there never was any. */
function gone(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
