import type { DurationHistogram } from './durations.js';
import type { Tally } from './tally.js';

/** The least status of an answer that is the server's fault. */
const FAILED = 500;

/** How many there were since the start, how many of them failed, and how many took how long (BOUNDS). */
export interface Totals {
  count: number;
  errors: number;
  buckets: number[];
}

/** @param tally whose third value is the status */
export function totalsOf(tally: Tally, durations: DurationHistogram): Totals {
  const totals = { count: 0, errors: 0, buckets: durations.buckets() };
  for (const [, , status, count] of tally) {
    totals.count += count;
    if (Number(status) >= FAILED) totals.errors += count;
  }
  return totals;
}
