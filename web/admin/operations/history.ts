import type { Ops } from './ops.js';

/** What is shown as a figure and drawn over time: both are read here, so that they are of the same thing. */
export const SERIES = {
  requests: ({ requests }) => requests.perSecond,
  latency: ({ requests }) => requests.p95Ms,
  commands: ({ commands }) => commands.perSecond,
  // Not with those of commands: one that fails over HTTP is a failed request as well.
  errors: ({ requests }) => requests.errorsPerSecond,
  sockets: ({ sockets }) => sockets.open,
  frames: ({ sockets }) => sockets.framesPerSecond,
  behind: ({ streams }) => streams.behind,
  commits: ({ store }) => store.commitsPerSecond,
  cache: ({ cache }) => cache.hitRate,
  cpu: ({ system }) => system.cpuShare,
  memory: ({ system }) => usedShare(system.memoryFreeBytes, system.memoryBytes),
  disk: ({ system }) => usedShare(system.diskFreeBytes, system.diskBytes),
} as const satisfies Record<string, (ops: Ops) => number | null>;
export type SeriesName = keyof typeof SERIES;

/** When something was, in seconds since 1970, and what it was then; null: there was nothing to measure. */
export interface Point {
  at: number;
  value: number | null;
}

/** How far back is kept; seconds. */
export const KEPT_SECONDS = 120;

/** @param free of `all`; null where nobody knows how much that is */
function usedShare(free: number, all: number): number | null {
  return all > 0 ? 1 - free / all : null;
}

/** The last looks at the box, the oldest first. */
export class History {
  #looks: { at: number; ops: Ops }[] = [];

  /** What was looked at already is not taken twice. */
  add(ops: Ops): void {
    const at = Date.parse(ops.at) / 1000;
    if (this.#looks.at(-1)?.at === at) return;
    const within = this.#looks.filter((look) => at - look.at <= KEPT_SECONDS);
    this.#looks = [...within, { at, ops }];
  }

  series(name: SeriesName): Point[] {
    return this.#looks.map(({ at, ops }) => ({ at, value: SERIES[name](ops) }));
  }

  /** How much time is known; seconds. */
  get seconds(): number {
    return (this.#looks.at(-1)?.at ?? 0) - (this.#looks[0]?.at ?? 0);
  }
}
