import t from 'tap';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Lanes } from '../../src/realtime/lanes.js';

t.test('lanes: so much at the same time, in the order of coming, and all of it', async (t) => {
  const lanes = new Lanes(3);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const add = (i: number) =>
    lanes.add(async () => {
      begun.push(i);
      await new Promise<void>((resolve) => ends.push(resolve));
    });
  const end = async () => {
    ends.shift()?.();
    await nextTurn();
  };
  for (let i = 0; i < 5; i++) add(i);
  t.strictSame(begun, [0, 1, 2]);
  await end();
  t.strictSame(begun, [0, 1, 2, 3]);
  add(5);
  for (let i = 0; i < 3; i++) await end();
  t.strictSame(begun, [0, 1, 2, 3, 4, 5]);
  for (let i = 0; i < 2; i++) await end();
  t.equal(ends.length, 0);
  for (let i = 6; i < 12; i++) add(i);
  t.strictSame(begun.slice(6), [6, 7, 8], 'after a rest as before');
});
