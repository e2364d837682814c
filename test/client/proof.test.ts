import t from 'tap';
import { openMemory } from './terminals.js';

const HOUR = 3_600_000;

t.test(
  'proof: a screen is current to the instant of the last heartbeat that it has reached',
  async (t) => {
    const { world, terminal } = await openMemory(t);
    const { view } = terminal;
    t.strictSame([view.currentTo, view.behind], [null, { events: null, since: null }]);
    const socket = world.serve();
    const first = world.at;
    t.strictSame([view.currentTo, view.behind], [first, null]);
    await world.clock.advance(3_000);
    socket.deliver(world.pos(0));
    t.strictSame([view.currentTo, view.behind], [world.at, null]);
  },
);

t.test('proof: a screen that is behind says by how much and since when', async (t) => {
  const { world, terminal } = await openMemory(t);
  const { view } = terminal;
  const socket = world.serve();
  const proven = world.at;
  await world.clock.advance(3_000);
  socket.deliver(world.pos(4, 9));
  t.strictSame([view.currentTo, view.behind], [proven, { events: 5, since: proven }]);
  await world.clock.advance(3_000);
  socket.deliver(world.pos(6, 9));
  const told = world.at;
  t.strictSame(view.behind, { events: 3, since: proven }, 'since the first time');
  socket.deliver({ ...event, seq: 9, prev: 6 });
  t.strictSame([view.currentTo, view.behind], [told, null], 'reached by an event');
});

t.test('proof: it runs out by the clock, whether or not anything happens', async (t) => {
  const { world, terminal } = await openMemory(t);
  const { view } = terminal;
  world.serve();
  const proven = world.at;
  let told = 0;
  terminal.subscribe(() => told++);
  // No timer runs: only the clock was set on, as after a sleep.
  world.clock.sleep(7_500);
  t.strictSame([view.behind, view.offline], [null, false]);
  world.clock.sleep(1);
  t.strictSame([view.currentTo, view.behind], [proven, { events: null, since: proven }]);
  t.equal(view.offline, true);
  t.equal(told, 0);
  await world.clock.advance(1_000);
  t.ok(told > 0, 'and whoever listens is told');
  t.match(terminal.view.status(), { connection: 'waiting' });
});

t.test('proof: after a night in a bag nothing is believed that lay in the buffers', async (t) => {
  const { world, terminal } = await openMemory(t);
  const socket = world.serve();
  await world.clock.advance(1_000);
  const old = world.pos(3, 3);
  world.clock.sleep(8 * HOUR);
  socket.deliver(old);
  t.equal(terminal.view.get().position?.seq, 0);
  t.ok(socket.closed, 'the line is as good as dead');
  t.equal(terminal.view.offline, true);
  await world.clock.advance(500);
  t.equal(world.sockets.length, 2);
  world.serve();
  t.equal(terminal.view.behind, null);
  t.equal(terminal.view.currentTo, world.at);
});

t.test('proof: a short nap costs nothing', async (t) => {
  const { world, terminal } = await openMemory(t);
  const socket = world.serve();
  world.clock.sleep(6_000);
  socket.deliver(world.pos(0));
  t.equal(terminal.view.behind, null);
  t.equal(world.sockets.length, 1);
});

t.test('proof: a heartbeat that was long on its way proves what was then, not now', async (t) => {
  const { world, terminal } = await openMemory(t);
  const socket = world.serve();
  const old = world.at;
  for (let second = 0; second < 12; second += 3) {
    await world.clock.advance(3_000);
    socket.deliver(world.pos(0, 0, old));
  }
  t.equal(world.sockets.length, 1, 'the line lives');
  t.strictSame(terminal.view.behind, { events: null, since: old });
});

t.test('proof: the device may think that it is last week', async (t) => {
  const { world, terminal } = await openMemory(t);
  const { socket } = world;
  const shifted = (at: string) => new Date(Date.parse(at) + 7 * 24 * HOUR).toISOString();
  socket.accept();
  socket.deliver(world.welcome({ serverTime: shifted(world.at) }));
  socket.deliver(world.reset());
  socket.deliver(world.pos(0, 0, shifted(world.at)));
  t.equal(terminal.view.behind, null);
  t.equal(terminal.view.currentTo, shifted(world.at));
  t.equal(terminal.view.serverNow(), Date.parse(shifted(world.at)));
  await world.clock.advance(7_501);
  t.not(terminal.view.behind, null);
});

t.test('proof: the way of the welcome counts against freshness, never for it', async (t) => {
  const { world, terminal } = await openMemory(t);
  const { socket } = world;
  socket.accept();
  const welcome = world.welcome();
  await world.clock.advance(5_000);
  socket.deliver(welcome);
  socket.deliver(world.reset());
  socket.deliver(world.pos(0, 0, world.at));
  t.equal(terminal.view.behind, null);
  const later = terminal.view.serverNow() ?? 0;
  t.ok(later >= world.clock.now(), 'the server may be as far as that by now');
});

t.test('proof: another server whose clock is behind proves by its own clock', async (t) => {
  const { world, terminal } = await openMemory(t);
  const { socket } = world;
  const ahead = new Date(world.clock.now() + HOUR).toISOString();
  socket.accept();
  socket.deliver(world.welcome({ serverTime: ahead }));
  socket.deliver(world.reset());
  socket.deliver(world.pos(0, 0, ahead));
  t.equal(terminal.view.currentTo, ahead);
  socket.break();
  await world.clock.advance(500);
  world.socket.accept();
  world.socket.deliver(world.welcome());
  t.not(terminal.view.behind, null, 'an instant that is still to come is no proof');
  world.socket.deliver(world.pos(0));
  t.strictSame([terminal.view.currentTo, terminal.view.behind], [world.at, null]);
});

t.test('proof: what came out of turn takes back what was proven', async (t) => {
  const { world, terminal } = await openMemory(t);
  const socket = world.serve();
  socket.deliver(world.pos(4));
  socket.deliver({ ...event, seq: 3, prev: 0 });
  t.equal(terminal.view.currentTo, null);
  await world.clock.advance(500);
  world.socket.accept();
  t.match(world.socket.last('hello'), { resume: { seq: 0 } }, 'all of it once more');
});

const event = {
  t: 'ev' as const,
  type: 'order.created',
  at: '2026-11-20T14:00:00.000Z',
  actor: 'asha',
  data: {},
};
