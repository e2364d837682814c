import type { Event } from '../domain/decision.js';

/** Events that may be held while an earlier one is missing; the store has them all. */
const MAX_EARLY = 1_000;

/** Puts events in order, whatever way they came: each once, and none before its turn. */
export class Sequence {
  #position: number;
  /** The highest seq that was ever heard of. */
  #highest: number;
  readonly #early = new Map<number, Event>();

  /** @param position seq of the last event that is already known; 0 = none */
  constructor(position: number) {
    this.#position = position;
    this.#highest = position;
  }

  get position(): number {
    return this.#position;
  }

  /** Whether an event was heard of that cannot be shown, since one before it is missing. */
  get hasGap(): boolean {
    return this.#highest > this.#position;
  }

  /** Takes events in any order, with repeats; answers those whose turn it now is. */
  accept(events: readonly Event[]): Event[] {
    const due: Event[] = [];
    for (const event of events) {
      if (event.seq === this.#position + 1) this.#advance(event, due);
      else if (event.seq > this.#position && this.#early.size < MAX_EARLY) {
        this.#early.set(event.seq, event);
      }
      if (event.seq > this.#highest) this.#highest = event.seq;
    }
    return due;
  }

  #advance(event: Event, due: Event[]): void {
    let next: Event | undefined = event;
    while (next) {
      due.push(next);
      this.#position = next.seq;
      this.#early.delete(next.seq);
      next = this.#early.get(next.seq + 1);
    }
  }
}
