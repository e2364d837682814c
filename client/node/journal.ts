import { createHash } from 'node:crypto';
import { type FileHandle, copyFile, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { World } from '../ports.js';
import { Closed } from '../problem.js';
import type { Change } from '../storage.js';

/** The file is written anew when it has this many lines more than twice its records. */
const SLACK = 1_000;
const SUM_DIGITS = 8;

interface Writing {
  changes: readonly Change[];
  line: string;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Records in an append-only file: a line for each change, with its checksum before it. A change counts when its
 * line is on the disk (fdatasync). Changes that come at once share a write.
 *
 * A line that was torn by a crash is the last one, and nobody was told that it is there: it is dropped. A
 * damaged line elsewhere is a fault of the disk: the rest is read, the file kept aside as it was, and trouble
 * told.
 */
export class Journal {
  readonly #path: string;
  readonly #trouble: World['trouble'];
  /** As the next change will find them, and as they are on the disk. */
  #records: Map<string, unknown>;
  #written: Map<string, unknown>;
  #file: FileHandle | null = null;
  #lines = 0;
  /** So many lines are worth a new file. */
  #most = 0;
  /** Where the damaged file is still to be kept: before that nothing may take its place. */
  #aside: string | null = null;
  #closed = false;
  #waiting: Writing[] = [];
  #writer: Promise<void> | null = null;

  private constructor(path: string, records: Map<string, unknown>, trouble: World['trouble']) {
    this.#path = path;
    this.#trouble = trouble;
    this.#records = records;
    this.#written = new Map(records);
  }

  /** What can be read is there, also where nothing can be written: on a full disk it may still be sent. */
  static async open(path: string, trouble: World['trouble']): Promise<Journal> {
    const { records, damaged } = readLines(await readIfThere(path));
    const journal = new Journal(path, records, trouble);
    if (damaged) journal.#tellDamage();
    try {
      // A torn end must be gone before anything is written behind it.
      await journal.#rewrite();
    } catch (error) {
      trouble(error, `write ${path} anew`);
    }
    return journal;
  }

  get records(): ReadonlyMap<string, unknown> {
    return this.#records;
  }

  /**
   * Resolves when the changes are on the disk; when they cannot be written they did not happen.
   * @throws Closed
   */
  async write(changes: readonly Change[]): Promise<void> {
    // The folder may be another program's by now, and so may the file.
    if (this.#closed) throw new Closed(this.#path);
    const line = lineOf(changes);
    apply(this.#records, changes);
    await new Promise<void>((resolve, reject) => {
      this.#waiting.push({ changes, line, resolve, reject });
      this.#writer ??= this.#writeAll().finally(() => {
        this.#writer = null;
      });
    });
  }

  /** What was to be written is; nothing is after that. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#writer;
    await this.#file?.close();
    this.#file = null;
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      try {
        await this.#append(group);
      } catch (error) {
        this.#undo(error, group);
        continue;
      }
      // They are on the disk, whatever becomes of the new file.
      for (const { resolve } of group) resolve();
      if (this.#lines > this.#most) await this.#compact();
    }
  }

  async #append(group: readonly Writing[]): Promise<void> {
    // After a failed write half a line may stand at the end.
    if (!this.#file) await this.#rewrite();
    const file = this.#file;
    if (!file) throw new Error(`${this.#path} is closed`);
    try {
      await file.appendFile(group.map(({ line }) => line).join(''));
      await file.datasync();
    } catch (error) {
      this.#file = null;
      await file.close();
      throw error;
    }
    for (const { changes } of group) apply(this.#written, changes);
    this.#lines += group.length;
  }

  async #compact(): Promise<void> {
    try {
      await this.#rewrite();
    } catch (error) {
      this.#most = this.#lines + SLACK;
      this.#trouble(error, `write ${this.#path} anew`);
    }
  }

  #tellDamage(): void {
    this.#aside = `${this.#path}.damaged-${Date.now()}`;
    const what = `${this.#path} has lines that cannot be read, and what they said is lost here`;
    this.#trouble(
      new Error(`${what}: the file as it was is kept as ${this.#aside}`),
      'read the store',
    );
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
    if (this.#aside !== null) await copyFile(this.#path, this.#aside);
    this.#aside = null;
    const next = `${this.#path}.next`;
    const file = await open(next, 'w', 0o600);
    const lines = [...this.#written].map((change) => lineOf([change]));
    try {
      await file.appendFile(lines.join(''));
      await file.sync();
      await rename(next, this.#path);
    } catch (error) {
      await file.close();
      // On a full disk half a file is in the way of everything else.
      await rm(next, { force: true });
      throw error;
    }
    const old = this.#file;
    // What is written to the old one from here on, nobody would find.
    this.#file = null;
    await old?.close();
    try {
      await syncFolder(dirname(this.#path));
    } catch (error) {
      await file.close();
      throw error;
    }
    this.#file = file;
    this.#lines = lines.length;
    this.#most = 2 * lines.length + SLACK;
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
