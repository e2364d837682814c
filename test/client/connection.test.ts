import t from 'tap';
import { openMemory } from './terminals.js';

t.test('connection: says hello with its token and what it listens to', async (t) => {
  const { world, terminal } = await openMemory(t);
  const { socket } = world;
  t.equal(socket.protocol, 'kotd.v1.json');
  t.equal(terminal.connection.get().phase, 'connecting');
  t.strictSame(socket.sent, [], 'nothing before the socket is open');
  socket.accept();
  t.strictSame(socket.sent, [
    { t: 'hello', token: 'token', outlet: 'outlet', audience: ['floor', 'bills'] },
  ]);
  t.equal(terminal.view.offline, true, 'not welcomed yet');
  socket.deliver(world.welcome());
  t.equal(terminal.view.offline, false);
  t.equal(terminal.view.currentTo, null, 'nothing is proven yet');
  socket.deliver(world.reset(7));
  socket.deliver(world.pos(7));
  t.match(terminal.view.status(), { connection: 'live', offline: false, behind: null });
});

t.test('connection: comes back from where it was, later and later', async (t) => {
  const { world, terminal } = await openMemory(t);
  const socket = world.serve();
  socket.deliver(world.pos(5));
  world.chance = 1;
  const waits: number[] = [];
  for (let turn = 0; turn < 4; turn++) {
    const sockets = world.sockets.length;
    world.socket.break();
    t.equal(terminal.connection.get().phase, 'waiting');
    let waited = 0;
    for (; world.sockets.length === sockets; waited += 50) await world.clock.advance(50);
    waits.push(waited);
    world.socket.accept();
  }
  t.strictSame(waits, [500, 1_000, 2_000, 4_000]);
  t.match(world.socket.last('hello'), { resume: { epoch: 'one', seq: 5 } });
  world.serve();
  world.socket.deliver(world.pos(5));
  world.socket.break();
  await world.clock.advance(500);
  t.equal(world.sockets.length, 6, 'what was proven makes the next failure the first one');
});

t.test('connection: a goodbye says when to come back', async (t) => {
  const { world } = await openMemory(t);
  const socket = world.serve();
  socket.deliver({ t: 'bye', code: 4000, reason: 'draining', reconnectAfterMs: 1_700 });
  socket.break(4000);
  await world.clock.advance(1_690);
  t.equal(world.sockets.length, 1);
  await world.clock.advance(10);
  t.equal(world.sockets.length, 2);
});

t.test(
  'connection: where one may not listen it stays away until somebody else is here',
  async (t) => {
    const { world, terminal, tokens } = await openMemory(t);
    const { socket } = world;
    socket.accept();
    const problem = { code: 'forbidden', status: 403, detail: 'no', retryable: false };
    socket.deliver({ t: 'err', id: null, problem: problem as never });
    socket.deliver({ t: 'bye', code: 4403, reason: 'forbidden', reconnectAfterMs: null });
    socket.break(4403);
    t.match(terminal.view.status(), { connection: 'refused', problem: { code: 'forbidden' } });
    await world.clock.advance(3_600_000);
    t.equal(world.sockets.length, 1);
    tokens.become('another', { ...tokens.get(), user: { id: 'ravi' } } as never);
    await world.clock.advance(1);
    world.socket.accept();
    t.match(world.socket.last('hello'), { token: 'another' });
  },
);

t.test('connection: a token that ran out is not sent again', async (t) => {
  const { world, terminal, tokens } = await openMemory(t);
  const socket = world.serve();
  socket.deliver({ t: 'bye', code: 4401, reason: 'token_expired', reconnectAfterMs: null });
  socket.break(4401);
  await world.clock.advance(500);
  t.strictSame(
    tokens.refused.filter((one) => one !== undefined),
    ['token'],
  );
  tokens.become(null);
  world.socket.accept();
  world.socket.break(4401);
  await world.clock.advance(2_000);
  t.equal(terminal.connection.get().phase, 'signedOut');
  tokens.become('fresh', null);
  await world.clock.advance(1);
  t.equal(terminal.connection.get().phase, 'connecting');
});

t.test('connection: the next token goes out before the old one ends', async (t) => {
  const { world, tokens } = await openMemory(t);
  const socket = world.serve();
  tokens.become('second');
  for (let second = 0; second < 839; second++) {
    await world.clock.advance(1_000);
    socket.deliver(world.pos(0));
  }
  t.equal(socket.last('auth'), undefined);
  await world.clock.advance(1_000);
  t.strictSame(socket.last('auth'), { t: 'auth', token: 'second' });
  socket.deliver({ t: 'authed', expiresAt: new Date(world.clock.now() + 200_000).toISOString() });
  tokens.become('third');
  for (let second = 0; second < 140; second++) {
    await world.clock.advance(1_000);
    socket.deliver(world.pos(0));
  }
  t.strictSame(socket.last('auth'), { t: 'auth', token: 'third' });
  t.equal(world.sockets.length, 1);
});

t.test(
  'connection: another person is another hello, on the same place of the stream',
  async (t) => {
    const { world, terminal, tokens } = await openMemory(t);
    world.serve().deliver(world.pos(9));
    tokens.become('of ravi', { ...tokens.get(), user: { id: 'ravi' } } as never);
    t.equal(terminal.connection.get().phase, 'connecting');
    await world.clock.advance(1);
    world.socket.accept();
    t.match(world.socket.last('hello'), { token: 'of ravi', resume: { seq: 9 } });
  },
);

t.test('connection: what makes no sense is a broken line', async (t) => {
  const nonsense: [
    what: string,
    (world: Awaited<ReturnType<typeof openMemory>>['world']) => void,
  ][] = [
    ['a hole', ({ socket }) => socket.deliver(event(9, 8))],
    ['another stream', (world) => world.socket.deliver({ ...world.pos(1), epoch: 'two' } as never)],
    ['no JSON', ({ socket }) => socket.onmessage?.({ data: '{' })],
  ];
  for (const [what, say] of nonsense) {
    const { world, terminal } = await openMemory(t);
    world.serve();
    t.equal(terminal.view.behind, null);
    say(world);
    t.equal(terminal.connection.get().phase, 'waiting', what);
    t.ok(world.sockets[0]?.closed, what);
    t.ok(terminal.view.offline, what);
    await world.clock.advance(500);
    t.equal(world.sockets.length, 2, what);
  }
});

t.test('connection: closed, it says nothing more', async (t) => {
  const { world, terminal } = await openMemory(t);
  world.serve();
  await terminal.close();
  t.ok(world.socket.closed);
  t.equal(terminal.connection.get().phase, 'stopped');
  await world.clock.advance(600_000);
  t.equal(world.sockets.length, 1);
});

function event(seq: number, prev: number) {
  const at = '2026-11-20T14:00:00.000Z';
  return { t: 'ev' as const, seq, prev, type: 'order.created', at, actor: 'a', data: {} };
}
