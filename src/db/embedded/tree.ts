import { asBinary, open, type RootDatabase, type Transaction } from 'lmdb';
import { KotdError } from '../../domain/errors.js';
import { Door } from './door.js';
import { refuseOtherFiles } from './file.js';
import { Turns } from './turns.js';

/** What stands under a key: JSON, which unlike UTF-8 can say every string. */
export interface Entry {
  key: Buffer;
  text: string;
}

/** From `start` to just before `end`; backwards when reversed, and then `start` is the greater. */
export interface Range {
  start: Buffer;
  end: Buffer;
  limit: number;
  reverse?: boolean;
  exclusiveStart?: boolean;
}

/** What a rule of the store may do inside a transaction, or with what it sees outside of one. */
export interface Reads {
  get(key: Buffer): string | undefined;
  range(range: Range): Entry[];
}

/** What was committed at one moment, for as long as it is held. */
export interface Snapshot extends Reads {
  release(): void;
}

/** Where a text becomes the bytes that LMDB takes: a buffer for each would be a tenth of what an order allocates. */
const desk = Buffer.allocUnsafeSlow(256 * 1024);
/** UTF-8 takes 3 bytes at most for a UTF-16 unit. */
const LONGEST_ON_DESK = desk.length / 3;

/** Address space kept for the data, in bytes; only what is written takes memory and disk. */
const MAP_SIZE = 64 * 2 ** 30;

/**
 * LMDB, as kotd uses it: one ordered map of keys to JSON texts, in a folder that all workers of a
 * box open.
 *
 * `overlappingSync` stays off: with it, others see a commit before it is on the disk, and a power
 * cut could take back an event that a screen has shown. Off, nobody sees what is not durable, and
 * the promise of a transaction means both.
 */
export class Tree implements Reads {
  readonly #root: RootDatabase<string, Buffer>;
  readonly #door: Door;
  readonly #turns: Turns;
  readonly #pending = new Set<Promise<unknown>>();
  readonly #snapshots = new Set<HeldSnapshot>();
  #closed = false;

  /**
   * @param folder is there
   * @param mapSizeBytes should exceed what the data will ever take; beyond it the map is made anew
   * @param hasty nothing waits for the disk: only for data that count for nothing before all are there
   */
  static async open(folder: string, mapSizeBytes: number = MAP_SIZE, hasty = false): Promise<Tree> {
    refuseOtherFiles(folder);
    const door = await Door.of(folder);
    try {
      return await door.open(() => new Tree(door, folder, mapSizeBytes, hasty));
    } catch (error) {
      door.remove();
      throw error;
    }
  }

  private constructor(door: Door, folder: string, mapSize: number, hasty: boolean) {
    this.#door = door;
    const openRoot = () =>
      open<string, Buffer>({
        path: folder,
        // Not by the dot of an extension: `data.old` is a folder too.
        noSubdir: false,
        encoding: 'string',
        keyEncoding: 'binary',
        mapSize,
        maxReaders: 1000,
        overlappingSync: false,
        noSync: hasty,
        // On, a failed commit also rejects a promise that nobody can reach, which ends the process.
        eventTurnBatching: false,
      });
    this.#root = openRoot();
    this.#turns = new Turns(this.#root, [openRoot(), openRoot()]);
  }

  get(key: Buffer): string | undefined {
    return this.#root.get(key);
  }

  range(range: Range): Entry[] {
    const entries: Entry[] = [];
    for (const { key, value } of this.#root.getRange(range)) entries.push({ key, text: value });
    return entries;
  }

  /**
   * What is committed now, by whichever process. lmdb-js keeps one snapshot until the event loop
   * comes round, which may be older than the news that made somebody ask.
   */
  latest(): Reads {
    this.#refuseIfClosed();
    this.#root.resetReadTxn();
    return this;
  }

  /**
   * What is committed now, whatever is committed later. While it is held, pages that commits free are not
   * used again: the file grows by what they write.
   */
  snapshot(): Snapshot {
    this.#refuseIfClosed();
    this.#root.resetReadTxn();
    const snapshot: HeldSnapshot = new HeldSnapshot(this.#root, () =>
      this.#snapshots.delete(snapshot),
    );
    this.#snapshots.add(snapshot);
    return snapshot;
  }

  /** Only inside the work of a transaction, and not before all that can be refused was refused. */
  put(key: Buffer, text: string): void {
    this.#root.put(key, text.length > LONGEST_ON_DESK ? text : onDesk(text));
  }

  /** Like `put`. */
  remove(key: Buffer): void {
    this.#root.remove(key);
  }

  /**
   * Does the work alone in the world, with what others have waiting in the same commit; resolves
   * when it is on the disk. A throw does not take back what the work wrote before: it must write
   * last. (Should LMDB itself fail to write, it fails the whole commit.)
   * @throws KotdError store_unavailable when the disk did not take the commit; nothing changed then
   */
  async transaction<T>(work: () => T): Promise<T> {
    this.#refuseIfClosed();
    const done = this.#take(work);
    this.#pending.add(done);
    try {
      return await done;
    } catch (error) {
      throw await failure(error);
    } finally {
      this.#pending.delete(done);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    // A read of one after this is refused: in a closed map it would end the process.
    for (const snapshot of this.#snapshots) snapshot.release();
    await Promise.allSettled(this.#pending);
    while (!this.#door.enter()) await this.#door.nobodyOpens();
    await this.#turns.close();
    this.#door.remove();
  }

  /** Where somebody is about to open the store when the turn comes, it is taken for nothing, and again. */
  async #take<T>(work: () => T): Promise<T> {
    for (;;) {
      let inside = false;
      try {
        const result = await this.#turns.take(() => {
          inside = this.#door.enter();
          return inside ? work() : undefined;
        });
        if (inside) return result as T;
      } finally {
        if (inside) this.#door.leave();
      }
      await this.#door.nobodyOpens();
    }
  }

  #refuseIfClosed(): void {
    if (this.#closed) throw closed();
  }
}

class HeldSnapshot implements Snapshot {
  readonly #root: RootDatabase<string, Buffer>;
  readonly #released: () => void;
  #transaction: Transaction | null;

  constructor(root: RootDatabase<string, Buffer>, released: () => void) {
    this.#root = root;
    this.#released = released;
    this.#transaction = root.useReadTransaction();
  }

  get(key: Buffer): string | undefined {
    return this.#root.get(key, { transaction: this.#held() });
  }

  range(range: Range): Entry[] {
    const entries: Entry[] = [];
    const found = this.#root.getRange({ ...range, transaction: this.#held() });
    for (const { key, value } of found) entries.push({ key, text: value });
    return entries;
  }

  release(): void {
    this.#transaction?.done();
    this.#transaction = null;
    this.#released();
  }

  #held(): Transaction {
    if (!this.#transaction) throw closed();
    return this.#transaction;
  }
}

/**
 * Good until the next one: inside a transaction LMDB has copied a value when `put` returns. The types of lmdb do
 * not know that a database of strings takes it too.
 */
function onDesk(text: string): string {
  return asBinary(desk.subarray(0, desk.write(text))) as unknown as string;
}

function closed(): KotdError {
  return new KotdError('store_unavailable', { detail: 'The store is closed' });
}

/**
 * lmdb-js rejects with an error that holds a promise of the cause, the door with one of the system; all others
 * come from the work.
 */
async function failure(error: unknown): Promise<unknown> {
  if (!(error instanceof Error) || !('commitError' in error || 'syscall' in error)) return error;
  const told = 'commitError' in error ? error.commitError : error;
  const cause = await Promise.resolve(told).catch((reason: unknown) => reason);
  return Object.assign(new KotdError('store_unavailable'), { cause });
}
