import t from 'tap';
import { House } from './house.js';
import { refusal } from './money-fixtures.js';

/** An order at a table: three thalis at two stations and one dosa, sent unless told. */
function served(sent = true) {
  const house = House.open();
  const kitchen = house.named('station', 'Kitchen').id;
  const bar = house.station('Bar').id;
  const thali = house.item('Thali', { stationIds: [kitchen, bar] }).id;
  const lines = [
    { itemId: thali, quantity: 3 },
    { itemId: house.item('Dosa').id, quantity: 1 },
  ];
  const order = house.create({ tableId: house.table('T1').id, lines });
  if (sent) house.send(order.id);
  return { house, kitchen, bar, id: order.id, lineId: order.lines[0]?.id ?? '' };
}

t.test('void: each station that heard of the line hears that it is less', async (t) => {
  const { house, kitchen, bar, id, lineId } = served();
  const { order, tickets } = house.void(id, lineId, 2, 'wrong table');
  t.match(order.lines, [
    { quantity: 3, sentQuantity: 3, voidedQuantity: 2 },
    { voidedQuantity: 0 },
  ]);
  t.equal(order.totals.subtotal, 20_000);
  t.strictSame(
    tickets.map(({ stationId }) => stationId),
    [kitchen, bar],
  );
  for (const ticket of tickets) {
    t.match(ticket, {
      kind: 'void',
      state: 'queued',
      reason: 'wrong table',
      approvedBy: 'the-owner',
      items: [{ lineId, previousQuantity: 3, quantity: 1, change: -2 }],
    });
  }
  const [voided, ...created] = house.events.slice(-3);
  t.match(voided, { type: 'order.lineVoided', data: { order } });
  t.strictSame(
    created.map(({ type, data }) => [type, data.ticket]),
    tickets.map((ticket) => ['ticket.created', ticket]),
  );
  t.strictSame(house.violations(), []);
});

t.test('void: what the kitchen has not heard of goes first, without a ticket', async (t) => {
  const { house, id, lineId } = served();
  house.changeLine(id, lineId, { quantity: 5 });
  const quiet = house.void(id, lineId, 1);
  t.strictSame(quiet.tickets, []);
  t.match(quiet.order.lines, [{ quantity: 5, sentQuantity: 4, voidedQuantity: 1 }]);
  const heard = house.void(id, lineId, 2);
  t.match(heard.order.lines, [{ quantity: 5, sentQuantity: 5, voidedQuantity: 3 }]);
  t.match(heard.tickets, [{ items: [{ previousQuantity: 3, quantity: 2, change: -1 }] }]);
  t.strictSame(house.send(id).tickets, [], 'nothing is left to ask for');
  t.strictSame(house.violations(), []);
});

t.test(
  'void: each is kept, with the day on which it was done and what the kitchen had heard of',
  async (t) => {
    const { house, id, lineId } = served();
    house.changeLine(id, lineId, { quantity: 5 });
    house.void(id, lineId, 1);
    // 22:29 UTC is 03:59 in India: still the business day before.
    for (const now of ['2026-11-20T22:29:00.000Z', '2026-11-20T22:30:00.000Z']) {
      house.now = now;
      house.void(id, lineId, now.endsWith('22:29:00.000Z') ? 2 : 1);
    }
    const of = { rev: 1, orderId: id, lineId, unitPrice: 10_000 };
    t.strictSame(house.all('lineVoid'), [
      {
        id: `${lineId}/1`,
        ...of,
        businessDay: '2026-11-20',
        at: '2026-11-20T14:00:00.000Z',
        quantity: 1,
        heard: 0,
      },
      {
        id: `${lineId}/2`,
        ...of,
        businessDay: '2026-11-20',
        at: '2026-11-20T22:29:00.000Z',
        quantity: 2,
        heard: 1,
      },
      {
        id: `${lineId}/4`,
        ...of,
        businessDay: '2026-11-21',
        at: '2026-11-20T22:30:00.000Z',
        quantity: 1,
        heard: 1,
      },
    ]);
    house.cancel(id);
    t.equal(house.all('lineVoid').length, 3, 'what a cancellation takes back is the cancellation');
  },
);

t.test('void: a waiter takes back only what the kitchen has not heard of', async (t) => {
  for (const [role, code] of [
    ['waiter', 'approval_required'],
    ['kitchen', 'approval_required'],
    ['cashier', undefined],
    ['manager', undefined],
  ] as const) {
    const { house, id, lineId } = served();
    house.changeLine(id, lineId, { quantity: 4 });
    house.role = role;
    t.equal(
      refusal(() => house.void(id, lineId, 1)),
      undefined,
      `${role}, unsent`,
    );
    t.equal(
      refusal(() => house.void(id, lineId, 1)),
      code,
      `${role}, sent`,
    );
    t.equal(
      refusal(() => house.cancel(id)),
      code,
      `${role}, the whole order`,
    );
  }
  const { house, id } = served(false);
  house.role = 'waiter';
  t.equal(house.cancel(id).order.status, 'cancelled', 'an order that was not sent');
});

t.test('void: never more than there is, nor of what is over', async (t) => {
  const { house, id, lineId } = served();
  t.equal(
    refusal(() => house.void(id, lineId, 4)),
    'quantity_above_line',
  );
  house.void(id, lineId, 2);
  t.equal(
    refusal(() => house.void(id, lineId, 2)),
    'quantity_above_line',
  );
  t.throws(() => house.void(id, 'ghost', 1), {
    code: 'not_found',
    errors: [{ pointer: '/lineId' }],
  });
  house.bill(id);
  t.equal(
    refusal(() => house.void(id, lineId, 1)),
    'order_not_open',
  );
  t.equal(
    refusal(() => house.cancel(id)),
    'order_not_open',
  );
});

t.test('cancel: everything is taken back, each station told once, the table free', async (t) => {
  const { house, kitchen, bar, id, lineId } = served();
  house.void(id, lineId, 1);
  const tableId = house.get('order', id).tableId ?? '';
  const { order, tickets } = house.cancel(id, 'they left');
  t.match(order, {
    status: 'cancelled',
    cancelReason: 'they left',
    totals: { payable: 0 },
    tableId,
  });
  t.strictSame(
    tickets.map(({ stationId, items }) => [stationId, items.map(({ change }) => change)]),
    [
      [kitchen, [-2, -1]],
      [bar, [-2]],
    ],
  );
  t.match(tickets, [
    { kind: 'void', reason: 'they left' },
    { kind: 'void', reason: 'they left' },
  ]);
  t.match(house.get('table', tableId), { state: 'free', orderId: null });
  t.strictSame(
    house.events.slice(-4).map(({ type }) => type),
    ['order.cancelled', 'ticket.created', 'ticket.created', 'table.freed'],
  );
  t.strictSame(house.violations(), []);
  t.equal(
    refusal(() => house.cancel(id)),
    'order_not_open',
  );
  t.equal(
    refusal(() => house.send(id)),
    'order_not_open',
  );
});

t.test('cancel: what nobody heard of is cancelled in silence', async (t) => {
  const { house, id } = served(false);
  const { order, tickets } = house.cancel(id);
  t.strictSame(tickets, []);
  t.match(order.lines, [{ quantity: 3, sentQuantity: 3, voidedQuantity: 3, stationIds: [] }, {}]);
  t.strictSame(house.violations(), []);
});
