import type { Event } from '../domain/decision.js';

/** Events fetched from the store at a time. */
export const PAGE = 500;
/** Who fetches the past fetches this much more of it, for those who stand a little further back. */
const NEIGHBOURS = 50;

type Page = readonly Event[] | null;

/**
 * What the store is asked of a stream's past. When a worker ends, the screens of an outlet stand close
 * to each other, and come back at once: one read serves all of them who ask while it is under way.
 */
export class Past {
  readonly #read: (after: number) => Promise<Page>;
  /** By the position after which they read. */
  readonly #underWay = new Map<number, Promise<Page>>();

  /** @param read events after a position, at most a page; null when the stream is another */
  constructor(read: (after: number) => Promise<Page>) {
    this.#read = read;
  }

  /** Events after `seq`: at most a page, and as many as half a page if there are so many. */
  async after(seq: number): Promise<Page> {
    const [from, page] = this.#near(seq) ?? this.#begin(Math.max(0, seq - NEIGHBOURS));
    return (await page)?.slice(seq - from) ?? null;
  }

  #near(seq: number): [from: number, page: Promise<Page>] | undefined {
    for (const [from, page] of this.#underWay) {
      if (from <= seq && seq <= from + PAGE / 2) return [from, page];
    }
    return undefined;
  }

  #begin(from: number): [from: number, page: Promise<Page>] {
    const page = this.#read(from).finally(() => this.#underWay.delete(from));
    this.#underWay.set(from, page);
    return [from, page];
  }
}
