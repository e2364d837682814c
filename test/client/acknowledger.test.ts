import t, { type Test } from 'tap';
import type { ServerFrame } from '../../client/frames.js';
import type { Ticket } from '../../src/domain/shapes/ticket.js';
import { problemOf } from '../../src/handlers/problem.js';
import { KotdError, type ErrorCode } from '../../src/domain/errors.js';
import { ticket } from '../realtime/documents.js';
import { person } from './people.js';
import { openMemory } from './terminals.js';

const SHOWN = { at: '2026-11-20T14:00:00.000Z', by: 'display', deviceId: 'display' };

/** A display that is live, with these tickets on the server's list. */
async function display(t: Test, ids: readonly string[]) {
  const { world, terminal, tokens } = await openMemory(t);
  let seq = 0;
  const open = new Map(ids.map((id) => [id, ticket(id, 'grill')]));
  const greet = () => {
    const { socket } = world;
    socket.accept();
    socket.deliver(world.welcome());
    const snapshot = { orders: [], tickets: [...open.values()], tables: [], bills: [] };
    socket.deliver({ t: 'reset', epoch: 'one', seq, snapshot });
    socket.deliver(world.pos(seq));
  };
  greet();
  /** Seconds go by, and the server is to be heard all the time. */
  const pass = async (seconds: number) => {
    for (let i = 0; i < seconds; i++) {
      await world.clock.advance(1_000);
      world.socket.deliver(world.pos(seq));
    }
  };
  const said = () =>
    world.sockets.flatMap(({ sent }) =>
      sent.flatMap((frame) => (frame.t === 'cmd' ? [{ id: frame.id, ...frame.body }] : [])),
    ) as { id: string; ticketIds: string[] }[];
  const happens = (type: string, ticket: Ticket) => {
    open.set(ticket.id, ticket);
    const at = world.at;
    world.socket.deliver({
      t: 'ev',
      seq: ++seq,
      prev: seq - 1,
      type,
      at,
      actor: 'a',
      data: { ticket },
    });
  };
  const ack = (id = said().at(-1)?.id ?? '', result = {}) =>
    world.socket.deliver({ t: 'ack', id, result, seq: null });
  const refuse = (code: ErrorCode) => {
    const problem = problemOf(new KotdError(code), 'trace');
    world.socket.deliver({ t: 'err', id: said().at(-1)?.id ?? '', problem } as ServerFrame);
  };
  return { world, terminal, tokens, open, greet, pass, said, happens, ack, refuse };
}

t.test('acknowledger: what comes on the glass within a second is one command', async (t) => {
  const { world, terminal, pass, said, happens, ack } = await display(t, ['one', 'two', 'three']);
  terminal.shown(['one']);
  await world.clock.advance(400);
  terminal.shown(['one', 'two', 'nobody knows it']);
  t.strictSame(said(), [], 'there may be more');
  await pass(1);
  t.match(said(), [{ ticketIds: ['one', 'two'] }]);
  t.equal(world.socket.last('cmd')?.type, 'kitchen.shown');
  t.equal(terminal.outbox.get().waiting.length, 0, 'nothing is kept on the device');
  happens('ticket.shown', ticket('one', 'grill', { rev: 2, shown: SHOWN }));
  happens('ticket.shown', ticket('two', 'grill', { rev: 2, shown: SHOWN }));
  ack();
  terminal.shown(['one', 'two', 'three']);
  await pass(2);
  t.match(said().slice(1), [{ ticketIds: ['three'] }], 'only what nobody has acknowledged');
});

t.test('acknowledger: what another display was faster with, or a cook, is not told', async (t) => {
  const { terminal, pass, said, happens } = await display(t, ['shown', 'begun', 'gone']);
  terminal.shown(['shown', 'begun', 'gone']);
  happens('ticket.shown', ticket('shown', 'grill', { rev: 2, shown: SHOWN }));
  const [item] = ticket('begun', 'grill').items;
  if (!item) throw new Error('a ticket of nothing');
  const begun = { ...item, steps: [{ state: 'started' as const, at: SHOWN.at, by: 'cook' }] };
  happens('ticket.started', ticket('begun', 'grill', { rev: 2, items: [begun] }));
  happens('ticket.served', ticket('gone', 'grill', { rev: 2, open: false, state: 'served' }));
  await pass(5);
  t.strictSame(said(), []);
});

t.test('acknowledger: a line that breaks keeps nothing from the server for good', async (t) => {
  const { world, terminal, greet, pass, said, happens } = await display(t, ['one', 'two', 'three']);
  terminal.shown(['one', 'two']);
  await pass(1);
  t.equal(said().length, 1);
  happens('ticket.shown', ticket('one', 'grill', { rev: 2, shown: SHOWN }));
  world.socket.break();
  terminal.shown(['three']);
  await world.clock.advance(600);
  t.equal(said().length, 1);
  greet();
  await pass(2);
  t.match(said().slice(1), [{ ticketIds: ['two', 'three'] }]);
});

t.test('acknowledger: an answer that does not come, and a refusal of the moment', async (t) => {
  const { terminal, pass, said, ack, refuse } = await display(t, ['one']);
  terminal.shown(['one']);
  await pass(1);
  await pass(29);
  t.equal(said().length, 1);
  await pass(2);
  t.equal(said().length, 2, 'told once more');
  refuse('store_unavailable');
  await pass(3);
  t.equal(said().length, 3);
  ack();
  await pass(60);
  t.equal(said().length, 3);
});

t.test(
  'acknowledger: who may not say so says it no more, until somebody else is here',
  async (t) => {
    const { terminal, tokens, world, greet, pass, said, refuse } = await display(t, ['one', 'two']);
    terminal.shown(['one']);
    await pass(1);
    refuse('forbidden');
    terminal.shown(['one', 'two']);
    await pass(60);
    t.equal(said().length, 1);
    tokens.become('another', person('cook', 'kitchen'));
    await world.clock.advance(0);
    greet();
    await pass(2);
    t.match(said().slice(1), [{ ticketIds: ['one', 'two'] }]);
  },
);

t.test('acknowledger: a rush is told in parts', async (t) => {
  const ids = Array.from({ length: 250 }, (_, at) => `t${at}`);
  const { terminal, pass, said, ack } = await display(t, ids);
  terminal.shown(ids);
  for (let part = 1; part <= 3; part++) {
    await pass(1);
    t.equal(said().length, part);
    ack();
  }
  await pass(5);
  t.strictSame(
    said().flatMap(({ ticketIds }) => ticketIds),
    ids,
  );
});

t.test('acknowledger: a terminal that is closed says nothing more', async (t) => {
  const { terminal, world, pass, said } = await display(t, ['one']);
  terminal.shown(['one']);
  await terminal.close();
  await pass(5);
  t.strictSame(said(), []);
  t.strictSame(world.troubles, []);
});
