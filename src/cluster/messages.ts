import type { Config } from '../config.js';
import type { ExitCode } from '../exit-code.js';
import type { Ops } from '../domain/shapes/ops.js';
import type { FromLeases, ToLeases } from '../limits/messages.js';
import type { Vitals } from '../ops/live/vitals.js';

/**
 * Bytes of stream messages that may wait on one way of the pipe. Beyond it they are dropped: a worker
 * that lacks them is told so, and repairs itself from the store, sooner than it would have got them.
 */
export const MAX_UNSENT = 8 * 1024 * 1024;

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
  /** Nobody else is there to hear of what it does. */
  alone: boolean;
}

/** Everything a worker tells the primary. */
export type ToPrimary =
  | { kind: 'joining' }
  | ({ kind: 'ready' } & Ready)
  | { kind: 'fatal'; line: string; exitCode: ExitCode }
  | { kind: 'busDropped' }
  | { kind: 'pong' }
  | { kind: 'limits'; messages: readonly FromLeases[] }
  | { kind: 'metricsPlease'; id: number }
  | { kind: 'metrics'; id: number; metrics: readonly object[] }
  | { kind: 'vitals'; id: number; vitals: Vitals }
  /** Whether somebody here watches how the box does. */
  | { kind: 'opsWatched'; on: boolean }
  | { kind: 'opsPlease'; id: number };

/** Everything the primary tells a worker. */
export type ToWorker =
  | ({ kind: 'start' } & Start)
  | { kind: 'drain'; graceMs: number }
  /** Answered by `pong`: that its event loop turns. */
  | { kind: 'ping' }
  | { kind: 'housekeeper'; mine: boolean }
  /** Whether it is the only worker, of a box that stands alone. */
  | { kind: 'company'; alone: boolean }
  /** Whether the bus to the other boxes proves that it works; see OuterBus. */
  | { kind: 'busHealth'; healthy: boolean }
  /** Stream messages of others were lost on their way to it, or may have been: see WorkerLink.onBusLost. */
  | { kind: 'busLost' }
  | { kind: 'limits'; messages: readonly ToLeases[] }
  | { kind: 'metricsWanted'; id: number }
  | { kind: 'vitalsWanted'; id: number }
  /** text null: the primary could not merge them. */
  | { kind: 'metricsMerged'; id: number; text: string | null }
  /** id null: for who watches. ops null: the primary could not say it. */
  | { kind: 'ops'; id: number | null; ops: Ops | null };
