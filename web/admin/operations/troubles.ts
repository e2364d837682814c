import type { Ops } from './ops.js';

type AlertName = Ops['alerts'][number]['name'];

/** Something that is wrong with the box: which words say it, how grave it is, and the figures in them. */
export type Trouble =
  | { what: `alert.${AlertName}`; tone: 'bad' | 'warn'; value: number; since: string | null }
  | { what: 'workersMissing'; tone: 'bad'; n: number; all: number }
  | { what: 'workerSilent'; tone: 'warn'; worker: number }
  | { what: 'storeFailing' | 'busDown'; tone: 'bad' | 'warn' }
  | { what: 'breakerOpen' | 'breakerHalfOpen'; tone: 'bad' | 'warn'; name: string }
  | { what: 'behind'; tone: 'warn'; n: number }
  | { what: 'losses'; tone: 'warn'; n: number };

/** What people feel at once. */
const GRAVE: readonly AlertName[] = ['latencyP95Ms', 'errorShare', 'storeBacklog', 'disk'];

/** All that is wrong, the gravest first. */
export function troublesOf(ops: Ops): Trouble[] {
  const { workers, workersWanted, losses, store, breakers, bus, streams, alerts } = ops;
  const up = workers.filter(({ state, answered }) => state === 'ready' && answered).length;
  const found: Trouble[] = [
    ...(store.failing ? [{ what: 'storeFailing', tone: 'bad' } as const] : []),
    ...(workers.length < workersWanted
      ? [{ what: 'workersMissing', tone: 'bad', n: up, all: workersWanted } as const]
      : []),
    ...breakers.flatMap(({ name, state }): Trouble[] => {
      if (state === 'closed') return [];
      return [
        state === 'open'
          ? { what: 'breakerOpen', tone: 'bad', name }
          : { what: 'breakerHalfOpen', tone: 'warn', name },
      ];
    }),
    ...alerts.flatMap(({ name, value, firing, since }): Trouble[] => {
      if (!firing || value === null) return [];
      return [{ what: `alert.${name}`, tone: GRAVE.includes(name) ? 'bad' : 'warn', value, since }];
    }),
    ...workers.flatMap(({ worker, answered }): Trouble[] =>
      answered ? [] : [{ what: 'workerSilent', tone: 'warn', worker }],
    ),
    ...(bus.healthy ? [] : [{ what: 'busDown', tone: 'warn' } as const]),
    ...(streams.behind > 0 ? [{ what: 'behind', tone: 'warn', n: streams.behind } as const] : []),
    ...(losses > 0 ? [{ what: 'losses', tone: 'warn', n: losses } as const] : []),
  ];
  return [
    ...found.filter(({ tone }) => tone === 'bad'),
    ...found.filter(({ tone }) => tone === 'warn'),
  ];
}
