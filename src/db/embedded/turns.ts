import { setTimeout } from 'node:timers/promises';
import type { RootDatabase } from 'lmdb';

type Root = RootDatabase<string, Buffer>;

/** Between two looks at whether turns come, in ms. */
const LOOK_MS = 1_000;
/** How long one of the two holds the lock for the other to come to it, in ms. */
const HELD_MS = 50;

/**
 * Who commits waits for its turn, which is LMDB's write lock, and its turn comes, whoever is killed.
 *
 * The lock is a robust mutex: who lets go of it wakes one of those that wait, if a bit in it says that there are
 * some, and who is woken sets the bit again, since there may be more. When that one is killed before it runs and
 * another has taken the lock meanwhile, the bit is gone, the kernel wakes nobody (it does so only when the lock is
 * free: `handle_futex_death` in Linux's kernel/futex/core.c), and those who sleep are forgotten, until another has
 * to wait and sets the bit: who waits longest is woken first. With few processes that may be never:
 * `test/db/embedded/turns.test.ts`. So when no turn comes, two of this process meet at the lock: one holds it, and
 * the other has to wait.
 */
export class Turns {
  readonly #root: Root;
  readonly #two: readonly [holder: Root, other: Root];
  readonly #looks: NodeJS.Timeout;
  #waiting = 0;
  #came = 0;
  /** How many had come at the last look; null when nobody waited. */
  #cameBefore: number | null = null;
  #meeting: Promise<unknown> | null = null;

  /** @param two other openings of the same store in this process, made before the first commit: opening takes the lock too */
  constructor(root: Root, two: readonly [Root, Root]) {
    this.#root = root;
    this.#two = two;
    this.#looks = setInterval(() => this.#look(), LOOK_MS).unref();
  }

  /** Does the work when its turn has come; resolves when it is on the disk. */
  async take<T>(work: () => T): Promise<T> {
    let waits = true;
    const comes = () => {
      if (waits) this.#waiting--;
      waits = false;
    };
    this.#waiting++;
    try {
      return await this.#root.transaction(() => {
        comes();
        this.#came++;
        return work();
      });
    } finally {
      comes();
    }
  }

  /** Nothing may wait any more. */
  async close(): Promise<void> {
    clearInterval(this.#looks);
    await this.#meeting;
    for (const root of [...this.#two, this.#root]) await root.close();
  }

  #look(): void {
    const stands = this.#waiting > 0 && this.#came === this.#cameBefore;
    this.#cameBefore = this.#waiting > 0 ? this.#came : null;
    if (!stands || this.#meeting) return;
    // What fails here fails for those who wait too, and they say so.
    this.#meeting = Promise.allSettled([this.#meet()]).then(() => {
      this.#meeting = null;
    });
  }

  async #meet(): Promise<void> {
    const [holder, other] = this.#two;
    const met = await holder.transaction(async () => {
      const waits = other.transaction(() => {});
      await setTimeout(HELD_MS);
      return { waits };
    });
    await met.waits;
  }
}
