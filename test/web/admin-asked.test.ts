import { setImmediate as nextTurn } from 'node:timers/promises';
import t from 'tap';
import { Asked } from '../../web/admin/asked.js';

t.test('asked: commands that are shown ahead arrive in their order', async (t) => {
  let held = ['a', 'b', 'c'];
  const sent: string[] = [];
  const gates: (() => void)[] = [];
  const asked = new Asked(async () => held);
  await asked.ask();
  const arrange = (order: string) =>
    asked.ahead(
      () => [...order],
      async () => {
        sent.push(order);
        await new Promise<void>((resolve) => gates.push(resolve));
        held = [...order];
      },
      'order',
    );
  const first = arrange('bac');
  await nextTurn();
  const all = [first, arrange('bca'), arrange('cba')];
  t.same(asked.value.value, ['c', 'b', 'a'], 'the last is shown at once');
  await nextTurn();
  t.same(sent, ['bac'], 'the others wait for the first');
  gates.shift()?.();
  await all[1];
  await nextTurn();
  t.same(sent, ['bac', 'cba'], 'what the last one makes out of date is not sent');
  await asked.ask();
  t.same(asked.value.value, ['c', 'b', 'a'], 'an answer of before is not shown');
  gates.shift()?.();
  await Promise.all(all);
  await asked.ask();
  t.same(asked.value.value, held);
  asked.rest();
});

t.test('asked: a command that is refused holds up none behind it', async (t) => {
  const asked = new Asked(async () => 0);
  await asked.ask();
  const refused = asked.ahead(
    (n) => n + 1,
    () => Promise.reject(new Error('no')),
  );
  let done = false;
  const next = asked.ahead(
    (n) => n + 1,
    async () => {
      done = true;
    },
  );
  await t.rejects(refused, { message: 'no' });
  await next;
  t.ok(done);
  asked.rest();
});
