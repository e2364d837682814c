import { Counter, Gauge, type Registry } from 'prom-client';

/** Adds metrics to a registry that are read only when somebody scrapes. */
export class Families {
  readonly #registry: Registry;

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  /** @param read called at each scrape, with the counter at zero */
  counter(
    name: string,
    help: string,
    labelNames: string[],
    read: (counter: Counter) => void,
  ): void {
    new Counter({
      name,
      help,
      labelNames,
      registers: [this.#registry],
      collect() {
        this.reset();
        read(this);
      },
    });
  }

  /** A counter without labels. */
  total(name: string, help: string, read: () => number): void {
    this.counter(name, help, [], (counter) => counter.inc(read()));
  }

  /** @param aggregator how the primary puts the workers' values together */
  gauge(
    name: string,
    help: string,
    read: () => number,
    aggregator: 'sum' | 'max' | 'min' = 'sum',
  ): void {
    new Gauge({
      name,
      help,
      aggregator,
      registers: [this.#registry],
      collect() {
        this.set(read());
      },
    });
  }

  /** The largest of the workers' values counts. @param read called at each scrape, with no values */
  largest(name: string, help: string, labelNames: string[], read: (gauge: Gauge) => void): void {
    new Gauge({
      name,
      help,
      labelNames,
      aggregator: 'max',
      registers: [this.#registry],
      collect() {
        this.reset();
        read(this);
      },
    });
  }
}
