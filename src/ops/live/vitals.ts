import type { StoreStats } from '../../db/store.js';
import type { Breaker } from '../../domain/shapes/ops.js';
import type { Metrics, MetricSources } from '../metrics.js';
import type { Totals } from '../totals.js';
import { LoopLag } from './loop-lag.js';

/** What a worker says of itself. What only grows counts from its start. */
export interface Vitals {
  pid: number;
  uptimeSeconds: number;
  cpuSeconds: number;
  rssBytes: number;
  heapBytes: number;
  loopMs: { p50: number; p99: number; max: number };
  sockets: number;
  framesSent: number;
  streams: number;
  behind: number;
  requests: Totals;
  commands: Totals;
  cache: { hits: number; misses: number; entries: number; bytes: number };
  store: StoreVitals;
  breakers: Breaker[];
}

interface StoreVitals extends Pick<StoreStats, 'failing' | 'queued' | 'commits' | 'conflicts'> {
  kind: 'embedded' | 'mongodb';
  /** How long a small read took; null: it failed, or was given up. */
  readMs: number | null;
  connections: { open: number; inUse: number; waiting: number; most: number } | null;
}

export interface VitalsSources extends MetricSources {
  storeKind: StoreVitals['kind'];
  /** Asks the store for a trifle. */
  probe(): Promise<unknown>;
}

/** Nobody has asked for so long: the event loop is no longer looked at; ms. */
const FORGOTTEN_MS = 10_000;
/** A read that takes longer is not waited for; ms. */
const PATIENCE_MS = 500;

/** Measures a worker for those who watch. While nobody does, it costs nothing. */
export class VitalSigns {
  readonly #metrics: Pick<Metrics, 'totals'>;
  readonly #sources: VitalsSources;
  #lag: LoopLag | null = null;
  #rest: NodeJS.Timeout | null = null;

  constructor(metrics: Pick<Metrics, 'totals'>, sources: VitalsSources) {
    this.#metrics = metrics;
    this.#sources = sources;
  }

  async take(): Promise<Vitals> {
    const { counts, cache, breakers } = this.#sources;
    const store = await this.#store();
    const { rss, heapUsed } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    const { sockets, streams } = counts();
    const { hits, misses, entries, bytes } = cache();
    return {
      pid: process.pid,
      uptimeSeconds: process.uptime(),
      cpuSeconds: (user + system) / 1e6,
      rssBytes: rss,
      heapBytes: heapUsed,
      loopMs: this.#loop(),
      sockets,
      streams: streams.length,
      behind: streams.reduce((most, { seq, head }) => Math.max(most, head - seq), 0),
      ...this.#metrics.totals(),
      cache: { hits, misses, entries, bytes },
      store,
      breakers: breakers().map(({ name, state }) => ({ name, state })),
    };
  }

  #loop(): Vitals['loopMs'] {
    this.#rest ??= setTimeout(() => this.#stop(), FORGOTTEN_MS).unref();
    this.#rest.refresh();
    this.#lag ??= new LoopLag();
    return this.#lag.take();
  }

  #stop(): void {
    this.#lag?.stop();
    this.#lag = null;
    this.#rest = null;
  }

  async #store(): Promise<StoreVitals> {
    const { storeKind: kind, store, mostConnections: most = 0 } = this.#sources;
    const readMs = await this.#readMs();
    const { failing, queued, commits, conflicts, server } = store();
    const connections = server
      ? { open: server.connections, inUse: server.inUse, waiting: server.waiting, most }
      : null;
    return { kind, failing, queued, commits, conflicts, readMs, connections };
  }

  async #readMs(): Promise<number | null> {
    const startedAt = performance.now();
    let late: NodeJS.Timeout | undefined;
    const enough = new Promise<boolean>((resolve) => {
      late = setTimeout(() => resolve(false), PATIENCE_MS);
    });
    const answered = this.#sources.probe().then(
      () => true,
      // That it failed is what is told; why, the log of whoever needed it says.
      () => false,
    );
    const well = await Promise.race([answered, enough]);
    clearTimeout(late);
    return well ? performance.now() - startedAt : null;
  }
}
