import t from 'tap';
import { addDays, isDay } from '../../web/admin/today/days.js';
import { byDay, type Entry, matches } from '../../web/admin/audit/filter.js';
import { busyHours } from '../../web/admin/today/report.js';
import { ticksUpTo } from '../../web/admin/chart/ticks.js';
import { arranged } from '../../web/admin/menu/arranged.js';
import { History, KEPT } from '../../web/admin/operations/history.js';
import type { Ops } from '../../web/admin/operations/ops.js';
import { troublesOf } from '../../web/admin/operations/troubles.js';
import { spotAt, spotsOf, steered } from '../../web/admin/tables/plan.js';

t.test('days: the calendar, also over its edges', async (t) => {
  t.equal(addDays('2028-02-28', 1), '2028-02-29');
  t.equal(addDays('2027-01-01', -1), '2026-12-31');
  t.ok(isDay('2026-11-21'));
  for (const text of ['', 'today', '2026-02-30', '2026-1-1', '20261121'])
    t.notOk(isDay(text), text);
});

t.test(
  'hours: only those between the first and the last sale, and one more at each end',
  async (t) => {
    const hours = Array.from({ length: 24 }, (_, at) => ({
      hour: (at + 4) % 24,
      count: at === 9 || at === 12 ? 2 : 0,
      amount: 0,
    }));
    t.same(
      busyHours(hours).map(({ hour }) => hour),
      [12, 13, 14, 15, 16, 17],
    );
    t.same(busyHours(hours.map((each) => ({ ...each, count: 0 }))), []);
  },
);

t.test(
  'charts: lines are at round steps, and the last is at or above the highest value',
  async (t) => {
    t.same(ticksUpTo(2_421_100, 100), [0, 500_000, 1_000_000, 1_500_000, 2_000_000, 2_500_000]);
    t.same(ticksUpTo(2_500_000, 100).at(-1), 2_500_000, 'no line too many');
    t.same(ticksUpTo(0, 100), [0, 100], 'an empty day has a field as well');
    t.same(ticksUpTo(250, 100), [0, 100, 200, 300], 'no step below a rupee');
    for (const most of [1, 99, 101, 12_345, 987_654_321]) {
      const ticks = ticksUpTo(most, 100);
      t.ok((ticks.at(-1) ?? 0) >= most, `${most} is on the chart`);
      t.ok(ticks.length <= 6, `${most} has no more lines than can be read`);
    }
  },
);

t.test('order: a row moves, and the others keep theirs', async (t) => {
  t.same(arranged(['a', 'b', 'c'], 0, 2), ['b', 'c', 'a']);
  t.same(arranged(['a', 'b', 'c'], 2, 0), ['c', 'a', 'b']);
  const list = ['a', 'b'];
  t.equal(arranged(list, 0, 2), list, 'beyond the end is nowhere');
  t.equal(arranged(list, 1, 1), list);
});

t.test(
  'plan: tables stay on it, on the grid, and those without a place stand in rows',
  async (t) => {
    t.same(spotAt(-50, 1234), { x: 40, y: 960 });
    t.same(spotAt(511, 489), { x: 520, y: 480 });
    t.same(steered('ArrowRight', { x: 500, y: 500 }), { x: 520, y: 500 });
    t.same(steered('ArrowUp', { x: 500, y: 50 }, 100), { x: 500, y: 40 });
    t.equal(steered('a', { x: 1, y: 1 }), null);
    const tables = [{ id: 'a', x: 100, y: 200 }, { id: 'b' }, { id: 'c', x: null, y: null }];
    const spots = spotsOf(tables);
    t.same(spots.get('a'), { x: 100, y: 200, placed: true });
    t.equal(spots.get('b')?.placed, false);
    t.not(spots.get('b')?.x, spots.get('c')?.x, 'not on top of each other');
  },
);

const ENTRY = {
  at: '2026-11-21T16:03:00.000Z',
  actorName: 'Meera Nair',
  subjectName: null,
  approverName: 'Vikram',
  reason: 'Guest left',
} as Entry;

t.test(
  'audit: found by whoever and whatever an entry names, and put together by day',
  async (t) => {
    t.ok(matches(ENTRY, 'meera guest', 'took back 1 × Naan'));
    t.ok(matches(ENTRY, 'NAAN', 'took back 1 × Naan'));
    t.notOk(matches(ENTRY, 'ravi', 'took back 1 × Naan'));
    t.ok(matches(ENTRY, '', ''));
    const older = { ...ENTRY, at: '2026-11-20T10:00:00.000Z' };
    const days = byDay([ENTRY, ENTRY, older], (at) => at.slice(0, 10));
    t.same(
      days.map(([day, some]) => [day, some.length]),
      [
        ['2026-11-21', 2],
        ['2026-11-20', 1],
      ],
    );
  },
);

const flow = { perSecond: 1, errorsPerSecond: 0, errorShare: 0, p50Ms: 1, p95Ms: 2, p99Ms: 3 };
const WELL = {
  at: '2026-11-21T16:03:00.000Z',
  system: { memoryBytes: 100, memoryFreeBytes: 40, cpuShare: 0.5 },
  workers: [{ worker: 1, state: 'ready', answered: true }],
  workersWanted: 1,
  losses: 0,
  sockets: { open: 3, framesPerSecond: 5 },
  streams: { count: 1, behind: 0 },
  requests: flow,
  commands: flow,
  cache: { hitRate: null },
  store: { failing: false, commitsPerSecond: 1 },
  breakers: [{ name: 'reads', state: 'closed' }],
  bus: { healthy: true },
  alerts: [{ name: 'cpu', value: 0.5, threshold: 0.8, firing: false, since: null }],
} as unknown as Ops;

t.test(
  'operations: what is wrong is said, the gravest first; nothing is said of what is well',
  async (t) => {
    t.same(troublesOf(WELL), []);
    const ill = {
      ...WELL,
      workersWanted: 2,
      streams: { count: 1, behind: 4 },
      bus: { ...WELL.bus, healthy: false },
      breakers: [{ name: 'reads', state: 'open' }],
      alerts: [
        { name: 'cpu', value: 0.9, threshold: 0.8, firing: true, since: WELL.at },
        { name: 'latencyP95Ms', value: 700, threshold: 500, firing: true, since: WELL.at },
      ],
    } as Ops;
    t.same(
      troublesOf(ill).map(({ what }) => what),
      ['workersMissing', 'breakerOpen', 'alert.latencyP95Ms', 'alert.cpu', 'busDown', 'behind'],
    );
  },
);

t.test('operations: a look is kept once, and only the last minutes of them', async (t) => {
  const history = new History();
  history.add(WELL);
  history.add(WELL);
  t.same(history.series('memory'), [[Date.parse(WELL.at) / 1000], [60]]);
  t.same(history.series('cache')[1], [null], 'nothing was asked of the cache');
  for (let at = 1; at <= KEPT; at++) {
    history.add({ ...WELL, at: new Date(Date.parse(WELL.at) + at * 1000).toISOString() });
  }
  const [times] = history.series('requests');
  t.equal(times.length, KEPT);
  t.equal(times[0], Date.parse(WELL.at) / 1000 + 1, 'the oldest is gone');
});
