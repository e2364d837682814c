import type { Event } from '../domain/decision.js';

/** The most recent events of a stream, so that who is a little behind costs the store nothing. */
export class Ring {
  readonly #capacity: () => number;
  readonly #events: Event[] = [];

  /** @param capacity asked at each push: the more streams there are, the less each may keep */
  constructor(capacity: () => number) {
    this.#capacity = capacity;
  }

  /** @param event the one after that pushed before */
  push(event: Event): void {
    this.#events.push(event);
    // Trimmed by halves: to move every event at each push would cost more than the ring saves.
    const capacity = this.#capacity();
    if (this.#events.length >= 2 * capacity) this.#events.splice(0, this.#events.length - capacity);
  }

  /** Events after `seq`, at most `limit`; null when the ring does not reach back that far. */
  after(seq: number, limit: number): readonly Event[] | null {
    const oldest = this.#events[0];
    if (!oldest || oldest.seq > seq + 1) return null;
    const from = seq + 1 - oldest.seq;
    return this.#events.slice(from, from + limit);
  }
}
