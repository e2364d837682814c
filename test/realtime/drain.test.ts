import t from 'tap';
import { Client, handshake } from './client.js';
import { House, SCOPE } from './house.js';

t.test(
  'drain: every socket is told when to come back, and nothing acknowledged is lost',
  async (t) => {
    const house = await House.open(t, { workers: 2 });
    const clients = await Promise.all(
      Array.from({ length: 120 }, (_, i) => house.enter([i % 2 ? 'floor' : 'bills'])),
    );
    const drained = house.worker.door.drain(20_000);
    await Promise.all(clients.map((client) => client.ended()));
    await drained;
    const waits = clients.map((client) => client.of('bye')[0]?.reconnectAfterMs ?? -1);
    t.ok(clients.every((client) => client.closeCode === 4000));
    t.ok(waits.every((ms) => ms >= 100 && ms <= 2_000));
    t.ok(new Set(waits).size > 60, 'they do not come back at once');
    t.strictSame(house.worker.door.counts().sockets, 0);
    t.strictSame(house.worker.door.counts().streams, []);

    const { status, rest } = await handshake(house.worker.port, null);
    t.equal(status, 503);
    t.match(JSON.parse(rest.toString()), { code: 'draining', retryable: true });
    await (await house.enter(['floor'], { worker: 1 })).need('reset');
  },
);

t.test('drain: a command under way is answered first, a new one is refused', async (t) => {
  const house = await House.open(t);
  let open = () => {};
  house.gate = new Promise((resolve) => {
    open = resolve;
  });
  const client = await house.enter(['floor']);
  await client.need('pos');
  const passing = client.command('c1', 'gate.pass');
  await client.command('c0', 'order.create', { id: 'o1' });
  const drained = house.worker.door.drain(20_000);
  const late = await client.command('c2', 'order.create', { id: 'o2' });
  t.match(late, { t: 'err', problem: { code: 'draining', retryable: true } });
  t.equal(client.of('bye').length, 0);
  open();
  t.match(await passing, { t: 'ack', result: 'passed' });
  await client.ended();
  await drained;
  t.equal(client.closeCode, 4000);
  t.equal(house.store.stream(SCOPE).length, 1);
});

t.test('upgrade: a worker that cannot read its store takes no new socket', async (t) => {
  const house = await House.open(t);
  const before = await house.enter(['floor']);
  house.readable = false;
  const { status, headers, rest } = await handshake(house.worker.port, null);
  t.equal(status, 503);
  t.equal(headers.get('retry-after'), '1');
  t.match(JSON.parse(rest.toString()), { code: 'store_unavailable', retryable: true });
  t.equal(before.closeCode, null, 'those it has may stay');
  house.readable = true;
  await (await house.enter(['floor'])).need('reset');
});

t.test('drain: what does not end in time is cut off', async (t) => {
  const house = await House.open(t);
  house.gate = new Promise(() => {});
  const client = await house.enter(['floor']);
  client.send({ t: 'cmd', id: 'c1', type: 'gate.pass', body: {} });
  await client.command('c2', 'order.create', { id: 'o1' });
  await house.worker.door.drain(150);
  await client.ended();
  t.equal(client.closeCode, null);
  t.strictSame(house.worker.door.counts().sockets, 0);
});

t.test('settle: after all kinds of ends every count is exactly zero', async (t) => {
  const settings = { heartbeatMs: 5, helloMs: 5_000, recheckMs: 10 };
  const house = await House.open(t, { workers: 2, settings });
  const pouring = (async () => {
    for (let i = 0; i < 150; i++) {
      await house.run('ticket.create', { id: `k${i}`, of: 'grill' }, i % 2);
    }
  })();
  const lives = Array.from({ length: 60 }, async (_, i) => {
    const worker = i % 2;
    const client = await Client.open(house.workers[worker]?.port ?? 0);
    const hello = { t: 'hello', token: 'owner', outlet: SCOPE.outletId, audience: ['floor'] };
    switch (i % 6) {
      case 0:
        return client.cut();
      case 1:
        client.send(hello);
        return client.cut();
      case 2:
        client.send(hello);
        client.send({ t: 'cmd', id: `c${i}`, type: 'order.create', body: { id: `o${i}` } });
        return client.cut();
      case 3:
        client.send({ ...hello, token: 'nobody' });
        return await client.ended();
      case 4:
        return await client.ended();
      default:
        client.send(hello);
        await client.need('pos');
        return await client.close();
    }
  });
  await Promise.all([...lives, pouring]);
  const none = { sockets: 0, audiences: { floor: 0, bills: 0, kitchen: 0 }, streams: [] };
  for (const { door, seen } of house.workers) {
    await house.until(() => door.counts().sockets === 0 && door.counts().streams.length === 0);
    const { lookout: _, ...counts } = door.counts();
    t.strictSame(counts, none);
    t.equal(seen.opened, seen.closed.length);
  }
  t.strictSame(house.failures, []);
});
