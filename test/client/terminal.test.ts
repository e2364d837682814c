import t from 'tap';
import { Memory } from '../../client/memory.js';
import { FakeClock } from './fake-clock.js';
import { FakeWorld } from './fake-net.js';
import { commands } from './fake-answers.js';
import { openMemory } from './terminals.js';

const AT = '2026-11-20T14:00:00.000Z';
const DAY = 24 * 3_600_000;
const TAKEAWAY = { type: 'takeaway' as const, lines: [] };

function event(seq: number, type: string, data: object) {
  return { t: 'ev' as const, seq, prev: seq - 1, type, at: AT, actor: 'asha', data: { ...data } };
}
const order = (id: string, rev = 1, status = 'open') => ({ order: { id, rev, status, lines: [] } });

t.test(
  'terminal: what it showed is there after a restart, and it goes on from there',
  async (t) => {
    const memory = new Memory();
    const first = await openMemory(t, memory);
    const socket = first.world.serve();
    socket.deliver(event(1, 'order.created', order('o1')));
    socket.deliver(event(2, 'order.created', order('o2')));
    socket.deliver(event(3, 'order.paid', order('o2', 2, 'paid')));
    await first.world.clock.advance(2_000);
    const kept = first.terminal.view.get();
    await first.device.close();

    const second = await openMemory(t, memory);
    const { view } = second.terminal;
    t.strictSame(view.get(), kept, 'the past too');
    t.match(view.status(), {
      offline: true,
      currentTo: null,
      behind: { events: null, since: null },
    });
    second.world.socket.accept();
    t.match(second.world.socket.last('hello'), { resume: { epoch: 'one', seq: 3 } });
    second.world.socket.deliver(second.world.welcome());
    second.world.socket.deliver(event(4, 'order.linesAdded', order('o2', 3)));
    t.strictSame([...view.get().orders.keys()], ['o1'], 'what was paid before it stays paid');
  },
);

t.test('terminal: another audience is another view', async (t) => {
  const memory = new Memory();
  const { world, device, terminal, tokens } = await openMemory(t, memory);
  world.serve().deliver(event(1, 'order.created', order('o1')));
  await terminal.close();
  const kitchen = await device.terminal({ outlet: 'outlet', audience: ['kitchen/hot'], tokens });
  t.equal(kitchen.view.get().position, null);
  await kitchen.close();
  const floor = await device.terminal({ outlet: 'outlet', audience: ['bills', 'floor'], tokens });
  t.equal(floor.view.get().position?.seq, 1, 'in whatever order it is named');
});

t.test('terminal: one at a time for each outlet', async (t) => {
  const { device, terminal, tokens } = await openMemory(t);
  const again = { outlet: 'outlet', audience: ['floor'] as const, tokens };
  await t.rejects(device.terminal(again), /has a terminal here already/);
  const [one, other] = [
    device.terminal({ ...again, outlet: 'b' }),
    device.terminal({ ...again, outlet: 'b' }),
  ];
  await t.rejects(other, /has a terminal/);
  await one;
  await terminal.close();
  await device.terminal(again);
});

t.test('terminal: a snapshot is told of, and what is caught up with is not one', async (t) => {
  const memory = new Memory();
  const first = await openMemory(t, memory);
  let snapshots = 0;
  const stop = first.terminal.onSnapshot(() => snapshots++);
  const socket = first.world.serve();
  socket.deliver(event(1, 'order.created', order('o1')));
  t.equal(snapshots, 1);
  stop();
  socket.deliver(first.world.reset(1));
  t.equal(snapshots, 1, 'to nobody who does not listen any more');
  await first.world.clock.advance(2_000);
  await first.device.close();

  const { world, terminal } = await openMemory(t, memory);
  const heard: string[] = [];
  terminal.onSnapshot(() => heard.push('snapshot'));
  terminal.on('order.created', ({ data }) => heard.push(data.order.id));
  world.socket.accept();
  world.socket.deliver(world.welcome());
  world.socket.deliver(event(2, 'order.created', order('o2')));
  t.same(heard, ['o2']);
});

t.test('terminal: events are told by their type, once', async (t) => {
  const { world, terminal } = await openMemory(t);
  const heard: string[] = [];
  const stop = terminal.on('order.created', ({ data, seq }) =>
    heard.push(`${seq} ${data.order.id}`),
  );
  const socket = world.serve();
  socket.deliver(event(1, 'order.created', order('o1')));
  socket.deliver(event(1, 'order.created', order('o1')));
  socket.deliver(event(2, 'order.sent', order('o1', 2)));
  t.strictSame(heard, ['1 o1']);
  stop();
  socket.deliver(event(3, 'order.created', order('o2')));
  t.strictSame(heard, ['1 o1']);
});

t.test('terminal: a listener that fails is its own trouble', async (t) => {
  const { world, terminal } = await openMemory(t);
  const failures: unknown[] = [];
  const caught = (error: unknown) => failures.push(error);
  process.prependOnceListener('uncaughtException', caught);
  terminal.on('order.created', () => {
    throw new Error('a page that cannot draw');
  });
  let told = 0;
  terminal.view.subscribe(() => told++);
  const socket = world.serve();
  told = 0;
  socket.deliver(event(1, 'order.created', order('o1')));
  await new Promise((resolve) => setImmediate(resolve));
  t.equal(told, 1);
  t.equal(terminal.view.get().orders.size, 1);
  t.match(failures, [/cannot draw/]);
});

t.test('terminal: whoever watches the box is told again after each break', async (t) => {
  const { world, terminal } = await openMemory(t);
  world.serve();
  const seen: unknown[] = [];
  const stop = terminal.watchOps((ops) => seen.push(ops));
  t.strictSame(world.socket.last('watch'), { t: 'watch', ops: true });
  world.socket.deliver({ t: 'ops', at: AT } as never);
  t.equal(seen.length, 1);
  world.socket.break();
  await world.clock.advance(500);
  world.serve();
  t.strictSame(world.socket.last('watch'), { t: 'watch', ops: true });
  stop();
  t.strictSame(world.socket.last('watch'), { t: 'watch', ops: false });
});

t.test('terminal: a tablet that woke up in 1970 still gets its orders through', async (t) => {
  const memory = new Memory();
  const first = await openMemory(t, memory);
  first.world.serve();
  await first.world.clock.advance(3_000);
  await first.device.close();

  const flat = new FakeWorld(new FakeClock('1970-01-01T00:05:00.000Z'));
  const { terminal } = await openMemory(t, memory, flat);
  const { entry } = await terminal.queue('order.create', TAKEAWAY);
  const later = new Date(Date.parse(AT) + DAY).toISOString();
  flat.socket.accept();
  flat.socket.deliver(flat.welcome({ serverTime: later }));
  await flat.clock.advance(0);
  t.strictSame(
    commands(flat).map(({ id }) => id),
    [entry.id],
  );
  t.strictSame(terminal.outbox.get().dead, []);
});

t.test(
  "terminal: the time that was heard is the device's, whatever a terminal listens to",
  async (t) => {
    const memory = new Memory();
    const first = await openMemory(t, memory);
    first.world.serve();
    await first.world.clock.advance(3_000);
    await first.device.close();

    const flat = new FakeWorld(new FakeClock('1970-01-01T00:05:00.000Z'));
    const { device } = await openMemory(t, memory, flat);
    const terminal = await device.terminal({ outlet: 'other', audience: ['bills'] });
    const { entry } = await terminal.queue('order.create', TAKEAWAY);
    t.ok(entry.at >= AT, entry.at);
  },
);

t.test('terminal: hurried, it does not begin again what has just begun', async (t) => {
  const { world, terminal } = await openMemory(t);
  terminal.hurry();
  t.equal(world.sockets.length, 1, 'it is about to connect');
  world.serve();
  terminal.hurry();
  t.equal(world.sockets.length, 1, 'it is connected');
  world.socket.break();
  terminal.hurry();
  await world.clock.advance(0);
  t.equal(world.sockets.length, 2, 'it was only waiting');
});
