import { peakOf, piecesOf, type Sample } from './curve.js';
import './spark.css';

export interface SparkProps {
  label: string;
  samples: readonly Sample[];
  /** The value at the upper edge; left out: a little above the highest there was. */
  top?: number | undefined;
  tone?: 'warn' | 'bad' | undefined;
}

/** So much of its height stays free above the highest value. */
const HEADROOM = 1.15;

/** The last minutes of a figure, as far as they are known; the right edge is now. */
export function Spark({ label, samples, top, tone }: SparkProps) {
  const pieces = piecesOf(samples, top ?? HEADROOM * Math.max(1, peakOf(samples) ?? 0));
  // From its first point to itself and on: a piece of one point is a dot then, and not nothing.
  const line = pieces.map(
    (piece) => `M${[...piece.slice(0, 1), ...piece].map(pointText).join('L')}`,
  );
  const area = pieces.map((piece) => {
    const [left = 0, right = 0] = [piece[0]?.[0], piece.at(-1)?.[0]];
    return `M${left.toFixed(1)},100L${piece.map(pointText).join('L')}L${right.toFixed(1)},100Z`;
  });
  return (
    <svg
      class="spark"
      data-tone={tone}
      role="img"
      aria-label={label}
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
    >
      <path class="spark-area" d={area.join('')} />
      <path class="spark-line" d={line.join('')} />
    </svg>
  );
}

function pointText([x, y]: [number, number]): string {
  return `${x.toFixed(1)},${y.toFixed(1)}`;
}
