import type { Ops } from './ops.js';

/** What is drawn over time. */
export const SERIES = {
  requests: ({ requests }: Ops) => requests.perSecond,
  latency: ({ requests }: Ops) => requests.p95Ms,
  errors: ({ requests, commands }: Ops) => requests.errorsPerSecond + commands.errorsPerSecond,
  commands: ({ commands }: Ops) => commands.perSecond,
  frames: ({ sockets }: Ops) => sockets.framesPerSecond,
  behind: ({ streams }: Ops) => streams.behind,
  cache: ({ cache }: Ops) => (cache.hitRate === null ? null : cache.hitRate * 100),
  commits: ({ store }: Ops) => store.commitsPerSecond,
  cpu: ({ system }: Ops) => system.cpuShare * 100,
  memory: ({ system }: Ops) => 100 * usedShare(system.memoryFreeBytes, system.memoryBytes),
} as const satisfies Record<string, (ops: Ops) => number | null>;
export type SeriesName = keyof typeof SERIES;

/** Looks that are kept: with one a second, two minutes. */
export const KEPT = 120;

/** @param free of `all` */
export function usedShare(free: number, all: number): number {
  return all > 0 ? 1 - free / all : 0;
}

/** The last looks at the box, the oldest first. */
export class History {
  readonly #looks: Ops[] = [];

  /** What was looked at already is not taken twice. */
  add(ops: Ops): void {
    if (this.#looks.at(-1)?.at === ops.at) return;
    this.#looks.push(ops);
    if (this.#looks.length > KEPT) this.#looks.shift();
  }

  /** Seconds since 1970, and what there was then; null where there was nothing to measure. */
  series(name: SeriesName): [at: number[], values: (number | null)[]] {
    const read = SERIES[name];
    return [this.#looks.map(({ at }) => Date.parse(at) / 1000), this.#looks.map(read)];
  }
}
