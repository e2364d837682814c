import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formsOnDisk, type PageFile, readPage } from './files.js';

/** How long a file is kept after its build was served last; ms. */
const KEPT_MS = 7 * 24 * 3600 * 1000;
/** All of them together; the oldest go first. A build has about 2 MB, its packed forms included. */
const MOST_BYTES = 64 * 1024 * 1024;
const ASSETS = 'assets';
/** The names of the build that was served last, one a line: until the next start of a worker it is in use. */
const LAST = 'last-served';

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
    await mkdir(this.#place(ASSETS), { recursive: true });
    const forms = new Map(files.filter(({ immutable }) => immutable).flatMap(formsOnDisk));
    for (const [name, bytes] of forms) await this.#write(name, bytes);
    const used = [...(await this.#lastServed()), ...forms.keys()];
    for (const name of used) await utimes(this.#place(name), now / 1000, now / 1000).catch(gone);
    await this.#write(LAST, Buffer.from([...forms.keys()].join('\n')), false);
    await this.#sweep(new Set(forms.keys()), now);
  }

  /** @param name as the request has it: it is looked up among those that are here, and never opened unseen */
  async find(name: string): Promise<PageFile | null> {
    const there = await this.#names();
    return there.has(name) ? await readPage(this.#folder, `${ASSETS}/${name}`, there) : null;
  }

  /** Many that ask at once share one look. */
  #names(): Promise<ReadonlySet<string>> {
    this.#look ??= readdir(this.#place(ASSETS))
      .catch((error: NodeJS.ErrnoException) => gone(error) ?? [])
      .then((names) => new Set(names))
      .finally(() => {
        this.#look = null;
      });
    return this.#look;
  }

  #place(name: string): string {
    return join(this.#folder, name);
  }

  async #lastServed(): Promise<string[]> {
    const text = await readFile(this.#place(LAST), 'utf8').catch(gone);
    return (text ?? '').split('\n').filter((name) => name !== '');
  }

  /**
   * Under another name first: a worker that reads meanwhile must not find half of it.
   * @param hashed its name says what is in it, so that what is there already is right if it is whole
   */
  async #write(name: string, bytes: Buffer, hashed = true): Promise<void> {
    const place = this.#place(name);
    if (hashed && (await sizeOf(place)) === bytes.length) return;
    const part = this.#place(`${ASSETS}/.${randomUUID()}.part`);
    await writeFile(part, bytes);
    await rename(part, place);
  }

  async #sweep(own: ReadonlySet<string>, now: number): Promise<void> {
    const folder = this.#place(ASSETS);
    const others: { place: string; at: number; bytes: number }[] = [];
    let bytes = 0;
    for (const name of await readdir(folder)) {
      const place = join(folder, name);
      const found = await stat(place).catch(gone);
      if (!found) continue;
      bytes += found.size;
      if (own.has(`${ASSETS}/${name}`)) continue;
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
