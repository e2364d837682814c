import t, { type Test } from 'tap';
import { QuietLook } from '../../src/ops/quiet-look.js';
import { until } from '../until.js';

function open(t: Test, ask: () => Promise<boolean>): QuietLook {
  const look = new QuietLook(ask, 5);
  t.teardown(() => look.stop());
  return look;
}

t.test('quiet look: well until one finds otherwise, and again when one goes well', async (t) => {
  let ask = async () => false;
  const look = open(t, () => ask());
  t.ok(look.well, 'before the first one');
  await until(() => !look.well, 'look that was not answered');
  ask = async () => true;
  await until(() => look.well, 'answer');
  ask = async () => {
    throw new Error('away');
  };
  await until(() => !look.well, 'look that failed');
});

t.test('quiet look: one at a time, however long it takes', async (t) => {
  let looks = 0;
  let answer = (_well: boolean) => {};
  const slow = open(t, () => {
    looks++;
    return new Promise((resolve) => {
      answer = resolve;
    });
  });
  let others = 0;
  open(t, async () => ++others > 0);
  await until(() => others > 10, 'time for ten looks');
  t.equal(looks, 1);
  answer(false);
  await until(() => looks === 2 && !slow.well, 'next look');
});
