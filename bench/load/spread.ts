/** The value below which such a share of them lies, the next one up; NaN of none. Sorts them. */
export function percentile(values: number[], share: number): number {
  values.sort((a, b) => a - b);
  return values[Math.min(values.length - 1, Math.ceil(share * values.length) - 1)] ?? Number.NaN;
}

/** Milliseconds; the figures by which a wait is told. */
export interface Waits {
  count: number;
  p50: number;
  p99: number;
  'p99.9': number;
  most: number;
}

export function waitsOf(values: number[]): Waits {
  return {
    count: values.length,
    p50: percentile(values, 0.5),
    p99: percentile(values, 0.99),
    'p99.9': percentile(values, 0.999),
    most: percentile(values, 1),
  };
}
