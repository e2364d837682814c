import t from 'tap';
import { audiencesOf } from '../../src/domain/audience.js';
import type { Event } from '../../src/domain/decision.js';
import type { Order } from '../../src/domain/shapes/order.js';
import type { Ticket } from '../../src/domain/shapes/ticket.js';
import { Kotd, onServers } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { Socket } from '../socket.js';

const kotd = await Kotd.start({ KOTD_WORKERS: '2' });
t.teardown(() => kotd.remove());
const place = await Restaurant.open(kotd.url);

/** Per line and station, the sum of `change` over all tickets of the order less what it should be. */
async function notConserved(order: Order): Promise<string[]> {
  const { data } = await place.do<{ data: Ticket[] }>(
    'GET',
    `/orders/${order.id}/tickets?limit=1000`,
  );
  const asked = new Map<string, number>();
  for (const { stationId, items } of data) {
    for (const { lineId, change } of items) {
      asked.set(`${lineId}/${stationId}`, (asked.get(`${lineId}/${stationId}`) ?? 0) + change);
    }
  }
  return order.lines.flatMap((line) =>
    line.stationIds
      .filter((id) => asked.get(`${line.id}/${id}`) !== line.sentQuantity - line.voidedQuantity)
      .map((id) => `${line.id} at ${id}`),
  );
}

t.test(
  'two waiters add to one table 200 times at once over two workers: every line once',
  async (t) => {
    const order = await place.order(place.tables[0]);
    const sockets = await Promise.all(
      Array.from({ length: 4 }, () => Socket.open(kotd.url, place, 'waiter', ['floor'])),
    );
    t.teardown(() => {
      for (const socket of sockets) socket.close();
    });

    const notes = Array.from({ length: 200 }, (_, i) => `note ${i}`);
    const answers = await Promise.all(
      notes.map((note, i) => {
        const lines = [{ itemId: place.items[i % 3]?.id, quantity: 1 + (i % 3), note }];
        const socket = sockets[i % sockets.length] as Socket;
        return i % 2 === 0
          ? socket.command<Order>('order.addLines', { orderId: order.id, lines }).then(({ t }) => t)
          : place
              .try('POST', `/orders/${order.id}/lines`, { body: { lines } }, 'waiter')
              .then(({ status }) => status);
      }),
    );
    t.same(new Set(answers), new Set(['ack', 200]), 'none refused, no 5xx');

    const added = await place.do<Order>('GET', `/orders/${order.id}`);
    const found = added.lines.flatMap(({ note }) => note ?? []);
    t.equal(added.lines.length, order.lines.length + 200);
    t.same([...found].sort(), [...notes].sort(), 'every line once');
    t.equal(added.rev, order.rev + 200);

    const sends = await Promise.all(
      Array.from({ length: 8 }, () => place.try('POST', `/orders/${order.id}/send`, { body: {} })),
    );
    t.same(new Set(sends.map(({ status }) => status)), new Set([200]));
    const sent = await place.do<Order>('GET', `/orders/${order.id}`);
    t.ok(sent.lines.every((line) => line.sentQuantity === line.quantity));
    t.same(await notConserved(sent), []);
  },
);

t.test(
  'sends, voids and transfers at once: conservation holds and no ticket is lost',
  async (t) => {
    const order = await place.order(place.tables[1]);
    const [line] = order.lines;
    await Promise.all([
      ...Array.from({ length: 5 }, () =>
        place.try('POST', `/orders/${order.id}/send`, { body: {} }),
      ),
      ...Array.from({ length: 3 }, () =>
        place.try('POST', `/orders/${order.id}/lines`, {
          body: { lines: [{ itemId: place.items[1]?.id, quantity: 2 }] },
        }),
      ),
      place.try('POST', `/orders/${order.id}/lines/${line?.id}/void`, {
        body: { quantity: 1, reason: 'test' },
      }),
      place.try('POST', `/orders/${order.id}/transfer`, { body: { tableId: place.tables[2]?.id } }),
    ]);
    await place.do('POST', `/orders/${order.id}/send`, {});
    const after = await place.do<Order>('GET', `/orders/${order.id}`);
    t.same(await notConserved(after), []);
    t.equal(after.tableId, place.tables[2]?.id);
  },
);

t.test('one table, two orders at once: one sits, the other is told whose it is', async (t) => {
  const body = { type: 'dineIn', tableId: place.tables[3]?.id, lines: [] };
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => place.try<Order>('POST', '/orders', { body })),
  );
  const seated = answers.filter(({ status }) => status === 201);
  t.equal(seated.length, 1);
  for (const { status, body } of answers.filter((answer) => answer.status !== 201)) {
    t.equal(status, 409);
    t.match(body, { code: 'table_busy', orderId: seated[0]?.body.id });
  }
});

t.test('sockets of both workers: each hears the whole stream, in order, once', async (t) => {
  const before = await place.do<{ last: number }>('GET', '/events?limit=1');
  const sockets = await Promise.all(
    Array.from({ length: 8 }, () => Socket.open(kotd.url, place, 'owner', ['floor'])),
  );
  t.teardown(() => {
    for (const socket of sockets) socket.close();
  });
  await Promise.all(
    Array.from({ length: 30 }, () =>
      place.do('POST', '/orders', {
        type: 'takeaway',
        lines: [{ itemId: place.items[0]?.id, quantity: 1 }],
      }),
    ),
  );
  const stream = await place.do<{ events: Event[]; last: number }>(
    'GET',
    `/events?after=${before.last}&limit=1000`,
  );
  const heard = stream.events.filter((event) => audiencesOf(event).includes('floor'));
  const expected = heard.map(({ seq }) => seq);
  t.equal(expected.length, 30);
  for (const socket of sockets) {
    await socket.next((frame) => frame.t === 'ev' && frame.seq === expected.at(-1));
    const seqs = socket.frames.filter((frame) => frame.t === 'ev').map(({ seq }) => seq);
    t.same(seqs, expected);
  }
});

// A store that is a server has no counter that can be read in passing: there other workers hear it from the bus.
const skip = onServers && 'only where workers share the store without a server';
t.test('what one worker acknowledged, every worker answers, cached or not', { skip }, async (t) => {
  const item = place.items[0];
  for (let round = 0; round < 20; round++) {
    const price = 10_000 + round;
    await place.do('PATCH', `/menu/items/${item?.id}`, { price });
    // Separate connections, so that both workers are asked.
    const answers = await Promise.all(
      Array.from({ length: 6 }, () =>
        place.try<{ items: { id: string; price: number }[] }>('GET', '/menu', {
          headers: { connection: 'close' },
        }),
      ),
    );
    for (const { body } of answers) {
      t.equal(body.items.find(({ id }) => id === item?.id)?.price, price);
    }
  }
});
