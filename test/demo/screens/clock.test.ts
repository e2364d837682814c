import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import t from 'tap';

const CLOCK = new URL('../../../demo/screens/clock.js', import.meta.url).href;
const HOUR_MS = 3_600_000;

t.test('clock: a program that it is loaded before lives at another time', async (t) => {
  const says = `JSON.stringify([
    Date.now(), new Date(), new Date(0), new Date(2020, 1, 29).getDate(), new Date() instanceof Date,
    Date.parse('2026-11-20T15:15:00Z'),
  ])`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [`--import=${CLOCK}`, '-p', says],
    { env: { ...process.env, CLOCK_OFFSET_MS: String(-24 * HOUR_MS) } },
  );
  const [now, made, ...rest] = JSON.parse(stdout) as [number, string, ...unknown[]];
  const ago = Date.now() - now;
  t.ok(ago >= 24 * HOUR_MS && ago < 25 * HOUR_MS, 'a day ago');
  t.ok(Math.abs(Date.parse(made) - now) < HOUR_MS, 'both ways to ask say so');
  t.same(rest, ['1970-01-01T00:00:00.000Z', 29, true, Date.UTC(2026, 10, 20, 15, 15)]);
});
