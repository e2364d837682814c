import t from 'tap';
import { VitalSigns, type VitalsSources } from '../../../src/ops/live/vitals.js';
import { totals } from './vitals.js';

const METRICS = {
  totals: () => ({ requests: totals([3], 1), commands: totals([]), framesSent: 7 }),
};
const SOURCES: VitalsSources = {
  storeKind: 'embedded',
  probe: async () => undefined,
  counts: () => ({
    sockets: 2,
    streams: [
      { outletId: 'a', seq: 5, head: 9 },
      { outletId: 'b', seq: 9, head: 5 },
    ],
  }),
  store: () => ({ commits: 1, conflicts: 2, duplicates: 3, queued: 4, failing: false }),
  cache: () => ({
    hits: 1,
    misses: 2,
    stale: 3,
    entries: 4,
    bytes: 5,
    lastGood: 6,
    second: null,
  }),
  breakers: () => [{ name: 'reads', state: 'halfOpen' }],
};

t.test(
  'vitals: a worker says what it has counted, and how the store answers just now',
  async (t) => {
    const signs = new VitalSigns(METRICS, SOURCES);
    const said = await signs.take();
    t.match(said, {
      pid: process.pid,
      sockets: 2,
      streams: 2,
      behind: 4,
      framesSent: 7,
      requests: { count: 3, errors: 1 },
      cache: { hits: 1, misses: 2, entries: 4, bytes: 5 },
      store: { kind: 'embedded', commits: 1, conflicts: 2, queued: 4, connections: null },
      breakers: [{ name: 'reads', state: 'halfOpen' }],
    });
    t.ok((said.store.readMs ?? -1) >= 0);
    t.ok(said.cpuSeconds > 0 && said.rssBytes > said.heapBytes);
  },
);

t.test('vitals: a store that fails, or hangs, is not waited for', async (t) => {
  const failing = { ...SOURCES, probe: () => Promise.reject(new Error('away')) };
  t.equal((await new VitalSigns(METRICS, failing).take()).store.readMs, null);
  const hanging = { ...SOURCES, probe: () => new Promise(() => undefined) };
  t.equal((await new VitalSigns(METRICS, hanging).take()).store.readMs, null);
});

t.test('vitals: a loop that was held up says how long, even if it is asked at once', async (t) => {
  const signs = new VitalSigns(METRICS, SOURCES);
  t.strictSame(
    (await signs.take()).loopMs,
    { p50: 0, p99: 0, max: 0 },
    'nothing was looked at yet',
  );
  const before = performance.now();
  while (performance.now() < before + 60);
  const { loopMs } = await signs.take();
  t.ok(loopMs.max >= 50, `${loopMs.max}`);
  t.ok((await signs.take()).loopMs.max < loopMs.max, 'it is told once');
});
