import t from 'tap';
import { Client, handshake } from './client.js';
import { FOREIGN, House, OUTLET } from './house.js';

const hello = { t: 'hello', token: 'owner', outlet: OUTLET, audience: ['floor'] };

t.test('hello: welcome, then a reset with what is open, then the position', async (t) => {
  const house = await House.open(t);
  await house.run('order.create', { id: 'open' });
  await house.run('order.create', { id: 'gone' });
  await house.run('order.pay', { id: 'gone' });
  await house.run('ticket.create', { id: 'k1', of: 'grill' });
  await house.run('bill.create', { id: 'b1' });

  const client = await house.enter(['floor', 'bills']);
  const welcome = await client.need('welcome');
  t.match(welcome, { seq: 5, heartbeatMs: 3000, limits: { commandsAtOnce: 64 } });
  t.ok(Date.parse(welcome.expiresAt) > Date.parse(welcome.serverTime));
  t.match(await client.need('reset'), { epoch: welcome.epoch, seq: 5 });
  t.match(await client.need('pos'), { epoch: welcome.epoch, seq: 5, head: 5 });
  t.strictSame(
    client.frames.map((frame) => frame.t),
    ['welcome', 'reset', 'pos'],
  );
});

t.test('hello: the snapshot holds what the audience sees, and nothing else', async (t) => {
  const house = await House.open(t);
  await house.run('order.create', { id: 'o1' });
  await house.run('ticket.create', { id: 'k1', of: 'grill' });
  await house.run('ticket.create', { id: 'k2', of: 'bar' });
  await house.run('bill.create', { id: 'b1' });
  const table: [audience: string[], sees: string[][]][] = [
    [['floor'], [['o1'], ['k1', 'k2'], ['t1'], []]],
    [['bills'], [[], [], [], ['b1']]],
    [['kitchen/grill'], [[], ['k1'], [], []]],
    [
      ['kitchen/bar', 'kitchen/grill'],
      [[], ['k1', 'k2'], [], []],
    ],
    [
      ['kitchen/bar', 'floor', 'bills'],
      [['o1'], ['k1', 'k2'], ['t1'], ['b1']],
    ],
    [[], [[], [], [], []]],
  ];
  for (const [audience, sees] of table) {
    const client = await house.enter(audience);
    const { orders, tickets, tables, bills } = (await client.need('reset')).snapshot;
    const ids = [orders, tickets, tables, bills].map((list) => list.map(({ id }) => id).sort());
    t.strictSame(ids, sees, audience.join(' '));
  }
});

t.test('hello: refusals say why, and close with the code for it', async (t) => {
  const house = await House.open(t);
  const table: [name: string, hello: object, code: string, close: number][] = [
    ['no such token', { token: 'nobody' }, 'unauthenticated', 4401],
    ['a foreign outlet', { outlet: FOREIGN.outletId }, 'not_found', 4404],
    ['an unknown outlet', { outlet: 'nowhere' }, 'not_found', 4404],
    ['an outlet of others', { token: 'rival' }, 'not_found', 4404],
    ['an outlet one may not enter', { token: 'waiter', outlet: 'second' }, 'not_found', 4404],
    ['an unknown station', { audience: ['kitchen/nowhere'] }, 'not_found', 4404],
    ['bills for the kitchen', { token: 'kitchen', audience: ['bills'] }, 'forbidden', 4403],
    ['the floor for the kitchen', { token: 'kitchen' }, 'forbidden', 4403],
    ['an unknown audience', { audience: ['staff'] }, 'malformed_frame', 4400],
    ['an audience twice', { audience: ['floor', 'floor'] }, 'malformed_frame', 4400],
    ['an unknown field', { colour: 'red' }, 'malformed_frame', 4400],
    ['a position below zero', { resume: { epoch: 'e', seq: -1 } }, 'malformed_frame', 4400],
    ['no token', { token: undefined }, 'malformed_frame', 4400],
  ];
  for (const [name, change, code, close] of table) {
    const client = await Client.open(house.worker.port);
    client.send({ ...hello, ...change });
    t.match(await client.need('err'), { id: null, problem: { code, traceId: 'trace' } }, name);
    t.match(await client.need('bye'), { code: close, reconnectAfterMs: null }, name);
    await client.ended();
    t.equal(client.closeCode, close, name);
  }
  const { lookout: _, ...counts } = house.worker.door.counts();
  t.strictSame(counts, {
    sockets: 0,
    audiences: { floor: 0, bills: 0, kitchen: 0 },
    streams: [],
  });
});

t.test('hello: unknown and foreign outlets get the same bytes', async (t) => {
  const house = await House.open(t);
  const answers = [];
  for (const outlet of ['nowhere', FOREIGN.outletId]) {
    const client = await Client.open(house.worker.port);
    client.send({ ...hello, outlet });
    answers.push(await client.need('err'));
  }
  t.strictSame(answers[0], answers[1]);
});

t.test('hello: every role listens to what it may', async (t) => {
  const house = await House.open(t);
  for (const token of ['owner', 'manager', 'cashier', 'waiter']) {
    await (await house.enter(['floor', 'bills', 'kitchen/grill'], { token })).need('reset');
  }
  await (await house.enter(['kitchen/grill'], { token: 'kitchen' })).need('reset');
  t.match(house.worker.door.counts(), {
    sockets: 5,
    audiences: { floor: 4, bills: 4, kitchen: 5 },
    streams: [{ outletId: OUTLET, seq: 0, head: 0 }],
  });
  t.match(house.worker.seen.greeted[4], { staffId: 'kitchen', outletId: OUTLET, resume: false });
});

t.test('hello: when it does not come in time the socket is closed', async (t) => {
  const house = await House.open(t, { settings: { helloMs: 30 } });
  const client = await Client.open(house.worker.port);
  t.match(await client.need('bye'), { code: 4408, reason: 'hello_timeout' });
  await client.ended();
  t.equal(client.closeCode, 4408);
});

t.test('hello: one that came while the worker stood still is heard', async (t) => {
  const helloMs = 200;
  const house = await House.open(t, { settings: { helloMs } });
  const client = await Client.open(house.worker.port);
  client.send(hello);
  for (const began = performance.now(); performance.now() - began < 2 * helloMs; );
  t.match(await client.need('welcome'), { seq: 0 });
  await client.need('pos');
  t.equal(client.of('bye').length, 0);
});

t.test('hello: with the store down the client is asked to come back', async (t) => {
  const house = await House.open(t);
  house.store.before = async (call) => {
    if (call === 'position') throw new Error('no store');
  };
  const client = await Client.open(house.worker.port);
  client.send(hello);
  t.match(await client.need('err'), { problem: { code: 'internal', retryable: true } });
  t.match(await client.need('bye'), { code: 4011, reason: 'trouble' });
  await client.ended();
  t.equal(house.worker.door.counts().streams.length, 0);
  house.store.before = async () => {};
  await (await house.enter(['floor'])).need('reset');
});

t.test('frames: before hello nothing else is taken', async (t) => {
  const house = await House.open(t);
  const table: [frame: object, id: string | null][] = [
    [{ t: 'cmd', id: 'c1', type: 'order.create', body: { id: 'o1' } }, 'c1'],
    [{ t: 'auth', token: 'owner' }, null],
  ];
  for (const [frame, id] of table) {
    const client = await Client.open(house.worker.port);
    client.send(frame);
    t.match(await client.need('err'), { id, problem: { code: 'hello_expected' } });
    t.match(await client.need('bye'), { code: 4400, reason: 'hello_expected' });
    await client.ended();
  }
  t.equal(house.store.stream({ organizationId: 'org', outletId: OUTLET }).length, 0);
});

t.test(
  'frames: what is wrong with one command is answered to it, the rest ends the talk',
  async (t) => {
    const house = await House.open(t);
    const cmd = { t: 'cmd', id: 'c1', type: 'order.create', body: {} };
    const large = 'x'.repeat(1024 * 1024);
    const table: [name: string, frame: unknown, code: string, id: string | null][] = [
      ['unknown field', { ...cmd, extra: 1 }, 'malformed_frame', 'c1'],
      ['no type', { ...cmd, type: undefined }, 'malformed_frame', 'c1'],
      ['body that is a list', { ...cmd, body: [] }, 'malformed_frame', 'c1'],
      ['body that is a number', { ...cmd, body: 7 }, 'malformed_frame', 'c1'],
      ['larger than a frame may be', { ...cmd, body: { large } }, 'body_too_large', 'c1'],
      ['empty id', { ...cmd, id: '' }, 'malformed_frame', null],
      ['endless id', { ...cmd, id: 'x'.repeat(201) }, 'malformed_frame', null],
      ['id that is a number', { ...cmd, id: 1 }, 'malformed_frame', null],
      ['unknown frame', { t: 'dance' }, 'malformed_frame', null],
      [
        'frame of the server',
        { t: 'pos', epoch: 'e', seq: 0, head: 0, at: 'now' },
        'malformed_frame',
        null,
      ],
      ['name of an inherited member', { t: 'toString' }, 'malformed_frame', null],
      ['no object', [cmd], 'malformed_frame', null],
      ['null', null, 'malformed_frame', null],
      ['second hello', hello, 'malformed_frame', null],
    ];
    for (const subprotocol of ['kotd.v1.json', 'kotd.v1.msgpack'] as const) {
      for (const [name, frame, code, id] of table) {
        const client = await house.enter(['floor'], { subprotocol });
        client.send(frame as object);
        t.match(await client.need('err'), { id, problem: { code, traceId: 'trace' } }, name);
        if (id === null) {
          await client.ended();
          t.equal(client.closeCode, 4400, name);
        } else {
          const next = `${name} ${subprotocol}`;
          t.match(await client.command(next, 'order.create', { id: next }), { t: 'ack' }, next);
        }
      }
    }
  },
);

t.test('frames: before the hello is accepted a large one is not even read', async (t) => {
  const house = await House.open(t);
  const client = await Client.open(house.worker.port);
  client.send({ ...hello, audience: ['x'.repeat(8 * 1024)] });
  t.match(await client.need('err'), { id: null, problem: { code: 'body_too_large' } });
  t.match(await client.need('bye'), { code: 4400, reason: 'bad_frame' });
  const full = await Client.open(house.worker.port);
  const stations = Array.from({ length: 50 }, (_, i) => `kitchen/${`${i}`.padStart(36, 's')}`);
  full.send({ ...hello, token: 'x'.repeat(4_096), audience: stations });
  t.match(await full.need('err'), { problem: { code: 'unauthenticated' } }, 'the largest is read');
});

t.test('frames: bytes that are no frame end the talk, and nothing else', async (t) => {
  const house = await House.open(t);
  const table: [name: string, bytes: Buffer, binary: boolean][] = [
    ['broken', Buffer.from('{"t":'), false],
    ['binary on a text socket', Buffer.from(JSON.stringify(hello)), true],
    ['nested deep', Buffer.from('['.repeat(100_000)), false],
    ['empty', Buffer.alloc(0), false],
  ];
  for (const [name, bytes, binary] of table) {
    const client = await house.enter(['floor']);
    client.sendRaw(bytes, binary);
    t.match(await client.need('err'), { id: null, problem: { code: 'malformed_frame' } }, name);
    await client.ended();
    t.equal(client.closeCode, 4400, name);
  }
  const flood = await house.enter(['floor']);
  flood.sendRaw(Buffer.alloc(3 * 1024 * 1024, 97), false);
  await flood.ended();
  t.equal(flood.closeCode, null, 'more than twice the limit is cut off');
  t.strictSame(house.failures, []);
  await (await house.enter(['floor'])).need('reset');
});

t.test('subprotocol: JSON without any, and an unknown one is refused', async (t) => {
  const house = await House.open(t);
  const client = await Client.open(house.worker.port, null);
  client.send(hello);
  t.match(await client.need('welcome'), { seq: 0 });
  const { status, headers, rest } = await handshake(house.worker.port, 'kotd.v9.json');
  t.equal(status, 400);
  t.equal(headers.get('content-type'), 'application/problem+json');
  const problem = JSON.parse(rest.toString());
  t.match(problem, { code: 'unknown_subprotocol', status: 400 });
  t.equal(headers.get('x-request-id'), problem.traceId);
  t.equal(headers.get('x-content-type-options'), 'nosniff');
  t.match(headers.get('content-security-policy'), /default-src 'none'/);
  t.equal(headers.get('cache-control'), 'no-store');
});

t.test('subprotocol: MessagePack says the same as JSON', async (t) => {
  const house = await House.open(t, { settings: { heartbeatMs: 0 } });
  await house.run('order.create', { id: 'o1' });
  const json = await house.enter(['floor', 'kitchen/bar']);
  const msgpack = await house.enter(['kitchen/bar', 'floor'], { subprotocol: 'kotd.v1.msgpack' });
  const talk = async (client: Client) => {
    await client.command('c1', 'ticket.create', { id: 'k1', of: 'bar' });
    await client.command('c2', 'order.pay', { id: 'nothing' });
    await client.need('ev');
    return client.frames.map((frame) =>
      frame.t === 'welcome' || frame.t === 'pos' ? { ...frame, serverTime: '', at: '' } : frame,
    );
  };
  const said = await talk(json);
  const [mine, other] = [said, await talk(msgpack)].map((frames) =>
    frames.map((frame) => (frame.t === 'ack' ? { ...frame, replayed: true } : frame)),
  );
  const byKind = (frames: typeof said = []) =>
    [...frames].sort((a, b) => (a.t < b.t ? -1 : a.t > b.t ? 1 : 0));
  t.strictSame(byKind(mine), byKind(other));
});

t.test('closes: the codes that clients name are counted under few', async (t) => {
  const house = await House.open(t);
  const named = [1000, 1001, 4000, 4321, 4999];
  for (const code of named) {
    const client = await Client.open(house.worker.port);
    const frame = Buffer.from([0x88, 0x82, 0, 0, 0, 0, 0, 0]);
    frame.writeUInt16BE(code, 6);
    client.socket.write(frame);
    await client.ended();
  }
  t.same(house.worker.seen.closed, [1000, 1001, 1005, 1005, 1005]);
});
