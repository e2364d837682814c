/**
 * Loaded before a kotd by `node --import`: ten seconds pass in one, for its timers and its monotonic clock. So
 * the minute of a limit, which no setting shortens, is over in six seconds. `Date` goes as it always does.
 */
export const SPEED = 10;

const { performance } = globalThis;
const really = performance.now.bind(performance);
performance.now = () => really() * SPEED;

const bigint = process.hrtime.bigint;
process.hrtime.bigint = () => bigint() * BigInt(SPEED);

globalThis.setTimeout = sooner(globalThis.setTimeout);
globalThis.setInterval = sooner(globalThis.setInterval);

/** What hangs on the function besides (Node's promisified form) stays as it is. */
function sooner<T extends typeof setTimeout | typeof setInterval>(timer: T): T {
  return new Proxy(timer, {
    apply: (target, self, [act, ms = 0, ...rest]) =>
      Reflect.apply(target, self, [act, Number(ms) / SPEED, ...rest]),
  });
}
