import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { clearTimeout, setTimeout as setTimer } from 'node:timers';
import { setTimeout } from 'node:timers/promises';
import { KotdError } from '../../domain/errors.js';
import { makeFolder } from '../../folder.js';
import { isRunning, nameOfThis, pidIn } from './process-name.js';

const IDLE = Buffer.from('-');
const OPENING = Buffer.from('o');
const INSIDE = Buffer.from('i');
type State = typeof IDLE;

const BELL = 'bell';
const BELL_BYTES = 8;
/** Between two looks at what others do, in ms. */
const LOOK_MS = 1;
/** Until something that could not be written is tried again, in ms. */
const AGAIN_MS = 100;

export interface Patience {
  /** Longest wait of one who opens, in ms: a commit that takes longer is one of a process that stands still. */
  readonly openerMs: number;
  /** Longest wait of one who commits, in ms. */
  readonly committerMs: number;
}
const PATIENCE: Patience = { openerMs: 30_000, committerMs: 10_000 };

/**
 * Nobody commits to a store, or closes it, while another process opens it.
 *
 * LMDB promises that this needs no care, but as lmdb-js 3.5.6 has it, who opens a store sets the number of its
 * last transaction to what it read a moment before. When another has committed in that moment, the next commit
 * takes that one's place: what was acknowledged is lost, or the tree is broken. (ITS#9496 of OpenLDAP, mended in
 * its LMDB; `test/db/embedded/opening.test.ts` loses commits within seconds without this.) And whoever closes
 * last destroys the locks that one who opens just then would take.
 *
 * Each process has a file in the folder `door`, with one letter for what it does. Who commits writes that it is
 * inside, and then reads the bell; who opens writes that it is opening, rings the bell (writes what was never
 * there), and then reads what the others do. So of two at least one sees the other: who commits steps back, who
 * opens waits. A bell that has not rung since nobody was opening costs a commit one read of 8 bytes. Who was
 * killed counts no longer, whatever its file says.
 */
export class Door {
  readonly #folder: string;
  readonly #patience: Patience;
  readonly #name = nameOfThis();
  readonly #own: number;
  readonly #bell: number;
  readonly #heard = Buffer.alloc(BELL_BYTES);
  /** How the bell was when nobody was opening. */
  readonly #quiet = Buffer.alloc(BELL_BYTES);
  #inside = 0;
  #later: NodeJS.Timeout | undefined;

  /**
   * @param folder of the store; the door is made in it
   * @throws NodeJS.ErrnoException
   */
  static async of(folder: string, patience = PATIENCE): Promise<Door> {
    const door = join(folder, 'door');
    await makeFolder(door);
    return new Door(door, patience);
  }

  private constructor(folder: string, patience: Patience) {
    this.#folder = folder;
    this.#patience = patience;
    this.#own = openSync(join(folder, this.#name), 'w+');
    this.#bell = openSync(join(folder, BELL), constants.O_RDWR | constants.O_CREAT);
    this.#say(IDLE);
  }

  /**
   * Opens the store while nobody is inside; others may open it at the same time.
   * @throws Error in words, when a process stays inside for longer than an opener's patience
   */
  async open<T>(work: () => T): Promise<T> {
    this.#say(OPENING);
    try {
      writeSync(this.#bell, randomBytes(BELL_BYTES), 0, BELL_BYTES, 0);
      for (const until = performance.now() + this.#patience.openerMs; ; await setTimeout(LOOK_MS)) {
        const [inside] = this.#others(INSIDE);
        if (inside === undefined) return work();
        if (performance.now() > until) {
          throw new Error(`process ${pidIn(inside)} does not come to the end of a commit`);
        }
      }
    } finally {
      this.#say(IDLE);
    }
  }

  /**
   * Whether one may commit, or close, now. Who commits asks when it has the lock of the store: who waits for that
   * must not hold up one who opens. After a yes, `leave` says when all is on the disk.
   * @throws NodeJS.ErrnoException when it cannot be told: one is not inside then
   */
  enter(): boolean {
    // Said before it is counted: who counts without having said it would be seen by nobody from then on.
    if (this.#inside === 0) this.#say(INSIDE);
    this.#inside++;
    let quiet = false;
    try {
      quiet = this.#isQuiet();
      return quiet;
    } finally {
      if (!quiet) this.leave();
    }
  }

  leave(): void {
    if (--this.#inside === 0) this.#rest();
  }

  /**
   * Resolves when nobody opens the store any more.
   * @throws KotdError store_unavailable when a process does so for longer than a committer's patience
   */
  async nobodyOpens(): Promise<void> {
    const until = performance.now() + this.#patience.committerMs;
    while (this.#others(OPENING).length > 0) {
      if (performance.now() > until) throw new KotdError('store_unavailable');
      await setTimeout(LOOK_MS);
    }
  }

  /** Nothing else may be called after it. */
  remove(): void {
    clearTimeout(this.#later);
    closeSync(this.#own);
    closeSync(this.#bell);
    this.#forget(this.#name);
  }

  /** Who could not say it says it later: it would hold up whoever opens for ever, and the commit is good. */
  #rest(): void {
    clearTimeout(this.#later);
    try {
      this.#say(IDLE);
    } catch {
      this.#later = setTimer(() => {
        if (this.#inside === 0) this.#rest();
      }, AGAIN_MS).unref();
    }
  }

  #isQuiet(): boolean {
    readSync(this.#bell, this.#heard, 0, BELL_BYTES, 0);
    if (this.#heard.equals(this.#quiet)) return true;
    if (this.#others(OPENING).length > 0) return false;
    this.#heard.copy(this.#quiet);
    return true;
  }

  #say(state: State): void {
    writeSync(this.#own, state, 0, 1, 0);
  }

  /** The other processes that are at it; what killed ones have left is tidied away. */
  #others(state: State): string[] {
    // Where the whole store was removed, nobody is.
    const names = unlessGone(() => readdirSync(this.#folder)) ?? [];
    return names.filter((name) => {
      if (name === BELL || name === this.#name) return false;
      if (isRunning(name)) {
        return unlessGone(() => readFileSync(join(this.#folder, name)))?.equals(state);
      }
      this.#forget(name);
      return false;
    });
  }

  #forget(name: string): void {
    rmSync(join(this.#folder, name), { force: true });
  }
}

/** Null when it was removed meanwhile. */
function unlessGone<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
