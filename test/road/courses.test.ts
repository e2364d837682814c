import { randomUUID } from 'node:crypto';
import t from 'tap';
import type { Order } from '../../src/domain/shapes/order.js';
import type { OrderAndTickets, Ticket } from '../../src/domain/shapes/ticket.js';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { Socket } from '../socket.js';

const kotd = await Kotd.start({ KOTD_WORKERS: '2' });
t.teardown(() => kotd.remove());
const place = await Restaurant.open(kotd.url);
const [item] = place.items;

/** Lines of two starters, three mains, a dessert by the house's own word, and a portion of no course. */
async function held(): Promise<Order> {
  const courses = [
    { quantity: 2, course: 1 },
    { quantity: 3, course: 2 },
    { quantity: 1, course: 'sweet' },
    { quantity: 1 },
  ];
  const lines = courses.map((line) => ({ itemId: item?.id, ...line }));
  return await place.do<Order>('POST', '/orders', { type: 'takeaway', lines });
}

const unsent = ({ lines }: Order) => lines.map((line) => line.quantity - line.sentQuantity);

t.test(
  'a course is sent over either door, and all that is left by a send without one',
  async (t) => {
    const socket = await Socket.open(kotd.url, place, 'waiter', ['floor']);
    t.teardown(() => socket.close());
    const { id } = await held();
    const headers = { 'idempotency-key': randomUUID() };
    const send = (course: unknown) =>
      place.try<OrderAndTickets>('POST', `/orders/${id}/send`, { body: { course }, headers });

    const first = await send(1);
    t.match(first.body.tickets, [{ kind: 'new', items: [{ course: 1, change: 2 }] }]);
    t.strictSame(unsent(first.body.order), [0, 3, 1, 1]);
    t.strictSame((await send(1)).body, first.body, 'again is the same answer');
    t.equal((await send(2)).status, 422, 'under the same key nothing else');

    const sweet = await socket.command<OrderAndTickets>('order.send', {
      orderId: id,
      course: 'sweet',
    });
    t.strictSame(sweet.result && unsent(sweet.result.order), [0, 3, 0, 1]);
    const none = await socket.command<OrderAndTickets>('order.send', {
      orderId: id,
      course: 'sweet',
    });
    t.match(none.result, { tickets: [], order: { rev: sweet.result?.order.rev } });
    for (const course of [0, 21, 1.5, '', null, ['1']]) {
      const { status } = await place.try('POST', `/orders/${id}/send`, { body: { course } });
      t.equal(status, 422, JSON.stringify(course));
    }
    const stale = { body: { course: 2, rev: 1 } };
    t.match((await place.try('POST', `/orders/${id}/send`, stale)).body, { code: 'stale_rev' });
    const rest = await place.do<OrderAndTickets>('POST', `/orders/${id}/send`, {});
    t.match(rest.tickets, [
      {
        items: [
          { course: 2, change: 3 },
          { course: null, change: 1 },
        ],
      },
    ]);
    t.strictSame(unsent(rest.order), [0, 0, 0, 0]);
  },
);

t.test(
  'courses and all of it, fired at once by many: each portion is asked for once',
  async (t) => {
    const { id, lines } = await held();
    const bodies = [{ course: 1 }, { course: 2 }, {}, { course: 'sweet' }];
    const sends = await Promise.all(
      Array.from({ length: 16 }, (_, i) =>
        place.try('POST', `/orders/${id}/send`, { body: bodies[i % bodies.length] }),
      ),
    );
    t.strictSame(new Set(sends.map(({ status }) => status)), new Set([200]));
    const { data } = await place.do<{ data: Ticket[] }>('GET', `/orders/${id}/tickets`);
    const asked = data.flatMap(({ items }) => items.map(({ lineId, change }) => [lineId, change]));
    t.strictSame(asked.sort(), lines.map((line) => [line.id, line.quantity]).sort());
  },
);
