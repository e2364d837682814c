import type { Metric, Registry } from 'prom-client';

/** Upper bounds of the buckets, in seconds: from a cached answer to a request that times out. */
export const BOUNDS = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10, 30,
] as const;

interface Durations {
  /** One count for each bucket and one for what is longer. */
  counts: Float64Array;
  sum: number;
}

/** What prom-client asks of a metric when it writes or merges it. */
interface Family {
  name: string;
  help: string;
  type: 'histogram';
  aggregator: 'sum';
}

/**
 * A histogram of seconds by one label. It fills its own arrays, which costs half of prom-client's
 * observe (platform.md), and takes prom-client's form only when somebody scrapes.
 */
export class DurationHistogram {
  readonly #family: Family;
  readonly #label: string;
  readonly #byValue = new Map<string, Durations>();

  constructor(registry: Registry, name: string, help: string, label: string) {
    this.#family = { name, help, type: 'histogram', aggregator: 'sum' };
    this.#label = label;
    const metric = {
      ...this.#family,
      get: async () => this.#read(),
      reset: () => this.#byValue.clear(),
    };
    // The registry only calls `get`, `reset` and reads `name`; its types name prom-client's own classes.
    registry.registerMetric(metric as unknown as Metric);
  }

  observe(value: string, seconds: number): void {
    let durations = this.#byValue.get(value);
    if (!durations) {
      durations = { counts: new Float64Array(BOUNDS.length + 1), sum: 0 };
      this.#byValue.set(value, durations);
    }
    let bucket = 0;
    for (const bound of BOUNDS) {
      if (seconds <= bound) break;
      bucket++;
    }
    durations.counts[bucket] = (durations.counts[bucket] ?? 0) + 1;
    durations.sum += seconds;
  }

  /** How many fell into each bucket, whatever their label; one more than BOUNDS. */
  buckets(): number[] {
    const sums = new Array<number>(BOUNDS.length + 1).fill(0);
    for (const { counts } of this.#byValue.values()) {
      for (const [at, count] of counts.entries()) sums[at] = (sums[at] ?? 0) + count;
    }
    return sums;
  }

  #read() {
    const { name } = this.#family;
    const values: { metricName: string; labels: Record<string, string | number>; value: number }[] =
      [];
    for (const [labelled, { counts, sum }] of this.#byValue) {
      const labels = { [this.#label]: labelled };
      let below = 0;
      for (const [at, count] of counts.entries()) {
        below += count;
        const le = BOUNDS[at] ?? '+Inf';
        values.push({ metricName: `${name}_bucket`, labels: { ...labels, le }, value: below });
      }
      values.push({ metricName: `${name}_sum`, labels, value: sum });
      values.push({ metricName: `${name}_count`, labels, value: below });
    }
    return { ...this.#family, values };
  }
}
