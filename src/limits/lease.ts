import type { LimitVerdict } from './limits.js';
import { WINDOW_MS } from './messages.js';

/** One budget that a call needs a unit of. */
export interface Draw {
  /** As the headers name it. */
  name: string;
  key: string;
  limit: number;
}

/** What a worker knows and holds of one budget. */
export interface Lease {
  name: string;
  key: string;
  limit: number;
  end: number;
  /** Units that may be used without asking. */
  left: number;
  /** What the ledger had leased to nobody when it last answered. */
  free: number;
  /** Nothing is left on the whole box until `end`. */
  spent: boolean;
  /** Calls that wait for the ledger's answer. */
  waiting: number;
  answer: Answer | null;
  /** Units of calls that wait for another budget: they come back if that one refuses. */
  reserved: number;
  /** Calls that were allowed without an answer; they use up what the late answer brings. */
  owed: number;
  /** Called back while units were reserved. */
  recalled: boolean;
}

/** The answer that is awaited; false when it did not come in time. */
export interface Answer {
  promise: Promise<boolean>;
  resolve(inTime: boolean): void;
}

export function newLease({ name, key, limit }: Draw, now: number): Lease {
  return {
    name,
    key,
    limit,
    end: now + WINDOW_MS,
    left: 0,
    free: 0,
    spent: false,
    waiting: 0,
    answer: null,
    reserved: 0,
    owed: 0,
    recalled: false,
  };
}

export function newAnswer(): Answer {
  let resolve: (inTime: boolean) => void = () => undefined;
  const promise = new Promise<boolean>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** What other workers hold may be used by them: this many remain at least. */
export function remaining({ left, free }: Lease): number {
  return Math.max(0, left + free);
}

export function verdictOf(lease: Lease, allowed: boolean, now: number): LimitVerdict {
  return {
    allowed,
    name: lease.name,
    limit: lease.limit,
    remaining: allowed ? remaining(lease) : 0,
    resetSeconds: Math.max(1, Math.ceil((lease.end - now) / 1000)),
  };
}
