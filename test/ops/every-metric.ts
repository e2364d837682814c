import { BoxMetrics } from '../../src/ops/box-metrics.js';
import { Metrics } from '../../src/ops/metrics.js';

/** What a worker and a primary of a fleet measure: with everything that can be there, all of it at zero. */
export async function everyMetric(): Promise<{ name: string; type: string; help: string }[]> {
  const worker = new Metrics();
  worker.watch({
    counts: () => ({
      sockets: 0,
      streams: [],
      lookout: { looks: 0, failed: 0, wanting: 0, trusted: true, slowestSeconds: 0 },
    }),
    store: () => ({
      commits: 0,
      conflicts: 0,
      duplicates: 0,
      queued: 0,
      failing: false,
      server: {
        connections: 0,
        inUse: 0,
        waiting: 0,
        checkoutFailures: 0,
        commands: new Map(),
        failovers: 0,
        unknownResults: 0,
        groups: 0,
        groupConflicts: 0,
      },
    }),
    mostConnections: 0,
    redisUp: () => true,
    cache: () => ({
      hits: 0,
      misses: 0,
      stale: 0,
      entries: 0,
      bytes: 0,
      lastGood: 0,
      second: { hits: 0, misses: 0, damaged: 0 },
    }),
    breakers: () => [],
  });
  const box = new BoxMetrics({
    workers: () => 0,
    losses: () => 0,
    limitKeys: () => 0,
    fleet: () => ({
      healthy: true,
      others: 0,
      roundTripMs: 0,
      sent: 0,
      received: 0,
      dropped: 0,
      refused: 0,
      breaker: { state: 'closed' },
    }),
  });
  const text = await box.merge(new Map([[1, await worker.json()]]));
  const types = new Map(
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]),
  );
  return [...text.matchAll(/^# HELP (\S+) (.*)$/gm)]
    .map(([, name = '', help = '']) => ({ name, help, type: types.get(name) ?? '' }))
    .filter(({ name }) => name.startsWith('kotd_'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
