import t from 'tap';
import { Memory } from '../../client/memory.js';
import { BadBody } from '../../client/outbox/body.js';
import { DeadLetterError } from '../../client/outbox/entry.js';
import { ProblemError } from '../../client/problem.js';
import { FakeClock } from './fake-clock.js';
import { FakeWorld } from './fake-net.js';
import { ack, commands, refusal } from './fake-answers.js';
import { openMemory } from './terminals.js';

const TAKEAWAY = { type: 'takeaway' as const, lines: [] };
const WEEK_MS = 7 * 24 * 3_600_000;
const line = { itemId: 'dal', quantity: 1 };

t.test('outbox: a command is stored before it is sent', async (t) => {
  const { world, terminal } = await openMemory(t);
  await world.served();
  const queued = terminal.queue('order.create', TAKEAWAY);
  t.strictSame(commands(world), [], 'nothing was sent yet');
  const { entry } = await queued;
  t.match(entry, { place: 1, keys: [`order/${entry.body.id}`], by: { id: 'asha' } });
  t.strictSame(commands(world), [
    { t: 'cmd', id: entry.id, type: 'order.create', body: entry.body },
  ]);
  t.match(terminal.outbox.get().waiting, [{ id: entry.id }]);
});

t.test('outbox: what is given at once is stored at once, or none of it', async (t) => {
  const { memory, terminal } = await openMemory(t);
  const writes: (readonly string[])[] = [];
  memory.open().onChanged((keys) => writes.push(keys.filter((key) => key.startsWith('out/'))));
  const orderId = terminal.newId();
  await Promise.all([
    terminal.queue('order.create', { ...TAKEAWAY, id: orderId, lines: [line] }),
    terminal.queue('order.send', { orderId }),
  ]);
  t.equal(writes.length, 1);
  t.equal(writes[0]?.length, 2, 'no crash leaves an order that the kitchen is not told of');
});

t.test('outbox: the answer resolves the command, however late it is asked for', async (t) => {
  const { world, terminal } = await openMemory(t);
  await world.served();
  const { entry, answer } = await terminal.queue('order.create', TAKEAWAY);
  ack(world, entry.id, { id: 'x' }, 3);
  t.strictSame(await answer(), { id: 'x' });
  t.strictSame(terminal.outbox.get().waiting, []);
  t.match(terminal.outbox.get().confirmed, [{ seq: 3 }], 'its events are still on their way');
  world.socket.deliver(world.pos(3));
  t.strictSame(terminal.outbox.get().confirmed, []);
});

t.test('outbox: after a lost reply and a crash the very same command is sent again', async (t) => {
  const memory = new Memory();
  const first = await openMemory(t, memory);
  await first.world.served();
  const { entry } = await first.terminal.queue('order.create', TAKEAWAY);
  first.world.socket.break();
  await first.world.clock.advance(500);
  await first.world.served();
  t.strictSame(commands(first.world), commands(first.world, 0), 'over the next line');
  await first.device.close();

  const second = await openMemory(t, memory);
  t.match(second.terminal.outbox.get().waiting, [entry]);
  await second.world.served();
  t.strictSame(commands(second.world), commands(first.world), 'by the next program');
  ack(second.world, entry.id, {}, 1);
  await second.device.close();
  const third = await openMemory(t, memory);
  t.strictSame(third.terminal.outbox.get().waiting, []);
});

t.test('outbox: a till that is cut off takes a whole dinner, and tells it in order', async (t) => {
  const { world, terminal } = await openMemory(t);
  const { entry } = await terminal.queue('order.create', { ...TAKEAWAY, lines: [line] });
  const orderId = entry.body.id ?? '';
  const added = await terminal.queue('order.addLines', { orderId, lines: [line, line] });
  const lineId = added.entry.body.lines[1]?.id ?? '';
  await terminal.queue('order.changeLine', { orderId, lineId, quantity: 3 });
  await terminal.queue('order.send', { orderId });
  await terminal.queue('order.create', TAKEAWAY);
  await world.served();
  t.strictSame(types(world), ['order.create', 'order.create'], 'what is independent, at once');
  for (const type of ['order.addLines', 'order.changeLine', 'order.send']) {
    const [waiting] = terminal.outbox.get().waiting;
    ack(world, waiting?.id ?? '', {}, 1);
    t.equal(commands(world).at(-1)?.type, type);
  }
});

t.test('outbox: a bad command steps aside, with what hangs on it, and blocks nobody', async (t) => {
  const { world, terminal } = await openMemory(t);
  const bad = await terminal.queue('order.create', { ...TAKEAWAY, tableId: 't1' });
  const orderId = bad.entry.body.id ?? '';
  const orphan = await terminal.queue('order.addLines', { orderId, lines: [line] });
  const good = await terminal.queue('order.create', { ...TAKEAWAY, tableId: 't1' });
  const wanted = good.answer();
  await world.served();
  refusal(world, bad.entry.id, 'table_busy', { orderId: 'other' });
  t.equal(commands(world).at(-1)?.id, good.entry.id, 'the next one at the table goes on');
  t.match(terminal.outbox.get().dead, [
    { reason: 'refused', problem: { code: 'table_busy' }, entry: { id: bad.entry.id } },
    { reason: 'orphaned', cause: bad.entry.id, entry: { id: orphan.entry.id } },
  ]);
  await t.rejects(bad.answer(), new ProblemError(problemOf(terminal)));
  await t.rejects(orphan.answer(), DeadLetterError);
  ack(world, good.entry.id, { id: 'g' }, 2);
  t.strictSame(await wanted, { id: 'g' });
});

t.test(
  'outbox: a dead letter is tried again as a new command, and its orphans behind it',
  async (t) => {
    const memory = new Memory();
    const { world, terminal, device } = await openMemory(t, memory);
    const bad = await terminal.queue('order.create', { ...TAKEAWAY, tableId: 't1' });
    const orderId = bad.entry.body.id ?? '';
    await terminal.queue('order.addLines', { orderId, lines: [line] });
    const hopeless = await terminal.queue('ticket.bump', { ticketId: 'k' });
    await world.served();
    refusal(world, bad.entry.id, 'table_busy');
    refusal(world, hopeless.entry.id, 'wrong_step');
    t.equal(terminal.outbox.get().dead.length, 3);
    await terminal.outbox.discard(hopeless.entry.id);

    const body = { ...bad.entry.body, tableId: 't2' };
    const again = await terminal.outbox.retry<'order.create'>(bad.entry.id, body);
    t.not(again.entry.id, bad.entry.id);
    t.match(again.entry, {
      body: { id: orderId, tableId: 't2' },
      keys: [/^table/, `order/${orderId}`],
    });
    t.strictSame(terminal.outbox.get().dead, []);
    t.match(commands(world).at(-1), { id: again.entry.id });
    ack(world, again.entry.id, {}, 1);
    t.match(commands(world).at(-1), { type: 'order.addLines', body: { orderId } });
    await device.close();
    const next = await openMemory(t, memory);
    t.equal(next.terminal.outbox.get().dead.length, 0);
    t.equal(next.terminal.outbox.get().waiting.length, 1);
  },
);

t.test(
  'outbox: an order that is there already is no reason to lose what was added to it',
  async (t) => {
    const { world, terminal } = await openMemory(t);
    const { entry } = await terminal.queue('order.create', TAKEAWAY);
    await terminal.queue('order.addLines', { orderId: entry.body.id ?? '', lines: [line] });
    await world.served();
    refusal(world, entry.id, 'id_taken', { orderId: entry.body.id ?? '' });
    t.equal(terminal.outbox.get().dead.length, 1);
    t.equal(commands(world).at(-1)?.type, 'order.addLines');
  },
);

t.test('outbox: what the server only cannot do now is tried again, later and later', async (t) => {
  const { world, terminal } = await openMemory(t);
  world.chance = 1;
  const { entry } = await terminal.queue('order.create', TAKEAWAY);
  const socket = await world.served();
  for (const waits of [500, 1_000, 2_000]) {
    refusal(world, entry.id, 'store_unavailable');
    const sent = commands(world).length;
    await world.clock.advance(waits - 1);
    t.equal(commands(world).length, sent);
    await world.clock.advance(1);
    t.equal(commands(world).length, sent + 1);
    socket.deliver(world.pos(0));
  }
  t.strictSame(terminal.outbox.get().dead, []);
});

t.test('outbox: a server that asks for a pause gets it, from every command', async (t) => {
  const { world, terminal } = await openMemory(t);
  world.chance = 0;
  const first = await terminal.queue('order.create', TAKEAWAY);
  const socket = await world.served();
  refusal(world, first.entry.id, 'rate_limited', { retryAfterSeconds: 20 });
  await terminal.queue('order.create', TAKEAWAY);
  for (let second = 0; second < 19; second++) {
    await world.clock.advance(1_000);
    socket.deliver(world.pos(0));
  }
  t.equal(commands(world).length, 1);
  await world.clock.advance(1_000);
  t.equal(commands(world).length, 3);
});

t.test(
  'outbox: a server that is cut from its store is not asked for everything that waits',
  async (t) => {
    const { world, terminal } = await openMemory(t);
    world.chance = 0;
    for (let number = 0; number < 100; number++) await terminal.queue('order.create', TAKEAWAY);
    const socket = await world.served();
    const first = commands(world);
    for (const { id } of first) refusal(world, id, 'store_unavailable', { retryAfterSeconds: 5 });
    t.equal(commands(world).length, first.length, 'the others need not hear it');
    for (let second = 0; second < 5; second++) {
      await world.clock.advance(1_000);
      socket.deliver(world.pos(0));
    }
    const again = commands(world).slice(first.length);
    t.strictSame(
      again.map(({ id }) => id),
      first.map(({ id }) => id),
      'in the same order',
    );
    for (const { id } of again) ack(world, id, {}, 1);
    t.ok(commands(world).length > first.length * 2, 'and then the rest');
    t.strictSame(terminal.outbox.get().dead, []);
  },
);

t.test('outbox: the guest who orders now does not wait behind a long evening', async (t) => {
  const { world, terminal } = await openMemory(t);
  for (let number = 0; number < 100; number++) await terminal.queue('order.create', TAKEAWAY);
  const table = { ...TAKEAWAY, tableId: 't1' };
  const old = await terminal.queue('order.create', table);
  await world.served();
  const fresh = await terminal.queue('order.create', TAKEAWAY);
  const bound = await terminal.queue('order.create', table);
  const [first, second] = commands(world);
  ack(world, first?.id ?? '', {}, 1);
  t.equal(commands(world).at(-1)?.id, fresh.entry.id, 'it goes before what has waited');
  ack(world, second?.id ?? '', {}, 2);
  t.not(commands(world).at(-1)?.id, bound.entry.id, 'but not before what is at its own table');
  for (let sent = 2; sent < commands(world).length; sent++) {
    ack(world, commands(world)[sent]?.id ?? '', {}, sent);
  }
  const order = commands(world).map(({ id }) => id);
  t.equal(new Set(order).size, 103);
  t.ok(order.indexOf(old.entry.id) < order.indexOf(bound.entry.id));
});

t.test('outbox: an answer that never comes over a living line is asked for again', async (t) => {
  const { world, terminal } = await openMemory(t);
  const { entry } = await terminal.queue('order.create', TAKEAWAY);
  const socket = await world.served();
  for (let second = 0; second <= 31; second++) {
    await world.clock.advance(1_000);
    socket.deliver(world.pos(0));
  }
  t.strictSame(
    commands(world).map(({ id }) => id),
    [entry.id, entry.id],
  );
});

t.test('outbox: seven days after it was first sent a command is not sent any more', async (t) => {
  const { world, terminal } = await openMemory(t);
  const old = await terminal.queue('order.create', TAKEAWAY);
  await world.served();
  world.socket.break();
  const orphan = await terminal.queue('order.send', { orderId: old.entry.body.id ?? '' });
  const unsent = await terminal.queue('order.create', TAKEAWAY);
  world.clock.sleep(WEEK_MS + 1);
  await world.clock.advance(10_000);
  await world.served();
  t.strictSame(
    commands(world).map(({ id }) => id),
    [unsent.entry.id],
    'one that was never sent cannot have taken effect',
  );
  t.match(terminal.outbox.get().dead, [{ reason: 'expired' }, { reason: 'orphaned' }]);
  t.equal(terminal.outbox.get().dead[1]?.entry.id, orphan.entry.id);
});

t.test('outbox: a clock that is a month slow is no reason to give a command up', async (t) => {
  const memory = new Memory();
  const slow = () => new FakeWorld(new FakeClock('2026-10-21T14:00:00.000Z'));
  const serve = async (world: FakeWorld) => {
    world.socket.accept();
    world.socket.deliver(world.welcome({ serverTime: '2026-11-20T14:00:00.000Z' }));
    await world.clock.advance(0);
  };
  const first = await openMemory(t, memory, slow());
  const { entry } = await first.terminal.queue('order.create', TAKEAWAY);
  t.match(entry, { at: /^2026-10-21/, sent: null }, 'the device knows no better');
  await first.device.close();

  const second = await openMemory(t, memory, slow());
  await serve(second.world);
  t.strictSame(commands(second.world), [
    { t: 'cmd', id: entry.id, type: 'order.create', body: entry.body },
  ]);
  t.match(second.terminal.outbox.get().waiting, [{ sent: /^2026-11-20/ }]);
  await second.device.close();

  const third = await openMemory(t, memory, slow());
  await serve(third.world);
  t.equal(commands(third.world).length, 1, 'nor when its answer got lost');
  t.strictSame(third.terminal.outbox.get().dead, []);
});

t.test('outbox: that a command is sent is stored before it is sent', async (t) => {
  const memory = new Memory();
  const { world, terminal } = await openMemory(t, memory);
  await terminal.queue('order.create', TAKEAWAY);
  const disk = memory.open();
  let stored: ReturnType<typeof disk.list> | undefined;
  world.socket.heard = ({ t }) => {
    if (t === 'cmd') stored ??= disk.list('out/');
  };
  await world.served();
  t.match(await stored, [['out/outlet/000000000001', { sent: /^2026/ }]]);
  const { entry } = await terminal.queue('order.create', TAKEAWAY);
  t.equal(entry.sent, entry.at, 'of one that is sent at once, together with it');
});

t.test('outbox: a store that cannot be written silences no till', async (t) => {
  const memory = new Memory();
  let full = false;
  const open = memory.open.bind(memory);
  memory.open = () => {
    const store = open();
    const update = store.update.bind(store);
    store.update = (...change) => (full ? Promise.reject(new Error('full')) : update(...change));
    return store;
  };
  const { world, terminal } = await openMemory(t, memory);
  const { entry } = await terminal.queue('order.create', TAKEAWAY);
  full = true;
  await world.served();
  t.strictSame(
    commands(world).map(({ id }) => id),
    [entry.id],
  );
  t.match(world.troubles, [/write the outbox/]);
});

t.test('outbox: what is kept and sent is what was given, whatever becomes of that', async (t) => {
  const { world, memory, terminal } = await openMemory(t);
  const lines = [{ ...line }];
  const queued = terminal.queue('order.create', { ...TAKEAWAY, lines });
  lines[0] = { ...line, quantity: 7 };
  lines.push(line);
  const { entry } = await queued;
  const change = { orderId: entry.body.id ?? '', lineId: 'l', quantity: 2 };
  const first = terminal.queue('order.changeLine', change);
  change.quantity = 3;
  const second = await terminal.queue('order.changeLine', change);
  change.quantity = 9;
  t.equal((await first).entry.body.quantity, 2);
  const bodies = terminal.outbox.get().waiting.map(({ body }) => body);
  t.match(bodies, [{ lines: [{ quantity: 1 }] }, { quantity: 2 }, { quantity: 3 }]);
  const stored = (await memory.open().list('out/')).map(([, one]) => one);
  t.match(stored, [{ body: bodies[0] }, { body: bodies[1] }, { body: bodies[2] }]);
  await world.served();
  refusal(world, entry.id, 'table_busy');
  const body = { ...entry.body, guests: 2 };
  const again = terminal.outbox.retry<'order.create'>(entry.id, body);
  body.guests = 5;
  t.equal((await again).entry.body.guests, 2);
  t.equal(second.entry.body.quantity, 3);
});

t.test('outbox: what is no body at all is refused at once, and in words', async (t) => {
  const { terminal } = await openMemory(t);
  const give = (body: unknown) => terminal.queue('order.create', body as typeof TAKEAWAY);
  const round: { self?: unknown } = {};
  round.self = round;
  for (const [body, why] of [
    [null, /must be an object/],
    ['text', /must be an object/],
    [undefined, /must be an object/],
    [{ type: 'takeaway' }, /`lines` must be a list of objects/],
    [{ ...TAKEAWAY, lines: [null] }, /`lines` must be a list of objects/],
    [{ ...TAKEAWAY, guests: () => 2 }, /`guests`/],
    [{ ...TAKEAWAY, guests: 2n }, /`guests`/],
    [{ ...TAKEAWAY, guests: Number.NaN }, /`guests`/],
    [round, /circular/],
  ] as const) {
    await t.rejects(give(body), BadBody, String(why));
    await t.rejects(give(body), why);
  }
  t.strictSame(terminal.outbox.get().waiting, []);
  await give({ ...TAKEAWAY, guests: undefined });
  await give(new Proxy({ ...TAKEAWAY }, {}));
  t.equal(terminal.outbox.get().waiting.length, 2, 'what JSON can say is a body');
});

t.test('outbox: a corrected order is still the one that the others speak of', async (t) => {
  const { world, terminal } = await openMemory(t);
  const given = { ...TAKEAWAY, lines: [line, line] };
  const bad = await terminal.queue('order.create', given);
  const orderId = bad.entry.body.id ?? '';
  const lineId = bad.entry.body.lines[1]?.id ?? '';
  await terminal.queue('order.changeLine', { orderId, lineId, quantity: 2 });
  await terminal.queue('order.send', { orderId });
  await world.served();
  refusal(world, bad.entry.id, 'item_unavailable');
  const again = await terminal.outbox.retry<'order.create'>(bad.entry.id, given);
  t.strictSame(again.entry.body, bad.entry.body);
  t.match(again.entry.keys, [`order/${orderId}`]);
  ack(world, again.entry.id, {}, 1);
  t.match(commands(world).at(-1), { type: 'order.changeLine', body: { orderId, lineId } });
  t.strictSame(terminal.outbox.get().dead, []);
});

t.test('outbox: what no frame of the server can hold is not tried', async (t) => {
  const { world, terminal } = await openMemory(t);
  const note = 'x'.repeat(10_000);
  const lines = [{ ...line, note }];
  const { answer } = await terminal.queue('order.create', { ...TAKEAWAY, lines });
  await terminal.queue('order.create', TAKEAWAY);
  await world.served();
  t.equal(commands(world).length, 1);
  t.match(terminal.outbox.get().dead, [{ reason: 'tooLarge' }]);
  await t.rejects(answer(), /tooLarge/);
});

t.test('outbox: a frame that breaks the line is found out, and dies alone', async (t) => {
  const { world, terminal } = await openMemory(t);
  const good = await terminal.queue('order.create', TAKEAWAY);
  const bad = await terminal.queue('order.create', TAKEAWAY);
  const late = await terminal.queue('order.create', TAKEAWAY);
  await world.served();
  t.equal(commands(world).length, 3);
  world.socket.break(4400);
  await world.clock.advance(500);
  await world.served();
  t.strictSame(
    commands(world).map(({ id }) => id),
    [good.entry.id],
    'one at a time',
  );
  ack(world, good.entry.id, {}, 1);
  t.equal(commands(world).at(-1)?.id, bad.entry.id);
  world.socket.break(4400);
  t.match(terminal.outbox.get().dead, [{ reason: 'unreadable', entry: { id: bad.entry.id } }]);
  await world.clock.advance(1_000);
  await world.served();
  t.strictSame(
    commands(world).map(({ id }) => id),
    [late.entry.id],
  );
  ack(world, late.entry.id, {}, 2);
  t.strictSame(terminal.outbox.get().waiting, []);
});

function types(world: FakeWorld) {
  return commands(world).map(({ type }) => type);
}

function problemOf(terminal: Awaited<ReturnType<typeof openMemory>>['terminal']) {
  const [letter] = terminal.outbox.get().dead;
  if (!letter?.problem) throw new Error('no problem');
  return letter.problem;
}
