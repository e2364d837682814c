import type { Chance } from '../../demo/people.js';

export type Kind = 'write' | 'browse' | 'user' | 'health';

/** Of a hundred requests (domain.md §2). */
const MIX: readonly (readonly [Kind, number])[] = [
  ['write', 40],
  ['browse', 30],
  ['user', 20],
  ['health', 10],
];

/** The phases of an evening (domain.md §2): arrivals a second at the beginning and at the end of each. */
const PHASES: readonly (readonly [from: number, to: number])[] = [
  [2, 2],
  [17, 170],
  [1667, 1667],
  [833, 833],
  [2500, 2500],
  [17, 17],
];
const PEAK = 2500;

/** A stretch of time with a rate that grows or falls evenly; requests a second. */
export interface Stretch {
  from: number;
  to: number;
  seconds: number;
}

/** The evening with another peak: the shape is the house's, the height the machine's. */
export function eveningOf(peak: number, secondsEach: number): Stretch[] {
  const scale = peak / PEAK;
  return PHASES.map(([from, to]) => ({
    from: from * scale,
    to: to * scale,
    seconds: secondsEach,
  }));
}

/** Ms from its beginning at which each request of a stretch is due: guests come by chance. */
export function arrivalsOf({ from, to, seconds }: Stretch, chance: Chance): number[] {
  const arrivals: number[] = [];
  let at = 0;
  for (;;) {
    const rate = from + ((to - from) * at) / seconds;
    at += -Math.log(1 - chance()) / rate;
    if (at >= seconds) return arrivals;
    arrivals.push(1000 * at);
  }
}

/** What the next request is. */
export function kindOf(chance: Chance): Kind {
  let left = 100 * chance();
  for (const [kind, share] of MIX) {
    if (left < share) return kind;
    left -= share;
  }
  return 'health';
}

/**
 * The highest of the rates `from`, `from` × `factor`, … up to the first that does not hold; 0 when none does.
 * @param most where to stop although it still holds
 */
export async function highest(
  { from, factor, most }: { from: number; factor: number; most: number },
  holds: (rate: number) => Promise<boolean>,
): Promise<number> {
  let good = 0;
  for (let rate = from; rate <= most && (await holds(rate)); rate *= factor) good = rate;
  return good;
}
