import { AggregatorRegistry, Counter, Gauge, Registry } from 'prom-client';
import { type FleetStats, measureFleet } from './fleet-metrics.js';

export interface BoxSources {
  /** Workers that listen. */
  workers(): number;
  /** Workers that ended without being asked to. */
  losses(): number;
  limitKeys(): number;
  /** null or left out: the box stands alone. */
  fleet?: (() => FleetStats) | null;
}

/** What a worker answered (`Metrics.json`), or a part of it. */
type Answer = readonly object[];

/**
 * What the primary itself measures, and the merge of everything the box measures. What only grows keeps
 * the last value of a worker that is gone or silent: a sum that falls back looks like a restart of the
 * whole box, and rates computed from it would show requests that never were.
 */
export class BoxMetrics {
  /** What only grows, of each worker that ever answered, by its id. */
  readonly #grown = new Map<number, Answer>();
  #departed: Answer[] = [];
  readonly #registry = new Registry();
  readonly #unanswered: Counter;
  readonly #dropped: Counter;
  /** Batches of stream messages that were dropped in this box. */
  dropped = 0;

  constructor(sources: BoxSources) {
    const registers = [this.#registry];
    new Gauge({
      name: 'kotd_workers',
      help: 'Workers that listen',
      registers,
      collect() {
        this.set(sources.workers());
      },
    });
    new Counter({
      name: 'kotd_worker_losses_total',
      help: 'Workers that ended without being asked to',
      registers,
      collect() {
        this.reset();
        this.inc(sources.losses());
      },
    });
    new Gauge({
      name: 'kotd_limit_keys',
      help: 'Rate limit windows that are open',
      registers,
      collect() {
        this.set(sources.limitKeys());
      },
    });
    this.#unanswered = new Counter({
      name: 'kotd_metrics_unanswered_total',
      help: 'Times a worker did not say its metrics in time and was left out',
      registers,
    });
    this.#dropped = new Counter({
      name: 'kotd_bus_dropped_total',
      help: 'Batches of stream messages dropped since a worker or the primary was too far behind',
      registers,
    });
    if (sources.fleet) measureFleet(sources.fleet, this.#registry);
  }

  unanswered(workers: number): void {
    this.#unanswered.inc(workers);
  }

  busDropped(): void {
    this.dropped++;
    this.#dropped.inc();
  }

  left(worker: number): void {
    const grown = this.#grown.get(worker);
    if (grown) this.#departed.push(grown);
    this.#grown.delete(worker);
  }

  /** @param answers by the worker's id */
  async merge(answers: ReadonlyMap<number, Answer>): Promise<string> {
    const silent = [...this.#grown].flatMap(([worker, grown]) =>
      answers.has(worker) ? [] : [grown],
    );
    for (const [worker, answer] of answers) this.#grown.set(worker, answer.filter(onlyGrows));
    const departed = this.#departed.splice(0);
    if (departed.length > 0) {
      this.#departed.unshift(await AggregatorRegistry.aggregate(departed).getMetricsAsJSON());
    }
    const own = await this.#registry.getMetricsAsJSON();
    const all = [...answers.values(), ...silent, ...this.#departed, own];
    return await AggregatorRegistry.aggregate(all).metrics();
  }
}

function onlyGrows(family: object): boolean {
  return 'type' in family && (family.type === 'counter' || family.type === 'histogram');
}
