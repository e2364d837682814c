import type { Event } from '../domain/decision.js';

/** The most recent events of a stream, so that who is a little behind costs the store nothing. */
export class Ring {
  readonly #capacity: () => number;
  readonly #events: Event[] = [];
  /** The position before the first event that is kept. */
  #before: number;

  /**
   * @param capacity asked at each push: the more streams there are, the less each may keep
   * @param position seq of the event before the first that will be pushed
   */
  constructor(capacity: () => number, position: number) {
    this.#capacity = capacity;
    this.#before = position;
  }

  /** @param event the one after that pushed before */
  push(event: Event): void {
    this.#events.push(event);
    // Trimmed by halves: to move every event at each push would cost more than the ring saves.
    const capacity = this.#capacity();
    if (this.#events.length >= 2 * capacity) this.#drop(this.#events.length - capacity);
  }

  /** Takes in older events, as far as there is room, if they reach up to those that it has. */
  fill(events: readonly Event[]): void {
    const room = Math.max(0, this.#capacity() - this.#events.length);
    const older = events.filter(({ seq }) => seq <= this.#before);
    if (room === 0 || older.at(-1)?.seq !== this.#before) return;
    const taken = older.slice(-room);
    this.#events.unshift(...taken);
    this.#before -= taken.length;
  }

  /** Events after `seq`, at most `limit`; null when the ring does not reach back that far. */
  after(seq: number, limit: number): readonly Event[] | null {
    if (seq < this.#before) return null;
    const from = seq - this.#before;
    return this.#events.slice(from, from + limit);
  }

  #drop(count: number): void {
    this.#events.splice(0, count);
    this.#before += count;
  }
}
