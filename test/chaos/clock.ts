/**
 * Loaded before a box by `node --import`: makes its clock go wrong by as many milliseconds as a file says,
 * read again all the time, so that a test can step it. `performance.now()` goes on as it does on a real
 * machine, whose monotonic clock is not stepped either.
 */
import { readFileSync } from 'node:fs';

const file = process.env.KOTD_TEST_CLOCK ?? '';
const RealDate = Date;
let offset = 0;
let readAt = Number.NEGATIVE_INFINITY;

function wrongBy(): number {
  const now = performance.now();
  if (now - readAt > 50) {
    readAt = now;
    offset = Number(readFileSync(file, 'utf8'));
  }
  return offset;
}

const now = () => RealDate.now() + wrongBy();

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, self) => Reflect.construct(target, args.length ? args : [now()], self),
  apply: () => new RealDate(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
