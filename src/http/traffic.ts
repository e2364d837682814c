import type { Logger } from 'pino';
import { KotdError } from '../domain/errors.js';

/** Milliseconds after which a request that nobody answered is given up. */
export const DEADLINE_MS = 30_000;
/** Milliseconds from which a request is logged as slow (domain.md §2). */
const SLOW_MS = 500;
/** A refusal of the moment: an outage, or a drain, is told once and not with each request it refuses. */
const UNAVAILABLE = 503;
/** A client that went away before its answer, as nginx counts it. */
export const CLIENT_GONE = 499;

export interface TrafficParts {
  log: Logger;
  /** Tells the log of a request that took long: many do so at the same time. */
  slow(request: object): void;
  /** Counts a request that ended. The route is its template: no ids, few values. */
  observe(route: string, method: string, status: number, seconds: number): void;
  /** Milliseconds, never going back. */
  clock(): number;
  deadlineMs: number;
}

/** What logs name a request by. */
interface Named {
  readonly traceId: string;
  readonly label: string;
  readonly method: string;
}

/** A request that waits for its answer. */
export interface Waiting extends Named {
  readonly startedAt: number;
  refuse(error: unknown): void;
}

/** The requests under way: how many, how long they may take, and what is told of each that ended. */
export class Traffic {
  readonly #parts: TrafficParts;
  /** In the order of arrival, which is the order of their deadlines. */
  readonly #waiting = new Set<Waiting>();
  #timer: NodeJS.Timeout | null = null;
  #settled: (() => void)[] = [];
  /** From now on every answer closes its connection. */
  draining = false;

  constructor(parts: TrafficParts) {
    this.#parts = parts;
  }

  get inFlight(): number {
    return this.#waiting.size;
  }

  now(): number {
    return this.#parts.clock();
  }

  /** Resolves when every request under way is answered. */
  drain(): Promise<void> {
    this.draining = true;
    if (this.#waiting.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#settled.push(resolve));
  }

  enter(request: Waiting): void {
    this.#waiting.add(request);
    // One timer for all: a timer for each request would cost more than a cached answer does.
    const every = Math.min(1000, this.#parts.deadlineMs / 4);
    this.#timer ??= setInterval(() => this.#expire(), every).unref();
  }

  leave(request: Waiting): void {
    if (!this.#waiting.delete(request) || this.#waiting.size > 0) return;
    for (const resolve of this.#settled.splice(0)) resolve();
  }

  ended(request: Waiting, status: number): void {
    const ms = this.#parts.clock() - request.startedAt;
    this.#parts.observe(request.label, request.method, status, ms / 1000);
    const { log, slow } = this.#parts;
    if (status >= 500 && status !== UNAVAILABLE)
      log.error(facts(request, status, ms), 'request failed');
    else if (ms > SLOW_MS) slow(facts(request, status, ms));
    else if (log.isLevelEnabled('debug')) log.debug(facts(request, status, ms), 'request');
  }

  /** A defect, which no rule foresaw, or what an outage came from. */
  failed(request: Named, error: unknown): void {
    const { traceId, label, method } = request;
    this.#parts.log.error({ err: error, traceId, route: label, method }, 'unforeseen error');
  }

  #expire(): void {
    const now = this.#parts.clock();
    for (const request of this.#waiting) {
      if (now - request.startedAt < this.#parts.deadlineMs) break;
      request.refuse(new KotdError('deadline_passed'));
    }
    if (this.#waiting.size > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }
}

/** What a log line says of a request: nothing that the client wrote except the trace id. */
function facts({ traceId, label, method }: Named, status: number, ms: number) {
  return { traceId, route: label, method, status, ms: Math.round(ms) };
}
