import t from 'tap';
import {
  type BackupName,
  backupsIn,
  manifestOf,
  nameOf,
} from '../../src/operator/backups/names.js';
import { outlived } from '../../src/operator/backups/retention.js';

const NOW = Date.parse('2026-11-21T13:30:00.000Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const base = (at: number): BackupName => ({ name: nameOf(at, null), at, baseAt: null });
const since = (baseAt: number, at: number): BackupName => ({
  name: nameOf(at, baseAt),
  at,
  baseAt,
});

t.test('names: say what they are, and sort by time', async (t) => {
  const names = [nameOf(NOW, null), nameOf(NOW + 5, NOW), nameOf(NOW - DAY, null)];
  t.equal(names[0], 'kotd-20261121T133000000Z.jsonl.gz');
  t.equal(names[1], 'kotd-20261121T133000005Z-since-20261121T133000000Z.jsonl.gz');
  t.equal(manifestOf(names[0] ?? ''), 'kotd-20261121T133000000Z.json');
  t.same(backupsIn(['x', ...names, 'kotd-20261121T133000000Z.json', `${names[0]}.1.partial`]), [
    base(NOW - DAY),
    base(NOW),
    since(NOW, NOW + 5),
  ]);
});

t.test('retention: keeps the newest bases with what belongs to them', async (t) => {
  const all = [base(NOW - 3 * DAY), since(NOW - 3 * DAY, NOW - 3 * DAY + 1), base(NOW - 2 * DAY)];
  all.push(since(NOW - 2 * DAY, NOW - 2 * DAY + 1), base(NOW - DAY));
  t.same(outlived(all, 3, NOW), []);
  t.same(outlived(all, 2, NOW), all.slice(0, 2));
  t.same(outlived(all, 1, NOW), all.slice(0, 4));
  t.same(outlived(all.slice(1), 9, NOW), [all[1]], 'one without its base is of no use');
});

t.test('retention: thins out the differentials of past hours, never the newest', async (t) => {
  const first = NOW - 10 * 60 * MINUTE;
  const every = Array.from({ length: 600 }, (_, i) => since(first, first + (i + 1) * MINUTE));
  const gone = new Set(outlived([base(first), ...every], 1, NOW));
  const left = every.filter((one) => !gone.has(one));
  t.same(left.filter(({ at }) => NOW - at < 60 * MINUTE).length, 60, 'all of the last hour');
  const older = left.filter(({ at }) => NOW - at >= 60 * MINUTE);
  t.ok(older.length >= 9 && older.length <= 10, `${older.length} of the nine hours before`);
  t.ok(!gone.has(every.at(-1) ?? base(0)));
  const alone = [base(first), since(first, first + MINUTE)];
  t.same(outlived(alone, 1, NOW + 30 * DAY), [], 'nor one that is old');
});
