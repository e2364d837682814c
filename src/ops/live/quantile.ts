/**
 * The value below which a part of all lies, as Prometheus reckons it from buckets: spread evenly within
 * the one it falls into. Beyond the last bound all that is known is that bound. Null where there are none.
 * @param bounds upper ends of the buckets; `counts` has one more, for what is beyond
 * @param part 0 to 1
 */
export function quantile(
  part: number,
  counts: readonly number[],
  bounds: readonly number[],
): number | null {
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (all === 0) return null;
  const rank = part * all;
  let below = 0;
  for (const [i, bound] of bounds.entries()) {
    const count = counts[i] ?? 0;
    if (below + count >= rank && count > 0) {
      const from = bounds[i - 1] ?? 0;
      return from + ((bound - from) * (rank - below)) / count;
    }
    below += count;
  }
  return bounds.at(-1) ?? null;
}
