/** A moment, in seconds since 1970, and what there was; null: there was nothing to measure. */
export interface Sample {
  at: number;
  value: number | null;
}

/** Between looks that are further apart nobody looked: what is not known is not drawn; seconds. */
const GAP_SECONDS = 4;
/** A curve is over so much time at least, or its first two points would fill the chart; seconds. */
const LEAST_SECONDS = 10;

/**
 * A curve as pieces without a gap, in hundredths of the width and height: from the first that is known to the
 * last, so that a chart is full from its beginning.
 * @param top the value at the upper edge
 */
export function piecesOf(samples: readonly Sample[], top: number): [x: number, y: number][][] {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last) return [];
  const seconds = Math.max(LEAST_SECONDS, last.at - first.at);
  const pieces: [number, number][][] = [];
  let before: number | null = null;
  for (const { at, value } of samples) {
    if (value === null) {
      before = null;
      continue;
    }
    const point: [number, number] = [
      100 - (100 * (last.at - at)) / seconds,
      100 - (100 * Math.min(value, top)) / top,
    ];
    const piece = pieces.at(-1);
    if (piece && before !== null && at - before <= GAP_SECONDS) piece.push(point);
    else pieces.push([point]);
    before = at;
  }
  return pieces;
}

/** The highest value there was; null where nothing was measured. */
export function peakOf(samples: readonly Sample[]): number | null {
  const values = samples.flatMap(({ value }) => value ?? []);
  return values.length === 0 ? null : Math.max(...values);
}
