/** The first wait is at most this long; ms. Each further one may be twice as long … */
export const FIRST_WAIT_MS = 500;
/** … up to this. */
export const LONGEST_WAIT_MS = 30_000;

/**
 * How long to wait before another try: anything between nothing and a bound that doubles ("full jitter"), so
 * that a hundred tills that lost the same server do not come back in step.
 * @param failures in a row so far, 1 or more
 * @param random 0 ≤ n < 1
 */
export function backoff(failures: number, random: number): number {
  const bound = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1));
  return Math.round(random * bound);
}
