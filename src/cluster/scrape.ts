import type { Member } from './member.js';

/** Milliseconds a worker may take to say its metrics. */
export const METRICS_MS = 1000;

/** What each worker said of itself, by its id, and how many did not answer in time. */
export interface Gathered<T> {
  answers: ReadonlyMap<number, T>;
  silent: number;
}

/**
 * Asks workers for their metrics, or for something else that each says of itself. It hangs on nothing that outlives it: a promise of the worker's end
 * would keep every scrape for as long as the worker lives, so its owner tells it who has left.
 */
export class Scrape<T = readonly object[]> {
  readonly done: Promise<Gathered<T>>;
  readonly #id: number;
  readonly #missing: Set<number>;
  readonly #answers = new Map<number, T>();
  #finish: () => void = () => undefined;

  /** @param id told apart by it are the answers to this scrape and late ones to another */
  constructor(
    id: number,
    members: readonly Pick<Member, 'id' | 'post'>[],
    patienceMs = METRICS_MS,
    kind: 'metricsWanted' | 'vitalsWanted' = 'metricsWanted',
  ) {
    this.#id = id;
    this.#missing = new Set(members.map((member) => member.id));
    this.done = new Promise((resolve) => {
      const late = setTimeout(() => this.#finish(), patienceMs);
      this.#finish = () => {
        clearTimeout(late);
        resolve({ answers: this.#answers, silent: this.#missing.size });
      };
    });
    for (const member of members) member.post({ kind, id });
  }

  hear(member: number, id: number, answer: T): void {
    if (id !== this.#id || !this.#missing.delete(member)) return;
    this.#answers.set(member, answer);
    if (this.#missing.size === 0) this.#finish();
  }

  /** What it said no longer counts: whoever adds up has put its sums with those of the departed. */
  left(member: number): void {
    this.#answers.delete(member);
    if (this.#missing.delete(member) && this.#missing.size === 0) this.#finish();
  }
}
