import type { Ops, OpsAlert } from '../../domain/shapes/ops.js';

type Judged = Omit<Ops, 'alerts'>;

interface Rule {
  name: OpsAlert['name'];
  threshold: number;
  /** It is bad to be below the threshold, not above. */
  below?: true;
  value(ops: Judged): number | null;
}

/** Thresholds of domain.md §2. How long each may last is for whoever is woken: the rules in deploy/ say it. */
const RULES: readonly Rule[] = [
  { name: 'latencyP95Ms', threshold: 500, value: ({ requests }) => requests.p95Ms },
  { name: 'errorShare', threshold: 0.05, value: ({ requests }) => requests.errorShare },
  {
    name: 'storeConnections',
    threshold: 0.8,
    value: ({ store: { connections } }) =>
      connections && connections.most > 0 ? connections.inUse / connections.most : null,
  },
  { name: 'storeBacklog', threshold: 1000, value: ({ store }) => store.queued },
  { name: 'cpu', threshold: 0.8, value: ({ system }) => system.cpuShare },
  {
    name: 'memory',
    threshold: 0.85,
    value: ({ system }) => used(system.memoryFreeBytes, system.memoryBytes),
  },
  {
    name: 'disk',
    threshold: 0.9,
    value: ({ system }) => used(system.diskFreeBytes, system.diskBytes),
  },
  { name: 'cacheHitRate', threshold: 0.7, below: true, value: ({ cache }) => cache.hitRate },
];

function used(free: number, all: number): number | null {
  return all > 0 ? 1 - free / all : null;
}

/** Judges look after look, and remembers since when something is wrong. */
export class Alerts {
  readonly #since = new Map<string, string>();

  judge(ops: Judged): OpsAlert[] {
    return RULES.map(({ name, threshold, below, value: read }) => {
      const value = read(ops);
      const firing = value !== null && (below ? value < threshold : value > threshold);
      if (!firing) this.#since.delete(name);
      else if (!this.#since.has(name)) this.#since.set(name, ops.at);
      return { name, value, threshold, firing, since: this.#since.get(name) ?? null };
    });
  }
}
