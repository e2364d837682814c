import { createHash } from 'node:crypto';
import { type FileHandle, copyFile, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Change } from '../storage.js';

/** The file is written anew when it has this many lines more than twice its records. */
const SLACK = 1_000;
const SUM_DIGITS = 8;

interface Writing {
  changes: readonly Change[];
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Records in an append-only file: a line for each change, with its checksum before it. A change counts when its
 * line is on the disk (fdatasync). Changes that come at once share a write.
 *
 * A line that was torn by a crash is the last one, and nobody was told that it is there: it is dropped. A
 * damaged line elsewhere is a fault of the disk: the rest is read, and the file kept aside as it was.
 */
export class Journal {
  readonly #path: string;
  /** As the next change will find them, and as they are on the disk. */
  #records: Map<string, unknown>;
  #written: Map<string, unknown>;
  #file: FileHandle | null = null;
  #lines = 0;
  #waiting: Writing[] = [];
  #writer: Promise<void> | null = null;

  private constructor(path: string, records: Map<string, unknown>) {
    this.#path = path;
    this.#records = records;
    this.#written = new Map(records);
  }

  static async open(path: string): Promise<Journal> {
    const { records, damaged } = readLines(await readIfThere(path));
    if (damaged) await copyFile(path, `${path}.damaged-${Date.now()}`);
    const journal = new Journal(path, records);
    // A torn end must be gone before anything is written behind it.
    await journal.#rewrite();
    return journal;
  }

  get records(): ReadonlyMap<string, unknown> {
    return this.#records;
  }

  /** Resolves when the changes are on the disk; when they cannot be written they did not happen. */
  write(changes: readonly Change[]): Promise<void> {
    apply(this.#records, changes);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ changes, resolve, reject });
      this.#writer ??= this.#writeAll().finally(() => {
        this.#writer = null;
      });
    });
  }

  async close(): Promise<void> {
    await this.#writer;
    await this.#file?.close();
    this.#file = null;
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      try {
        await this.#append(group.map(({ changes }) => changes));
        for (const { resolve } of group) resolve();
      } catch (error) {
        this.#undo(error, group);
      }
    }
  }

  async #append(group: readonly (readonly Change[])[]): Promise<void> {
    // After a failed write half a line may stand at the end.
    if (!this.#file) await this.#rewrite();
    const file = this.#file;
    if (!file) throw new Error(`${this.#path} is closed`);
    try {
      await file.appendFile(group.map(lineOf).join(''));
      await file.datasync();
    } catch (error) {
      this.#file = null;
      await file.close();
      throw error;
    }
    for (const changes of group) apply(this.#written, changes);
    this.#lines += group.length;
    if (this.#lines > 2 * this.#written.size + SLACK) await this.#rewrite();
  }

  /** What waits was decided on records that are not there: none of it happened. */
  #undo(error: unknown, group: readonly Writing[]): void {
    this.#records = new Map(this.#written);
    const others = this.#waiting;
    this.#waiting = [];
    for (const { reject } of [...group, ...others]) reject(error);
  }

  /** Puts a new file with nothing but the records in the place of the old one, at once or not at all. */
  async #rewrite(): Promise<void> {
    const next = `${this.#path}.next`;
    const file = await open(next, 'w', 0o600);
    try {
      const lines = [...this.#written].map((change) => lineOf([change]));
      await file.appendFile(lines.join(''));
      await file.sync();
      await rename(next, this.#path);
      await syncFolder(dirname(this.#path));
      this.#lines = lines.length;
    } catch (error) {
      await file.close();
      throw error;
    }
    const old = this.#file;
    this.#file = file;
    await old?.close();
  }
}

function apply(records: Map<string, unknown>, changes: readonly Change[]): void {
  for (const [key, value] of changes) {
    if (value === undefined) records.delete(key);
    else records.set(key, value);
  }
}

function lineOf(changes: readonly Change[]): string {
  const text = JSON.stringify(changes.map(([key, value]) => [key, value ?? null]));
  return `${sumOf(text)} ${text}\n`;
}

function readLines(text: string): { records: Map<string, unknown>; damaged: boolean } {
  const records = new Map<string, unknown>();
  const lines = text.split('\n');
  let damaged = false;
  lines.forEach((line, at) => {
    const changes = changesIn(line);
    if (changes) apply(records, changes);
    // Behind the last line break there is nothing, or what a crash tore.
    else if (at < lines.length - 1) damaged = true;
  });
  return { records, damaged };
}

function changesIn(line: string): Change[] | null {
  const text = line.slice(SUM_DIGITS + 1);
  if (line.slice(0, SUM_DIGITS) !== sumOf(text)) return null;
  const changes = JSON.parse(text) as [string, unknown][];
  return changes.map(([key, value]) => [key, value ?? undefined]);
}

function sumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, SUM_DIGITS);
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** A new name is on the disk only when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
