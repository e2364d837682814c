import { randomUUID } from 'node:crypto';
import t from 'tap';
import type { Order } from '../../src/domain/shapes/order.js';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { Socket } from '../socket.js';

const kotd = await Kotd.start();
t.teardown(() => kotd.remove());
const place = await Restaurant.open(kotd.url);
const lines = [{ itemId: place.items[0]?.id, quantity: 1 }];

/** Posts under a key; the exact bytes of the answer are part of what must be repeated. */
async function post(path: string, body: unknown, key: string) {
  const response = await fetch(`${kotd.url}/api/v1${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${place.tokens.owner}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    },
    body: JSON.stringify(body),
  });
  const replayed = response.headers.get('idempotency-replayed');
  return { status: response.status, replayed, text: await response.text() };
}

const orders = `/outlets/${place.outlet}/orders`;
const openOrders = async () =>
  (await place.do<{ data: Order[] }>('GET', '/orders?limit=1000')).data.length;

t.test('a repeat: same status, same bytes, no second effect', async (t) => {
  const before = await openOrders();
  const key = randomUUID();
  const first = await post(orders, { type: 'takeaway', lines }, key);
  const second = await post(orders, { lines, type: 'takeaway' }, key);
  t.equal(first.status, 201);
  t.equal(first.replayed, null);
  t.equal(second.status, 201);
  t.equal(second.replayed, 'true');
  t.equal(second.text, first.text);
  t.equal(await openOrders(), before + 1);
});

t.test('a repeat with another body, or of another command: refused, nothing changed', async (t) => {
  const key = randomUUID();
  await post(orders, { type: 'takeaway', lines }, key);
  const before = await openOrders();
  const other = await post(orders, { type: 'delivery', lines }, key);
  t.equal(other.status, 422);
  t.match(JSON.parse(other.text), { code: 'idempotency_key_reused' });
  const elsewhere = await post(`/outlets/${place.outlet}/tables`, { name: 'T9' }, key);
  t.match(JSON.parse(elsewhere.text), { status: 422, code: 'idempotency_key_reused' });
  t.equal(await openOrders(), before);
});

t.test('twenty at once under one key, over both workers: one effect, one answer', async (t) => {
  const before = await openOrders();
  const key = randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => post(orders, { type: 'takeaway', lines }, key)),
  );
  t.same(new Set(answers.map(({ status }) => status)), new Set([201]));
  t.equal(new Set(answers.map(({ text }) => text)).size, 1);
  t.equal(answers.filter(({ replayed }) => replayed === null).length, 1);
  t.equal(await openOrders(), before + 1);
});

t.test(
  'a refusal of the rules: the repeat is refused with the same bytes, whatever changed since',
  async (t) => {
    const order = await place.order(place.tables[0]);
    const key = randomUUID();
    const body = { type: 'dineIn', tableId: place.tables[0]?.id, lines: [] };
    const refused = await post(orders, body, key);
    t.match(JSON.parse(refused.text), { status: 409, code: 'table_busy', orderId: order.id });
    await place.do('POST', `/orders/${order.id}/cancel`, { reason: 'test' });
    const again = await post(orders, body, key);
    t.equal(again.text, refused.text);
    t.equal(again.status, 409);
    t.equal(again.replayed, 'true');
    t.equal((await post(orders, body, randomUUID())).status, 201);
  },
);

t.test(
  'the socket and HTTP share their ids: one effect, whichever door the repeat takes',
  async (t) => {
    const socket = await Socket.open(kotd.url, place, 'owner', ['floor']);
    t.teardown(() => socket.close());
    const id = randomUUID();
    const body = { type: 'takeaway', lines };
    const acked = await socket.command<Order>('order.create', body, id);
    const repeated = await post(orders, body, id);
    t.equal(repeated.replayed, 'true');
    t.same(JSON.parse(repeated.text), acked.result);
    const again = await socket.command<Order>('order.create', body, id);
    t.same(again.result, acked.result);
    t.equal(again.seq, acked.seq);
  },
);

t.test('sign-up and login: a repeat gives the same tokens, and they work', async (t) => {
  const key = randomUUID();
  const email = `repeat-${randomUUID()}@test.kotd`;
  const body = { name: 'R', ownerName: 'O', email, password: 'a-good-password', outletName: 'M' };
  const [first, second] = [
    await post('/organizations', body, key),
    await post('/organizations', body, key),
  ];
  t.equal(first.status, 201);
  t.equal(second.text, first.text);
  t.equal(second.replayed, 'true');
  const { refreshToken } = JSON.parse(second.text) as { refreshToken: string };

  const refreshKey = randomUUID();
  const renewed = await post('/auth/refresh', { refreshToken }, refreshKey);
  const lost = await post('/auth/refresh', { refreshToken }, refreshKey);
  t.equal(renewed.status, 200);
  t.equal(lost.text, renewed.text, 'a lost answer can be asked for again');
  const guessed = await post('/organizations', { ...body, password: 'another-password' }, key);
  t.match(JSON.parse(guessed.text), { code: 'idempotency_key_reused' });
});
