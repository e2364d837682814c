import type { Config } from '../config.js';
import type { FromLeases, ToLeases } from '../limits/messages.js';

/** What a worker says once it listens. */
export interface Ready {
  port: number;
  /** Lines for whoever started kotd: addresses, logins, what to try first. */
  banner: readonly string[];
}

/** What a worker is told when it starts. */
export interface Start {
  config: Config;
  /** 1, 2, 3 …: its place; whoever replaces it gets the same. */
  worker: number;
  /** No worker of this box was ready before: it prepares the store for the others. */
  first: boolean;
}

/** Everything a worker tells the primary. */
export type ToPrimary =
  | { kind: 'joining' }
  | ({ kind: 'ready' } & Ready)
  | { kind: 'fatal'; line: string }
  | BusBatch
  | { kind: 'limits'; messages: readonly FromLeases[] }
  | { kind: 'metricsPlease'; id: number }
  | { kind: 'metrics'; id: number; metrics: readonly object[] };

/** Everything the primary tells a worker. */
export type ToWorker =
  | ({ kind: 'start' } & Start)
  | { kind: 'drain'; graceMs: number }
  | { kind: 'housekeeper'; mine: boolean }
  | BusBatch
  | { kind: 'limits'; messages: readonly ToLeases[] }
  | { kind: 'metricsWanted'; id: number }
  | { kind: 'metricsMerged'; id: number; text: string };

/** Stream messages of one turn as JSON text: the primary hands it on without reading it. */
export interface BusBatch {
  kind: 'bus';
  json: string;
}
