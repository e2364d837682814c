/** Steps between the lines of a chart, in any power of ten: people count in them. */
const ROUND = [1, 2, 5, 10];

/**
 * Where the lines of a chart are: from nought up to the first at or above `most`, at round steps.
 * @param unit the least step: one rupee, in paise
 * @param lines so many at most, besides the one at nought
 */
export function ticksUpTo(most: number, unit: number, lines = 5): number[] {
  const least = Math.max(most / lines, unit);
  const power = unit * 10 ** Math.floor(Math.log10(least / unit));
  const step = power * (ROUND.find((each) => each * power >= least) ?? 10);
  const count = Math.max(1, Math.ceil(most / step));
  return Array.from({ length: count + 1 }, (_, at) => at * step);
}
