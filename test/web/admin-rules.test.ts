import t from 'tap';
import { byDay, type Entry, matches } from '../../web/admin/audit/filter.js';
import { peakOf, piecesOf } from '../../web/admin/chart/curve.js';
import { ticksUpTo } from '../../web/admin/chart/ticks.js';
import { arranged } from '../../web/admin/menu/arranged.js';
import { History, KEPT_SECONDS, SERIES } from '../../web/admin/operations/history.js';
import type { Ops } from '../../web/admin/operations/ops.js';
import { troublesOf } from '../../web/admin/operations/troubles.js';
import { densityOf, spotAt, spotsOf, steered } from '../../web/admin/tables/plan.js';
import { comparedBy, growthOf } from '../../web/admin/today/compared.js';
import { busyHours, isEmpty, numberRange, type Report } from '../../web/admin/today/report.js';
import { addDays, addMonths, isDay, weeksOf } from '../../web/ui/days.js';

t.test('days: the calendar, also over its edges', async (t) => {
  t.equal(addDays('2028-02-28', 1), '2028-02-29');
  t.equal(addDays('2027-01-01', -1), '2026-12-31');
  t.ok(isDay('2026-11-21'));
  for (const text of ['', 'today', '2026-02-30', '2026-1-1', '20261121'])
    t.notOk(isDay(text), text);
  t.equal(addMonths('2026-11-20', 1), '2026-12-20');
  t.equal(addMonths('2026-12-31', 2), '2027-02-28', 'a shorter month ends it');
  t.equal(addMonths('2026-01-15', -1), '2025-12-15');
});

t.test('days: a month stands in weeks, whichever day they begin with', async (t) => {
  const none = (count: number) => Array<null>(count).fill(null);
  const sundays = weeksOf('2026-11-20', 0);
  t.same(
    sundays[0],
    [1, 2, 3, 4, 5, 6, 7].map((day) => `2026-11-0${day}`),
  );
  t.same(sundays.at(-1), ['2026-11-29', '2026-11-30', ...none(5)]);
  const mondays = weeksOf('2026-11-20', 1);
  t.same(mondays[0], [...none(6), '2026-11-01']);
  t.equal(mondays.flat().filter((day) => day !== null).length, 30);
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

t.test('days: without a bill there is nothing to show but what was taken back', async (t) => {
  const none = { count: 0, cancelled: 0, first: null, last: null };
  const voids = { portions: 2, amount: 64_000 };
  const cancellations = { orders: { count: 1, amount: 0 }, bills: { count: 0, amount: 0 } };
  const day = { bills: none, voids, cancellations } as Report;
  t.ok(isEmpty(day));
  t.notOk(isEmpty({ ...day, bills: { ...none, count: 1 } }));
  t.notOk(isEmpty({ ...day, bills: { ...none, cancelled: 1 } }));
});

const hoursOf = (amounts: Record<number, number>) =>
  Array.from({ length: 24 }, (_, at) => {
    const hour = (at + 4) % 24;
    return { hour, count: amounts[hour] ? 1 : 0, amount: amounts[hour] ?? 0 };
  });

t.test('days: one that is not over is held against the same part of the other', async (t) => {
  const now = hoursOf({ 13: 12_000, 19: 8_000, 20: 5_000 });
  const before = hoursOf({ 13: 4_000, 19: 6_000, 20: 9_000, 21: 4_000 });
  const until20 = comparedBy(now, before, 20);
  t.same(until20, { until: 20, now: 20_000, before: 10_000 }, 'the hour that runs is in neither');
  t.equal(until20 && growthOf(until20), 1);
  t.same(comparedBy(now, before, null), { until: null, now: 25_000, before: 23_000 });
  t.equal(comparedBy(now, before, 13), null, 'nothing was sold before that hour');
  const late = comparedBy(now, before, 2);
  t.same(late, { until: 2, now: 25_000, before: 23_000 }, 'the night belongs to the day before');
});

t.test('bills: the numbers of a day are told without saying their series twice', async (t) => {
  t.equal(numberRange('A/26-27/000026', 'A/26-27/000052'), 'A/26-27/000026 – 000052');
  t.equal(numberRange('A/26-27/000026', 'A/26-27/000026'), 'A/26-27/000026');
  t.equal(numberRange('A/26-27/000026', 'B/26-27/000001'), 'A/26-27/000026 – B/26-27/000001');
  t.equal(numberRange('17', '19'), '17 – 19');
});

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
    t.equal(densityOf(12).fit, 1, 'a usual room is drawn at its size');
    const { fit, columns } = densityOf(200);
    t.ok(17 * fit * columns < 100, 'of 200 tables even the longest have room side by side');
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
  system: {
    ...{ memoryBytes: 100, memoryFreeBytes: 40, cpuShare: 0.5 },
    ...{ diskBytes: 0, diskFreeBytes: 0 },
  },
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

const later = (seconds: number): Ops => ({
  ...WELL,
  at: new Date(Date.parse(WELL.at) + seconds * 1000).toISOString(),
});

t.test('operations: a look is kept once, and only the last minutes of them', async (t) => {
  const at = Date.parse(WELL.at) / 1000;
  const history = new History();
  history.add(WELL);
  history.add(WELL);
  t.same(history.series('memory'), [{ at, value: 0.6 }]);
  t.same(history.series('cache'), [{ at, value: null }], 'nothing was asked of the cache');
  t.same(history.series('disk'), [{ at, value: null }], 'nobody knows how large it is');
  for (let seconds = 1; seconds <= KEPT_SECONDS + 1; seconds++) history.add(later(seconds));
  const points = history.series('requests');
  t.equal(points.length, KEPT_SECONDS + 1);
  t.equal(points[0]?.at, at + 1, 'the oldest is gone');
  t.equal(history.seconds, KEPT_SECONDS);
  history.add(later(1000));
  t.equal(history.seconds, 0, 'what was seen long before is no history of now');
});

t.test('operations: each curve is of what its tile says', async (t) => {
  const ops = { ...WELL, requests: { ...flow, errorsPerSecond: 0.5 } };
  const failing = { ...ops, commands: { ...flow, errorsPerSecond: 0.5 } };
  t.equal(SERIES.sockets(WELL), 3);
  t.equal(SERIES.frames(WELL), 5);
  t.equal(SERIES.errors(failing), 0.5, 'a command that failed over HTTP is not counted twice');
});

t.test(
  'charts: a curve is full from its begin, and nothing is drawn where nobody looked',
  async (t) => {
    const curve = (...samples: [at: number, value: number | null][]) =>
      piecesOf(
        samples.map(([at, value]) => ({ at, value })),
        10,
      );
    t.same(curve([0, 0], [20, 10]).flat(), [
      [0, 100],
      [100, 0],
    ]);
    t.same(curve([100, 5]), [[[100, 50]]], 'the first is at the right edge');
    t.equal(curve([0, 1], [1, 1], [60, 1], [61, 1]).length, 2, 'a gap');
    t.equal(curve([0, 1], [1, null], [2, 1]).length, 2, 'nothing to measure');
    t.same(curve([0, 99]), [[[100, 0]]], 'never above the chart');
    t.same(curve(), []);
    t.equal(
      peakOf([
        { at: 0, value: 3 },
        { at: 1, value: null },
      ]),
      3,
    );
    t.equal(peakOf([{ at: 1, value: null }]), null);
  },
);
