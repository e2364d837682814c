import type { Clock } from './ports.js';

export const systemClock: Clock = {
  now: () => Date.now(),
  steady: () => performance.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};

/** A moment, on both clocks. */
export interface Mark {
  readonly wall: number;
  readonly steady: number;
}

export function markOf(clock: Clock): Mark {
  return { wall: clock.now(), steady: clock.steady() };
}

/**
 * Ms since a moment, at least. One clock stands still while a laptop sleeps, the other may be set back:
 * whichever says more is believed, so that nothing is ever thought fresher than it is.
 */
export function since(clock: Clock, { wall, steady }: Mark): number {
  return Math.max(clock.now() - wall, clock.steady() - steady);
}
