import t from 'tap';
import { KotdError } from '../../src/domain/errors.js';
import { Client } from './client.js';
import { House, person, SCOPE } from './house.js';

t.test('command: ack with the result and the position, the event on every screen', async (t) => {
  const house = await House.open(t, { workers: 2 });
  const mine = await house.enter(['floor']);
  const other = await house.enter(['floor'], { worker: 1 });
  const ack = await mine.command('c1', 'order.create', { id: 'o1' });
  t.match(ack, { t: 'ack', id: 'c1', seq: 1, result: { id: 'o1', rev: 1 } });
  for (const client of [mine, other]) {
    t.match(await client.need('ev'), {
      seq: 1,
      prev: 0,
      type: 'order.created',
      actor: 'owner',
      data: { order: { id: 'o1' } },
    });
  }
});

t.test('command: a repeat gets the same answer and has no second effect', async (t) => {
  const house = await House.open(t);
  const client = await house.enter(['floor']);
  const first = await client.command('c1', 'order.create', { id: 'o1' });
  const again = await house.enter(['floor']);
  const second = await again.command('c1', 'order.create', { id: 'o1' });
  t.strictSame(second, { ...first, replayed: true });
  t.equal(house.store.stream(SCOPE).length, 1);
  const third = await (await house.enter([])).command('c1', 'order.create', { id: 'o2' });
  t.match(third, { t: 'err', problem: { code: 'idempotency_key_reused', status: 422 } });
});

t.test('command: refusals are the problems that HTTP gives', async (t) => {
  const house = await House.open(t);
  const client = await house.enter(['floor']);
  const table: [type: string, body: object, code: string][] = [
    ['order.create', {}, 'invalid'],
    ['order.create', { id: 'o1', price: 1 }, 'invalid'],
    ['order.pay', { id: 'nothing' }, 'not_found'],
    ['order.dance', {}, 'invalid'],
    ['staff.create', {}, 'invalid'],
    ['trouble.make', {}, 'internal'],
  ];
  for (const [i, [type, body, code]] of table.entries()) {
    const answer = await client.command(`c${i}`, type, body);
    t.match(answer, { t: 'err', id: `c${i}`, problem: { code, traceId: 'trace' } }, type);
  }
  t.match(house.failures, [/trouble.make: Error: a defect/]);
  t.match(await client.command('last', 'order.create', { id: 'o1' }), { t: 'ack' });
  t.strictSame(house.worker.seen.commands, [
    { type: 'order.create', status: 422 },
    { type: 'order.create', status: 422 },
    { type: 'order.pay', status: 404 },
    { type: 'unknown', status: 422 },
    { type: 'unknown', status: 422 },
    { type: 'trouble.make', status: 500 },
    { type: 'order.create', status: 200 },
  ]);
});

t.test('command: sent right behind the hello it waits for the welcome', async (t) => {
  const house = await House.open(t);
  const eager = await Client.open(house.worker.port);
  eager.send({ t: 'hello', token: 'owner', outlet: SCOPE.outletId, audience: [] });
  t.match(await eager.command('c1', 'order.create', { id: 'o1' }), { t: 'ack' });
  t.equal(eager.frames[0]?.t, 'welcome');
});

t.test(
  'command: 64 at once, the next is busy, and none stands in the way of another',
  async (t) => {
    const house = await House.open(t);
    let open = () => {};
    house.gate = new Promise((resolve) => {
      open = resolve;
    });
    const client = await house.enter(['floor']);
    for (let i = 0; i < 63; i++)
      client.send({ t: 'cmd', id: `w${i}`, type: 'gate.pass', body: {} });
    t.match(await client.command('quick', 'order.create', { id: 'o1' }), { t: 'ack' });
    client.send({ t: 'cmd', id: 'w63', type: 'gate.pass', body: {} });
    const refused = await client.command('one too many', 'gate.pass');
    t.match(refused, { t: 'err', problem: { code: 'busy', retryable: true } });
    open();
    await client.until(() => client.of('ack').length === 65);
    t.match(await client.command('now there is room', 'gate.pass'), { t: 'ack' });
  },
);

t.test('command: a limit refuses with the time to wait, and flooding ends the talk', async (t) => {
  const verdict = { name: 'orders', limit: 200, remaining: 0, resetSeconds: 17 };
  let allowed = false;
  const house = await House.open(t, {
    settings: { refusalsInRow: 5 },
    limit: () => ({ ...verdict, allowed }),
  });
  const client = await house.enter(['floor']);
  for (let i = 0; i < 4; i++) {
    const answer = await client.command(`c${i}`, 'order.create', { id: `o${i}` });
    t.match(answer, {
      t: 'err',
      problem: { code: 'rate_limited', status: 429, retryable: true, retryAfterSeconds: 17 },
    });
  }
  allowed = true;
  t.match(await client.command('c', 'order.create', { id: 'o' }), { t: 'ack' });
  allowed = false;
  for (let i = 0; i < 5; i++) client.send({ t: 'cmd', id: `f${i}`, type: 'order.pay', body: {} });
  await client.ended();
  t.match(await client.need('bye'), { code: 4429, reason: 'flooding' });
  t.equal(client.closeCode, 4429);
  t.equal(house.store.stream(SCOPE).length, 1);
});

t.test('flooding: frames that no command can be made of count and are limited too', async (t) => {
  const bad = (i: number) => ({ t: 'cmd', id: `b${i}`, type: 'order.create', body: [] });
  const large = { large: 'x'.repeat(1024 * 1024) };
  const table: [name: string, frame: (i: number) => object][] = [
    ['a bad shape', bad],
    ['too large', (i) => ({ ...bad(i), body: large })],
    ['a bad token', () => ({ t: 'auth', token: 'nobody' })],
  ];
  for (const [name, frame] of table) {
    let draws = 0;
    const limit = () => {
      draws++;
      return null;
    };
    const house = await House.open(t, { settings: { refusalsInRow: 5 }, limit });
    const client = await house.enter([]);
    for (let i = 1; i <= 5; i++) {
      client.send(frame(i));
      await client.until(() => client.of('err').length === i);
    }
    t.match(await client.need('bye'), { code: 4429, reason: 'flooding' }, name);
    t.equal(draws, 5, name);
    await client.ended();
  }

  const verdict = { allowed: false, name: 'other', limit: 200, remaining: 0, resetSeconds: 17 };
  const house = await House.open(t, { limit: () => verdict });
  const client = await house.enter([]);
  for (const frame of [
    bad(1),
    { t: 'auth', token: 'owner' },
    { ...bad(2), type: 'no', body: {} },
  ]) {
    const count = client.of('err').length;
    client.send(frame);
    await client.until(() => client.of('err').length > count);
    t.match(client.of('err').at(-1), { problem: { code: 'rate_limited', retryAfterSeconds: 17 } });
  }
});

t.test('flooding: tokens that come while one is looked at are refused at once', async (t) => {
  const limit = () => new Promise<null>(() => {});
  const house = await House.open(t, { settings: { refusalsInRow: 5 }, limit });
  const client = await house.enter([]);
  for (let i = 0; i < 6; i++) client.send({ t: 'auth', token: 'owner' });
  await client.ended();
  t.equal(client.closeCode, 4429);
  t.ok(client.of('err').every(({ problem }) => problem.code === 'busy'));
});

t.test('command: a role counts as it is now, not as it was at the hello', async (t) => {
  const house = await House.open(t);
  const client = await house.enter(['kitchen/grill'], { token: 'waiter' });
  house.people.delete('waiter');
  const answer = await client.command('c1', 'order.create', { id: 'o1' });
  t.match(answer, { t: 'err', id: 'c1', problem: { code: 'unauthenticated' } });
  await client.ended();
  t.equal(client.closeCode, 4401, 'who may not command may not listen');
  t.equal(house.store.stream(SCOPE).length, 0);
});

t.test('token: when it ends unrenewed, the socket is told and closed', async (t) => {
  const house = await House.open(t);
  const soon = Math.ceil(Date.now() / 1000) + 2;
  house.people.set('short', person('owner', 'org', { expiresAt: soon }));
  const client = await house.enter(['floor'], { token: 'short' });
  t.match(await client.need('err'), { id: null, problem: { code: 'token_expired' } });
  t.match(await client.need('bye'), {
    code: 4401,
    reason: 'token_expired',
    reconnectAfterMs: null,
  });
  await client.ended();
  t.ok(Date.now() >= soon * 1000);
  t.match([client.closeCode, client.closeReason], [4401, 'token_expired']);

  const expired = await Client.open(house.worker.port);
  expired.send({ t: 'hello', token: 'short', outlet: SCOPE.outletId, audience: [] });
  t.match(await expired.need('err'), { problem: { code: 'token_expired' } });
});

t.test('token: a new one of the same person goes on where the old one ends', async (t) => {
  const house = await House.open(t);
  const soon = Math.ceil(Date.now() / 1000) + 2;
  house.people.set('short', person('waiter', 'org', { expiresAt: soon }));
  const client = await house.enter(['floor'], { token: 'short' });
  client.send({ t: 'auth', token: 'rival' });
  t.match(await client.need('err'), { id: null, problem: { code: 'forbidden' } });
  client.send({ t: 'auth', token: 'nobody' });
  await client.need('err', ({ problem }) => problem.code === 'unauthenticated');
  client.send({ t: 'auth', token: 'waiter' });
  const { expiresAt } = await client.need('authed');
  t.ok(Date.parse(expiresAt) > soon * 1000);
  await house.until(() => Date.now() > soon * 1000 + 50);
  t.match(await client.command('c1', 'order.create', { id: 'o1' }), { t: 'ack' });
});

t.test('token: a listener who lost the role, the outlet or the session is closed', async (t) => {
  const house = await House.open(t, { settings: { recheckMs: 20 } });
  const table: [name: string, change: () => void, close: number][] = [
    ['role', () => house.people.set('waiter', person('kitchen', 'org')), 4403],
    ['outlet', () => house.people.set('waiter', person('waiter', 'org', { outletIds: [] })), 4404],
    ['session', () => house.people.delete('waiter'), 4401],
  ];
  for (const [name, change, close] of table) {
    house.people.set('waiter', person('waiter', 'org'));
    const client = await house.enter(['floor'], { token: 'waiter' });
    await client.need('reset');
    change();
    await client.ended();
    t.equal(client.closeCode, close, name);
  }
});

t.test('command: refused in an outage with what HTTP says, on a socket that stays', async (t) => {
  const house = await House.open(t);
  const client = await house.enter(['floor']);
  await client.need('pos');
  house.store.before = async () => {
    throw new KotdError('store_unavailable', { extra: { retryAfterSeconds: 7 } });
  };
  const problem = { code: 'store_unavailable', status: 503, retryable: true, retryAfterSeconds: 7 };
  for (const id of ['c1', 'c2']) {
    t.match(await client.command(id, 'order.create', { id: 'o1' }), { t: 'err', id, problem });
  }
  house.store.before = async () => {};
  client.send({ t: 'cmd', id: 'c1', type: 'order.create', body: { id: 'o1' } });
  t.match(await client.need('ack', ({ id }) => id === 'c1'), { result: { id: 'o1' } });
});

t.test('command: text that is not well-formed is refused, wherever it stands', async (t) => {
  const house = await House.open(t);
  const client = await house.enter(['floor']);
  const half = '\ud800';
  const rows: [frame: { id: string; body: object }, pointer: string][] = [
    [{ id: 'c1', body: { id: `x${half}` } }, '/id'],
    [{ id: 'c2', body: { id: 'o1', of: half } }, '/of'],
    [{ id: half, body: { id: 'o1' } }, '/id'],
  ];
  for (const [frame, pointer] of rows) {
    client.send({ t: 'cmd', type: 'order.create', ...frame });
    const answer = await client.need('err', ({ id }) => id === frame.id);
    t.match(answer.problem, { code: 'invalid', status: 422, errors: [{ pointer }] });
  }
  t.match(await client.command('c3', 'order.create', { id: 'o1', of: '\ud83c\udf36' }), {
    t: 'ack',
  });
  t.equal(house.store.stream(SCOPE).length, 1);
  const other = await Client.open(house.worker.port);
  other.send({ t: 'hello', token: 'owner', outlet: half, audience: [] });
  t.match(await other.need('err'), {
    problem: { code: 'invalid', errors: [{ pointer: '/outlet' }] },
  });
});
