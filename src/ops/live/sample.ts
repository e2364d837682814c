import type { WorkerOps } from '../../domain/shapes/ops.js';
import type { Totals } from '../totals.js';
import type { Vitals } from './vitals.js';

/** What was seen of one worker: what it said, or had said last. */
export interface WorkerSample {
  worker: number;
  state: WorkerOps['state'];
  answered: boolean;
  vitals: Vitals;
}

/** A box at a moment. */
export interface Sample {
  /** Milliseconds, never going back. */
  atMs: number;
  /** By the worker's id, which no other ever has. */
  workers: ReadonlyMap<number, WorkerSample>;
  /** Of all processors since the box was started, in any unit. */
  cpu: { idle: number; total: number };
}

/** What went on between two samples. Workers that came meanwhile count from their start, those gone not at all. */
export class Span {
  readonly seconds: number;
  readonly #now: Sample;
  readonly #before: Sample | null;

  /** @param before null: since the start, which was so many seconds ago */
  constructor(now: Sample, before: Sample | null, uptimeSeconds: number) {
    this.#now = now;
    this.#before = before;
    const seconds = before ? (now.atMs - before.atMs) / 1000 : uptimeSeconds;
    this.seconds = Math.max(seconds, 0.001);
  }

  /** By how much something that only grows grew, over all workers. */
  growth(of: (vitals: Vitals) => number): number {
    let sum = 0;
    for (const id of this.#now.workers.keys()) sum += this.growthAt(id, of);
    return sum;
  }

  rate(of: (vitals: Vitals) => number): number {
    return this.growth(of) / this.seconds;
  }

  /** The same of one worker. */
  growthAt(id: number, of: (vitals: Vitals) => number): number {
    const now = this.#now.workers.get(id);
    const before = this.#before?.workers.get(id);
    if (!now) return 0;
    return Math.max(0, of(now.vitals) - (before ? of(before.vitals) : 0));
  }

  /** How many took how long. */
  buckets(of: (vitals: Vitals) => Totals): number[] {
    const [first] = this.#now.workers.values();
    const { length = 0 } = first ? of(first.vitals).buckets : [];
    return Array.from({ length }, (_, i) => this.growth((vitals) => of(vitals).buckets[i] ?? 0));
  }

  /** Of all processors, 0 to 1. */
  get cpuShare(): number {
    const { idle, total } = this.#now.cpu;
    const { idle: idleBefore, total: totalBefore } = this.#before?.cpu ?? { idle: 0, total: 0 };
    const passed = total - totalBefore;
    return passed > 0 ? Math.min(1, Math.max(0, 1 - (idle - idleBefore) / passed)) : 0;
  }
}
