/** So many rounds are measured at most; the last one counts whatever it took. */
const ROUNDS = 5;

/**
 * What the first round came to that says something. One in which the machine stood still for longer than what is
 * measured waits for says nothing, and is measured anew.
 * @param says of what came of a round, and of how many ms it took
 */
export async function soundRound<T>(
  measure: () => Promise<T>,
  says: (found: T, tookMs: number) => boolean,
): Promise<T> {
  for (let round = 1; ; round++) {
    const startedAt = performance.now();
    const found = await measure();
    if (round === ROUNDS || says(found, performance.now() - startedAt)) return found;
  }
}
