import { setImmediate as loopCameRound } from 'node:timers/promises';
import t from 'tap';
import { turnNow } from '../../src/http/arrivals.js';

t.test('arrivals: a turn of the loop has one number, the next another', async (t) => {
  const first = turnNow();
  await Promise.resolve();
  t.equal(turnNow(), first);
  await loopCameRound();
  const second = turnNow();
  t.not(second, first);
  await loopCameRound();
  await loopCameRound();
  t.not(turnNow(), second);
});
