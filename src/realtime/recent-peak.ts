/** A maximum is forgotten when it is one to two of these old; ms. */
const WINDOW = 60_000;

/** The largest of what was noted lately: one bad moment must not be shown for ever. */
export class RecentPeak {
  #since = 0;
  #now = 0;
  #before = 0;

  /** @param at ms of a clock that is never set back */
  note(value: number, at: number): void {
    this.#turn(at);
    this.#now = Math.max(this.#now, value);
  }

  /** 0 when nothing was noted. */
  at(at: number): number {
    this.#turn(at);
    return Math.max(this.#now, this.#before);
  }

  #turn(at: number): void {
    if (at - this.#since < WINDOW) return;
    this.#before = at - this.#since < 2 * WINDOW ? this.#now : 0;
    this.#now = 0;
    this.#since = at;
  }
}
