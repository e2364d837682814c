import t from 'tap';
import { Memory } from '../../client/memory.js';
import { ack, commands, refusal } from './fake-answers.js';
import { openMemory } from './terminals.js';

const TAKEAWAY = { type: 'takeaway' as const, lines: [] };

async function twoTabs(t: Parameters<typeof openMemory>[0]) {
  const memory = new Memory();
  const first = await openMemory(t, memory);
  const second = await openMemory(t, memory);
  first.world.serve();
  second.world.serve();
  const settle = async () => {
    await first.world.clock.advance(0);
    await second.world.clock.advance(0);
  };
  return { memory, first, second, settle };
}

t.test('tabs: one outbox, and one of them sends', async (t) => {
  const { first, second, settle } = await twoTabs(t);
  const mine = await first.terminal.queue('order.create', TAKEAWAY);
  const other = await second.terminal.queue('order.create', TAKEAWAY);
  t.equal(other.entry.place, 2, 'behind what the first tab gave');
  await settle();
  t.strictSame(
    commands(first.world).map(({ id }) => id),
    [mine.entry.id, other.entry.id],
  );
  t.strictSame(commands(second.world), []);
  t.equal(second.terminal.outbox.get().waiting.length, 2, 'each shows all that waits');
});

t.test('tabs: the answer comes to the tab that gave the command', async (t) => {
  const { first, second, settle } = await twoTabs(t);
  const good = await second.terminal.queue('order.create', TAKEAWAY);
  const bad = await second.terminal.queue('order.create', TAKEAWAY);
  const [done, refused] = [good.answer(), bad.answer()];
  await settle();
  ack(first.world, good.entry.id, { id: 'x' }, 7);
  refusal(first.world, bad.entry.id, 'table_busy');
  await settle();
  t.strictSame(await done, { id: 'x' });
  await t.rejects(refused, { code: 'table_busy' });
  for (const { terminal } of [first, second]) {
    t.match(terminal.outbox.get(), {
      waiting: [],
      dead: [{ reason: 'refused' }],
      confirmed: [{ seq: 7 }],
    });
  }
  await second.terminal.outbox.discard(bad.entry.id);
  await settle();
  t.strictSame(first.terminal.outbox.get().dead, []);
});

t.test('tabs: when the one that sends is gone, the next one sends', async (t) => {
  const { first, second, settle } = await twoTabs(t);
  const { entry } = await first.terminal.queue('order.create', TAKEAWAY);
  await first.device.close();
  await settle();
  t.strictSame(
    commands(second.world).map(({ id }) => id),
    [entry.id],
  );
  ack(second.world, entry.id, {}, 1);
  t.strictSame(second.terminal.outbox.get().waiting, []);
});

t.test('tabs: an answer that died with its tab is asked for again', async (t) => {
  const { memory, first, second, settle } = await twoTabs(t);
  const { entry, answer } = await second.terminal.queue('order.create', TAKEAWAY);
  const answered = answer();
  await settle();
  t.equal(commands(first.world).length, 1);
  // The first tab settles it and is gone before it could say so.
  const silent = memory.open();
  await silent.update([], () => [[`out/outlet/${'1'.padStart(12, '0')}`, undefined]]);
  await silent.close();
  await first.device.close();
  await settle();
  await settle();
  t.strictSame(
    commands(second.world).map(({ id }) => id),
    [entry.id],
    'the very same command',
  );
  ack(second.world, entry.id, { id: 'kept by the server' }, 1);
  t.strictSame(await answered, { id: 'kept by the server' });
});
