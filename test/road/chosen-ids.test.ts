import t from 'tap';
import type { Order } from '../../src/domain/shapes/order.js';
import type { Ticket } from '../../src/domain/shapes/ticket.js';
import { newId } from '../../src/handlers/ids.js';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { Socket } from '../socket.js';

const kotd = await Kotd.start({ KOTD_WORKERS: '2' });
t.teardown(() => kotd.remove());
const place = await Restaurant.open(kotd.url);
const itemId = place.items[0]?.id ?? '';

function create(body: object) {
  const order = { type: 'dineIn', lines: [], ...body };
  return place.try('POST', '/orders', { body: order }, 'waiter');
}

t.test('chosen ids: a till that was cut off names its order and its lines', async (t) => {
  const [id, line, more] = [newId(), newId(), newId()];
  const lines = [{ id: line, itemId, quantity: 2, seat: 4 }];
  const created = await create({ id, lines });
  t.equal(created.status, 201);
  t.match(created.body, { id, lines: [{ id: line, seat: 4 }] });
  const socket = await Socket.open(kotd.url, place, 'waiter', ['floor']);
  t.teardown(() => socket.close());
  const added = await socket.command<Order>('order.addLines', {
    orderId: id,
    lines: [{ id: more, itemId, quantity: 1 }],
  });
  t.match(added.result?.lines, [{ id: line }, { id: more, seat: null }]);
  const sent = await place.do<{ tickets: Ticket[] }>('POST', `/orders/${id}/send`, {});
  t.match(sent.tickets[0]?.items, [
    { lineId: line, seat: 4 },
    { lineId: more, seat: null },
  ]);
});

t.test('chosen ids: taken ones are refused, with the pointer to each', async (t) => {
  const [id, line] = [newId(), newId()];
  await create({ id, lines: [{ id: line, itemId, quantity: 1 }] });
  const again = await create({ id });
  t.equal(again.status, 409);
  t.match(again.body, { code: 'id_taken', orderId: id, errors: [{ pointer: '/id' }] });
  const lines = [{ id: line, itemId, quantity: 1 }];
  const added = await place.try('POST', `/orders/${id}/lines`, { body: { lines } });
  t.match(added, {
    status: 409,
    body: { code: 'id_taken', lineId: line, errors: [{ pointer: '/lines/0/id' }] },
  });
});

t.test('chosen ids: of tills that choose the same one at once, one gets it', async (t) => {
  const id = newId();
  const answers = await Promise.all(Array.from({ length: 12 }, () => create({ id })));
  const codes = answers.map(({ status, body }) => (status === 201 ? 'created' : body.code)).sort();
  t.strictSame(codes, ['created', ...Array.from({ length: 11 }, () => 'id_taken')]);
});

t.test('chosen ids: what is not made as ours are is refused', async (t) => {
  for (const id of ['', 'order-1', newId().toLowerCase(), `${newId()}0`, `8${newId().slice(1)}`]) {
    const answer = await create({ id });
    t.equal(answer.status, 422, id);
    t.match(answer.body, { code: 'invalid', errors: [{ pointer: '/id' }] }, id);
  }
  for (const seat of [0, 100, 1.5, 'A']) {
    const answer = await create({ lines: [{ itemId, quantity: 1, seat }] });
    t.match(answer, { status: 422, body: { errors: [{ pointer: '/lines/0/seat' }] } }, `${seat}`);
  }
});
