import type { Contest } from './row.js';

/** What a row starts: a server, a load. */
export interface Part {
  stop(): Promise<unknown>;
}

/** Who is measured, before it is said how they end. */
export type Contestants = Omit<Contest, 'close'>;

/** Hands a part over, to be ended when the work is over. */
export type Keep = <P extends Part>(part: P) => P;

/**
 * Starts what the row needs, and ends all of it with the contest; also what was started by then when the start fails.
 * @param start hands each part it starts to `keep`
 */
export async function contestOf(start: (keep: Keep) => Promise<Contestants>): Promise<Contest> {
  const parts = new Parts();
  try {
    return { ...(await start(parts.keep)), close: () => parts.stop() };
  } catch (error) {
    await parts.stop();
    throw error;
  }
}

/** For what is started anew for each reading: ends all parts when the work is over, however it ended. */
export async function within<T>(work: (keep: Keep) => Promise<T>): Promise<T> {
  const parts = new Parts();
  try {
    return await work(parts.keep);
  } finally {
    await parts.stop();
  }
}

/** Ends whatever runs for any row: what waits for it fails, and what is started from now on is ended at once. */
export async function giveUp(): Promise<void> {
  for (const parts of underWay) await parts.stop();
}

const underWay = new Set<Parts>();

class Parts {
  readonly #parts: Part[] = [];
  #ended = false;

  constructor() {
    underWay.add(this);
  }

  readonly keep: Keep = (part) => {
    this.#parts.push(part);
    if (!this.#ended) return part;
    void this.stop();
    throw new Error('it was given up');
  };

  /** The last one first: a load takes a server that is gone for a fault. */
  async stop(): Promise<void> {
    this.#ended = true;
    underWay.delete(this);
    for (const part of this.#parts.splice(0).reverse()) await part.stop();
  }
}
