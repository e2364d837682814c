import { createHash } from 'node:crypto';
import { mkdir, readFile, realpath, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { World } from '../ports.js';
import { Closed } from '../problem.js';
import type { Change, DeviceStore, Stored } from '../storage.js';
import { printTrouble } from '../trouble.js';
import { claimFolder } from './claim.js';
import { Journal } from './journal.js';

/** A device's store in a folder of its own. One process has it at a time: there is nobody to share it with. */
export class FileStore implements DeviceStore {
  readonly #folder: string;
  readonly #journal: Journal;
  readonly #release: () => Promise<void>;
  #keeping: Promise<void> = Promise.resolve();
  #closed = false;

  private constructor(folder: string, journal: Journal, release: () => Promise<void>) {
    this.#folder = folder;
    this.#journal = journal;
    this.#release = release;
  }

  /**
   * @param world hears of trouble
   * @throws FolderInUse
   */
  static async open(
    path: string,
    { trouble }: Pick<World, 'trouble'> = { trouble: printTrouble },
  ): Promise<FileStore> {
    // What is in it signs people in.
    await mkdir(path, { recursive: true, mode: 0o700 });
    const folder = await realpath(path);
    const release = await claimFolder(folder);
    try {
      const journal = await Journal.open(join(folder, 'records.v1.log'), trouble);
      return new FileStore(folder, journal, release);
    } catch (error) {
      await release();
      throw error;
    }
  }

  async list(prefix: string): Promise<Stored[]> {
    const found = [...this.#journal.records].filter(([key]) => key.startsWith(prefix));
    return found.sort(([a], [b]) => (a < b ? -1 : 1));
  }

  async update(
    keys: readonly string[],
    decide: (values: unknown[]) => readonly Change[],
  ): Promise<void> {
    await this.#journal.write(decide(keys.map((key) => this.#journal.records.get(key))));
  }

  async keep(name: string, picture: unknown): Promise<void> {
    if (this.#closed) throw new Closed(this.#folder);
    // One after the other: two at once would write into the same new file.
    const kept = this.#keeping.then(() => writePicture(this.#pathOf(name), picture));
    this.#keeping = kept.catch(() => undefined);
    await kept;
  }

  async kept(name: string): Promise<unknown> {
    try {
      return JSON.parse(await readFile(this.#pathOf(name), 'utf8'));
    } catch (error) {
      // Never kept, or torn by a power cut: either way there is no picture.
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  onChanged(): () => void {
    return () => {};
  }

  tell(): void {}

  onTold(): () => void {
    return () => {};
  }

  lead(_name: string, begin: () => void): () => void {
    let wanted = true;
    queueMicrotask(() => {
      if (wanted) begin();
    });
    return () => {
      wanted = false;
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    try {
      await this.#keeping;
      await this.#journal.close();
    } finally {
      await this.#release();
    }
  }

  #pathOf(name: string): string {
    // Names are as long as there are stations to listen to; those of files are not.
    const mark = createHash('sha256').update(name).digest('hex').slice(0, 32);
    return join(this.#folder, `picture-${mark}.json`);
  }
}

async function writePicture(path: string, picture: unknown): Promise<void> {
  await writeFile(`${path}.next`, JSON.stringify(picture), { mode: 0o600 });
  await rename(`${path}.next`, path);
}
