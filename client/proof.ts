import { type Mark, since } from './clock.js';
import type { FrameOf } from './frames.js';
import type { Clock } from './ports.js';

/** Heartbeats that may stay out before what they proved no longer counts. */
export const BEATS = 2.5;

/** What a screen may say of itself. It is asked of the clocks at every look, so it cannot be left over. */
export interface Freshness {
  /** The server's instant to which the screen was last proven complete; null when it never was. */
  readonly currentTo: string | null;
  /** null: the screen is proven current, at most a few heartbeats ago. */
  readonly behind: Behind | null;
}

export interface Behind {
  /** Events that are known to be missing; null when nobody can say. */
  readonly events: number | null;
  /** The server's instant since when; null when the screen was never current. */
  readonly since: string | null;
}

/**
 * Proves that a screen is current (design §4): the server says how far its database was at an instant, and the
 * screen has all up to there. The proof holds from that instant of the server's, not from when it arrived:
 * what lay in a sleeping laptop's buffers proves nothing any more.
 */
export class Proof {
  readonly #clock: Clock;
  #hello: Mark | null = null;
  #serverTime = 0;
  #holdsMs = 0;
  #currentTo: string | null = null;
  /** A position of the database that the screen has not reached yet. */
  #short: { head: number; since: string; at: string } | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param hello when the hello was sent: the welcome's time can only be later than that */
  welcomed({ serverTime, heartbeatMs }: FrameOf<'welcome'>, hello: Mark): void {
    this.#hello = hello;
    this.#serverTime = Date.parse(serverTime);
    this.#holdsMs = heartbeatMs * BEATS;
  }

  /** @param seq where the screen stands now that it took the frame */
  told({ head, at }: FrameOf<'pos'>, seq: number): void {
    this.#short = { head, since: this.#short?.since ?? this.#currentTo ?? at, at };
    this.moved(seq);
  }

  /** The screen has all up to here. */
  moved(seq: number): void {
    if (!this.#short || seq < this.#short.head) return;
    const { at } = this.#short;
    this.#short = null;
    const before = this.#currentTo === null ? Number.NaN : Date.parse(this.#currentTo);
    const back = before - Date.parse(at);
    // Another worker may have looked a little earlier, and what was proven stays so. More than that is another
    // clock, whose proof is the one that counts now.
    if (!(back > 0 && back <= this.#holdsMs)) this.#currentTo = at;
  }

  /** Something was missing or out of turn: what was said before is not to be relied on. */
  doubt(): void {
    this.#currentTo = null;
    this.#short = null;
  }

  /**
   * The server's time, ms since 1970, or a little later: never earlier, so that nothing looks fresher than it
   * is. null before the first welcome.
   */
  serverNow(): number | null {
    return this.#hello && this.#serverTime + since(this.#clock, this.#hello);
  }

  /** @param seq where the screen stands */
  freshness(seq: number): Freshness {
    const currentTo = this.#currentTo;
    if (this.#short) {
      const { head, since, at } = this.#short;
      return { currentTo, behind: { events: this.#holds(at) ? head - seq : null, since } };
    }
    const current = currentTo !== null && this.#holds(currentTo);
    return { currentTo, behind: current ? null : { events: null, since: currentTo } };
  }

  /** An instant that is far ahead is of another clock, and as good as none. */
  #holds(at: string): boolean {
    const now = this.serverNow();
    return now !== null && Math.abs(now - Date.parse(at)) <= this.#holdsMs;
  }
}
