import type { Breaker, Flow, Ops, SystemOps, WorkerOps } from '../../domain/shapes/ops.js';
import { BOUNDS } from '../durations.js';
import type { Totals } from '../totals.js';
import { quantile } from './quantile.js';
import { type Sample, Span } from './sample.js';
import type { Vitals } from './vitals.js';

/** What the primary knows besides what its workers say. */
export interface BoxFacts {
  /** RFC 3339 UTC. */
  at: string;
  system: Omit<SystemOps, 'cpuShare'>;
  workersWanted: number;
  losses: number;
  bus: Ops['bus'];
}

/** What is looked at for a rate has fewer in it: one miss of two lookups is no hit rate to judge. */
const FEW_LOOKUPS = 20;
const WORST = ['closed', 'halfOpen', 'open'] as const;

/** How the box does now, and did since an earlier sample. @param before null: since its start */
export function liveOps(now: Sample, before: Sample | null, facts: BoxFacts): Omit<Ops, 'alerts'> {
  const span = new Span(now, before, facts.system.uptimeSeconds);
  const all = [...now.workers.values()].map(({ vitals }) => vitals);
  const total = (of: (vitals: Vitals) => number) => all.reduce((sum, each) => sum + of(each), 0);
  const most = (of: (vitals: Vitals) => number) => Math.max(0, ...all.map(of));
  const { at, system, workersWanted, losses, bus } = facts;
  return {
    at,
    windowSeconds: span.seconds,
    system: { ...system, cpuShare: span.cpuShare },
    workers: workersOf(now, span),
    workersWanted,
    losses,
    sockets: {
      open: total(({ sockets }) => sockets),
      framesPerSecond: span.rate(({ framesSent }) => framesSent),
    },
    streams: { count: total(({ streams }) => streams), behind: most(({ behind }) => behind) },
    requests: flow(span, ({ requests }) => requests),
    commands: flow(span, ({ commands }) => commands),
    cache: cacheOf(span, total),
    store: storeOf(span, all, total),
    breakers: breakersOf(all),
    bus,
  };
}

type Sum = (of: (vitals: Vitals) => number) => number;

function workersOf({ workers }: Sample, span: Span): WorkerOps[] {
  const rows = [...workers].map(([id, { worker, state, answered, vitals }]): WorkerOps => {
    const { pid, uptimeSeconds, rssBytes, heapBytes, loopMs, sockets, streams, behind } = vitals;
    const seconds = Math.min(span.seconds, Math.max(uptimeSeconds, 0.001));
    const cpuShare = span.growthAt(id, ({ cpuSeconds }) => cpuSeconds) / seconds;
    const said = { pid, uptimeSeconds, rssBytes, heapBytes, loopMs, sockets, streams, behind };
    return { worker, state, answered, ...said, cpuShare };
  });
  return rows.sort((a, b) => a.worker - b.worker || a.pid - b.pid);
}

function flow(span: Span, of: (vitals: Vitals) => Totals): Flow {
  const count = span.growth((vitals) => of(vitals).count);
  const errors = span.growth((vitals) => of(vitals).errors);
  const buckets = span.buckets(of);
  const ms = (part: number) => {
    const seconds = quantile(part, buckets, BOUNDS);
    return seconds === null ? null : seconds * 1000;
  };
  return {
    perSecond: count / span.seconds,
    errorsPerSecond: errors / span.seconds,
    errorShare: count === 0 ? 0 : errors / count,
    p50Ms: ms(0.5),
    p95Ms: ms(0.95),
    p99Ms: ms(0.99),
  };
}

function cacheOf(span: Span, total: Sum): Ops['cache'] {
  const [hits, misses] = [
    span.growth(({ cache }) => cache.hits),
    span.growth(({ cache }) => cache.misses),
  ];
  return {
    hitRate: hits + misses < FEW_LOOKUPS ? null : hits / (hits + misses),
    hitsPerSecond: hits / span.seconds,
    missesPerSecond: misses / span.seconds,
    entries: total(({ cache }) => cache.entries),
    bytes: total(({ cache }) => cache.bytes),
  };
}

function storeOf(span: Span, all: readonly Vitals[], total: Sum): Ops['store'] {
  const stores = all.map(({ store }) => store);
  const reads = stores.flatMap(({ readMs }) => readMs ?? []);
  const has = stores.some(({ connections }) => connections !== null);
  const sum = (name: 'open' | 'inUse' | 'waiting' | 'most') =>
    total(({ store }) => store.connections?.[name] ?? 0);
  return {
    kind: stores[0]?.kind ?? 'embedded',
    failing: stores.some(({ failing }) => failing),
    readMs: reads.length === 0 ? null : Math.max(...reads),
    queued: total(({ store }) => store.queued),
    commitsPerSecond: span.rate(({ store }) => store.commits),
    conflictsPerSecond: span.rate(({ store }) => store.conflicts),
    connections: has
      ? { open: sum('open'), inUse: sum('inUse'), waiting: sum('waiting'), most: sum('most') }
      : null,
  };
}

function breakersOf(all: readonly Vitals[]): Breaker[] {
  const worst = new Map<string, Breaker['state']>();
  for (const { name, state } of all.flatMap(({ breakers }) => breakers)) {
    const known = worst.get(name) ?? 'closed';
    worst.set(name, WORST.indexOf(state) > WORST.indexOf(known) ? state : known);
  }
  return [...worst].map(([name, state]) => ({ name, state }));
}
