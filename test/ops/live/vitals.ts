import type { BoxFacts } from '../../../src/ops/live/live.js';
import type { Sample } from '../../../src/ops/live/sample.js';
import type { Vitals } from '../../../src/ops/live/vitals.js';
import type { Totals } from '../../../src/ops/totals.js';

/** So many that took at most 0.5 ms, 1 ms, 2.5 ms …, as BOUNDS has it. */
export function totals(counts: number[], errors = 0): Totals {
  const buckets = Array.from({ length: 16 }, (_, i) => counts[i] ?? 0);
  return { count: buckets.reduce((sum, count) => sum + count, 0), errors, buckets };
}

export function vitals(more: Partial<Vitals> = {}): Vitals {
  return {
    pid: 100,
    uptimeSeconds: 60,
    cpuSeconds: 0,
    rssBytes: 50_000_000,
    heapBytes: 20_000_000,
    loopMs: { p50: 0.1, p99: 1, max: 3 },
    sockets: 0,
    framesSent: 0,
    streams: 0,
    behind: 0,
    requests: totals([]),
    commands: totals([]),
    cache: { hits: 0, misses: 0, entries: 0, bytes: 0 },
    store: {
      kind: 'embedded',
      failing: false,
      queued: 0,
      commits: 0,
      conflicts: 0,
      readMs: 0.2,
      connections: null,
    },
    breakers: [],
    ...more,
  };
}

/** A sample of workers that all answered; their ids are 1, 2, 3 … */
export function sample(atMs: number, ...workers: Vitals[]): Sample {
  const entries = workers.map((each, i) => {
    return [i + 1, { worker: i + 1, state: 'ready', answered: true, vitals: each }] as const;
  });
  return { atMs, workers: new Map(entries), cpu: { idle: 0, total: 0 } };
}

export const FACTS: BoxFacts = {
  at: '2026-11-20T14:00:00.000Z',
  system: {
    box: 'box-1',
    version: '1.2.3',
    node: '20.0.0',
    platform: 'linux x64',
    pid: 99,
    uptimeSeconds: 100,
    cpus: 2,
    load1: 0.5,
    memoryBytes: 1000,
    memoryFreeBytes: 400,
    diskBytes: 1000,
    diskFreeBytes: 400,
  },
  workersWanted: 2,
  losses: 0,
  bus: { kind: 'alone', healthy: true, otherBoxes: 0, roundTripMs: null, dropped: 0 },
};
