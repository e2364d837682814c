import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import type { StoreStats } from '../db/store.js';
import { DurationHistogram } from './durations.js';
import { Families } from './families.js';
import { type LookoutStats, registerLookout } from './lookout-metrics.js';
import { registerStore } from './store-metrics.js';
import { Tally } from './tally.js';
import { type Totals, totalsOf } from './totals.js';

/** Where a worker stands with the stream of one outlet that has sockets. */
export interface StreamPosition {
  outletId: string;
  /** What its sockets were sent. */
  seq: number;
  /** What the store had when it was last asked. */
  head: number;
}

export interface CacheStats {
  hits: number;
  misses: number;
  stale: number;
  entries: number;
  bytes: number;
  lastGood: number;
  /** null: there is no second level. */
  second: { hits: number; misses: number; damaged: number } | null;
}

export interface BreakerGauge {
  readonly name: string;
  readonly state: 'closed' | 'halfOpen' | 'open';
}

/** What is read only when somebody scrapes. */
export interface MetricSources {
  /** Sockets that are open, and the streams they follow. */
  counts(): {
    sockets: number;
    streams: readonly StreamPosition[];
    lookout?: LookoutStats;
  };
  store(): StoreStats;
  /** Most connections to the server of the store; left out: it has none. */
  mostConnections?: number;
  /** Whether Redis answers; null or left out: there is none. */
  redisUp?: (() => boolean) | null;
  cache(): CacheStats;
  breakers(): readonly BreakerGauge[];
}

const NOTHING_SOUGHT = { hits: 0, misses: 0, damaged: 0 };
export const BREAKER_STATES = { closed: 0, halfOpen: 1, open: 2 } as const;

/** Outlets whose position is told one by one: those furthest behind, then by id. The rest only count in the maximum. */
const TOLD_POSITIONS = 50;

/** What one worker measures (issue 4: seen from outside). The hot calls only add to numbers. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #families = new Families(this.#registry);
  readonly #requests = new Tally();
  readonly #requestSeconds: DurationHistogram;
  readonly #commands = new Tally();
  readonly #commandSeconds: DurationHistogram;
  readonly #socketCloses = new Map<number, number>();
  #framesSent = 0;
  #ticketsUnseen = 0;
  readonly #delay: IntervalHistogram;

  constructor() {
    const registry = this.#registry;
    collectDefaultMetrics({ register: registry });
    this.#requestSeconds = new DurationHistogram(
      registry,
      'kotd_http_request_seconds',
      'Seconds from a request to its answer',
      'route',
    );
    this.#commandSeconds = new DurationHistogram(
      registry,
      'kotd_command_seconds',
      'Seconds that commands took',
      'type',
    );
    this.#delay = monitorEventLoopDelay({ resolution: 10 });
    this.#delay.enable();
    this.#registerTallies();
    this.#families.total(
      'kotd_tickets_unseen_total',
      'Tickets that no display acknowledged in time',
      () => this.#ticketsUnseen,
    );
    this.#registerDelay();
  }

  /** Reads the other parts of the worker at each scrape from now on. To be called once. */
  watch(sources: MetricSources): void {
    this.#registerSockets(sources);
    const first = sources.counts().lookout;
    if (first) registerLookout(this.#families, () => sources.counts().lookout ?? first);
    registerStore(this.#families, () => sources.store(), sources.mostConnections);
    this.#registerRedis(sources);
    this.#registerCache(sources);
    this.#registerBreakers(sources);
  }

  /** @param route the path's template, never the path: each value is a time series for ever */
  observeRequest(route: string, method: string, status: number, seconds: number): void {
    this.#requests.add(route, method, status);
    this.#requestSeconds.observe(route, seconds);
  }

  observeCommand(type: string, door: 'http' | 'socket', status: number, seconds: number): void {
    this.#commands.add(type, door, status);
    this.#commandSeconds.observe(type, seconds);
  }

  /** @param code what the socket was closed with; one of our own or of RFC 6455 */
  socketClosed(code: number): void {
    this.#socketCloses.set(code, (this.#socketCloses.get(code) ?? 0) + 1);
  }

  framesSent(frames: number): void {
    this.#framesSent += frames;
  }

  /** No display acknowledged a ticket in time. */
  ticketUnseen(): void {
    this.#ticketsUnseen++;
  }

  /** All requests, commands and frames since the start, for who watches the box live. */
  totals(): { requests: Totals; commands: Totals; framesSent: number } {
    return {
      requests: totalsOf(this.#requests, this.#requestSeconds),
      commands: totalsOf(this.#commands, this.#commandSeconds),
      framesSent: this.#framesSent,
    };
  }

  /** What the primary merges with that of the other workers. */
  json(): Promise<readonly object[]> {
    return this.#registry.getMetricsAsJSON();
  }

  #registerTallies(): void {
    const requestLabels = ['route', 'method', 'status'];
    this.#families.counter(
      'kotd_http_requests_total',
      'Requests answered',
      requestLabels,
      (counter) => {
        for (const [route, method, status, count] of this.#requests) {
          counter.inc({ route, method, status }, count);
        }
      },
    );
    const commandLabels = ['type', 'door', 'status'];
    this.#families.counter('kotd_commands_total', 'Commands answered', commandLabels, (counter) => {
      for (const [type, door, status, count] of this.#commands) {
        counter.inc({ type, door, status }, count);
      }
    });
  }

  #registerSockets({ counts }: MetricSources): void {
    const streams = () => counts().streams;
    this.#families.gauge('kotd_sockets', 'Sockets that are open', () => counts().sockets);
    this.#families.counter('kotd_socket_closes_total', 'Sockets closed', ['code'], (counter) => {
      for (const [code, count] of this.#socketCloses) counter.inc({ code }, count);
    });
    this.#families.total(
      'kotd_frames_sent_total',
      'Frames sent to sockets',
      () => this.#framesSent,
    );
    this.#families.gauge('kotd_streams_active', 'Outlets with sockets', () => streams().length);
    const lag = () => streams().reduce((most, stream) => Math.max(most, behind(stream)), 0);
    this.#families.gauge(
      'kotd_stream_position_lag',
      'Most events a stream is behind the store',
      lag,
      'max',
    );
    const told = `Position of streams, at most ${TOLD_POSITIONS} for each worker, furthest behind first`;
    this.#families.largest('kotd_stream_position', told, ['outlet'], (gauge) => {
      const byLag = [...streams()].sort(
        (a, b) => behind(b) - behind(a) || (a.outletId < b.outletId ? -1 : 1),
      );
      for (const { outletId, seq } of byLag.slice(0, TOLD_POSITIONS)) {
        gauge.set({ outlet: outletId }, seq);
      }
    });
  }

  #registerCache({ cache }: MetricSources): void {
    this.#families.total('kotd_cache_hits_total', 'Answers from the cache', () => cache().hits);
    this.#families.total(
      'kotd_cache_misses_total',
      'Answers not in the cache',
      () => cache().misses,
    );
    this.#families.total(
      'kotd_cache_stale_total',
      'Answers in the cache, but too old',
      () => cache().stale,
    );
    this.#families.gauge('kotd_cache_entries', 'Answers in the cache', () => cache().entries);
    this.#families.gauge('kotd_cache_bytes', 'Bytes in the cache', () => cache().bytes);
    this.#families.total(
      'kotd_cache_last_good_total',
      'Answers that were out of date, since the store was away',
      () => cache().lastGood,
    );
    const help = 'Answers sought in the second level, by what came of it';
    this.#families.counter('kotd_cache_second_total', help, ['result'], (counter) => {
      const { hits, misses, damaged } = cache().second ?? NOTHING_SOUGHT;
      counter.inc({ result: 'hit' }, hits);
      counter.inc({ result: 'miss' }, misses);
      counter.inc({ result: 'damaged' }, damaged);
    });
  }

  #registerRedis({ redisUp }: MetricSources): void {
    if (!redisUp) return;
    const help = '1: Redis answers every worker';
    this.#families.gauge('kotd_redis_up', help, () => (redisUp() ? 1 : 0), 'min');
  }

  #registerBreakers({ breakers }: MetricSources): void {
    const help = 'Whether calls go through: 0 closed, all; 1 half open, one; 2 open, none';
    this.#families.largest('kotd_breaker_state', help, ['name'], (gauge) => {
      for (const { name, state } of breakers()) gauge.set({ name }, BREAKER_STATES[state]);
    });
  }

  #registerDelay(): void {
    const delay = this.#delay;
    new Gauge({
      name: 'kotd_event_loop_delay_seconds',
      help: 'Delay of the event loop of the slowest worker since the last scrape',
      labelNames: ['quantile'],
      aggregator: 'max',
      registers: [this.#registry],
      collect() {
        this.set({ quantile: '0.5' }, delay.percentile(50) / 1e9);
        this.set({ quantile: '0.99' }, delay.percentile(99) / 1e9);
        this.set({ quantile: 'max' }, delay.max / 1e9);
        delay.reset();
      },
    });
  }
}

function behind({ seq, head }: StreamPosition): number {
  return Math.max(0, head - seq);
}
