import './spark.css';

export interface SparkProps {
  label: string;
  /** Seconds since 1970, and what there was then; null where there was nothing to measure. */
  series: [at: number[], values: (number | null)[]];
  /** How long a stretch is shown, up to the last; seconds. */
  seconds: number;
  tone?: 'warn' | 'bad' | undefined;
}

const HEIGHT = 100;

/** The last minutes of a figure; the right edge is now. */
export function Spark({ label, series: [times, values], seconds, tone }: SparkProps) {
  const end = times.at(-1) ?? 0;
  const top = 1.15 * Math.max(1, ...values.map((value) => value ?? 0));
  const points = values.flatMap((value, at) => {
    const x = seconds - (end - (times[at] ?? 0));
    return value === null || x < 0
      ? []
      : [`${x.toFixed(1)},${(HEIGHT * (1 - value / top)).toFixed(1)}`];
  });
  const first = points[0]?.split(',')[0] ?? '0';
  const last = points.at(-1)?.split(',')[0] ?? '0';
  return (
    <svg
      class="spark"
      data-tone={tone}
      role="img"
      aria-label={label}
      viewBox={`0 0 ${seconds} ${HEIGHT}`}
      preserveAspectRatio="none"
    >
      {points.length > 0 && (
        <>
          <polygon points={`${first},${HEIGHT} ${points.join(' ')} ${last},${HEIGHT}`} />
          <polyline points={points.join(' ')} />
        </>
      )}
    </svg>
  );
}
