import { randomUUID } from 'node:crypto';
import t from 'tap';
import type { Order } from '../../src/domain/shapes/order.js';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { Socket } from '../socket.js';

const kotd = await Kotd.start({ KOTD_WORKERS: '2' });
t.teardown(() => kotd.remove());
const place = await Restaurant.open(kotd.url);

const change = (id: string, body: object, headers: Record<string, string> = {}) =>
  place.try('PATCH', `/orders/${id}`, { body, headers }, 'waiter');

t.test(
  'guests of an open order change over either door, and every floor hears of it',
  async (t) => {
    const socket = await Socket.open(kotd.url, place, 'waiter', ['floor']);
    t.teardown(() => socket.close());
    const { id, rev } = await place.order(place.tables[0]);
    const key = { 'idempotency-key': randomUUID() };
    const three = await change(id, { guests: 3 }, key);
    t.match(three, { status: 200, body: { id, guests: 3, rev: rev + 1 } });
    const told = await socket.next((frame) => frame.t === 'ev' && frame.type === 'order.changed');
    t.match(told, { data: { order: { id, guests: 3 } } });

    const five = await socket.command<Order>('order.change', { orderId: id, guests: 5 });
    t.match(five.result, { guests: 5, rev: rev + 2 });
    t.strictSame((await change(id, { guests: 3 }, key)).body, three.body, 'a repeat, its answer');
    t.match(await place.do('GET', `/orders/${id}`), { guests: 5 }, 'and no effect');
    t.match((await change(id, { guests: 5 })).body, { rev: rev + 2 }, 'the same again');
    t.match((await change(id, { guests: null })).body, { guests: null, rev: rev + 3 });
  },
);

t.test('guests: refused as other changes of an order are', async (t) => {
  const { id, rev } = await place.order(place.tables[1]);
  for (const body of [{}, { guests: 0 }, { guests: 1001 }, { guests: 1.5 }, { guests: '2' }]) {
    t.equal((await change(id, body)).status, 422, JSON.stringify(body));
  }
  t.equal((await change(id, { guests: 2, tableId: 'x' })).status, 422, 'nothing besides');
  t.match((await change(id, { guests: 2, rev: rev + 1 })).body, { code: 'stale_rev', rev });
  const other = await change(id, { guests: 2 }, { 'if-match': `"${rev + 1}"` });
  t.match(other, { status: 412, body: { code: 'precondition_failed' } });
  t.equal((await change(id, { guests: 2 }, { 'if-match': `"${rev}"` })).status, 200);
  const kitchen = await place.try('PATCH', `/orders/${id}`, { body: { guests: 2 } }, 'kitchen');
  t.match(kitchen, { status: 403, body: { code: 'forbidden' } });
  await place.do('POST', `/orders/${id}/bill`, { send: true });
  t.match(await change(id, { guests: 2 }), { status: 409, body: { code: 'order_not_open' } });
  t.match(await change(randomUUID(), { guests: 2 }), { status: 404 });
});
