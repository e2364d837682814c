import t from 'tap';
import { MAX_LINES } from '../../src/domain/shapes/primitives.js';
import { refusal } from './money-fixtures.js';
import { House } from './house.js';

function restaurant() {
  const house = House.open();
  return { house, dosa: house.item('Dosa').id, table: house.table('T1').id };
}

t.test('order: a new one is priced, numbered and seated', async (t) => {
  const { house, dosa, table } = restaurant();
  const order = house.create({ tableId: table, guests: 4, lines: [{ itemId: dosa, quantity: 2 }] });
  t.match(order, {
    rev: 1,
    number: 1,
    businessDay: '2026-11-20',
    type: 'dineIn',
    tableId: table,
    guests: 4,
    status: 'open',
    totals: { subtotal: 20_000, tax: 1_000, rounding: 0, payable: 21_000 },
  });
  t.match(house.get('table', table), { state: 'busy', orderId: order.id, rev: 2 });
  const [created, occupied] = house.events.slice(-2);
  t.match([created?.type, occupied?.type], ['order.created', 'table.occupied']);
  t.strictSame(created?.data, { order });
  t.strictSame(occupied?.data, { table: house.get('table', table) });
  t.strictSame(house.violations(), []);
});

t.test('order: of any type, with or without a table, with or without lines', async (t) => {
  const { house, table } = restaurant();
  t.match(house.create({ type: 'takeaway', tableId: table }), { type: 'takeaway', tableId: table });
  t.match(house.create({ type: 'dineIn' }), { tableId: null, lines: [], totals: { payable: 0 } });
  const elsewhere = { type: 'delivery' as const, placeOfSupply: '27' };
  t.throws(() => house.create(elsewhere), { code: 'invalid' }, 'nobody knows the own state');
  house.change({ stateCode: '29' });
  t.match(house.create(elsewhere), { placeOfSupply: '27' });
});

t.test('order: numbers count within a business day, which ends at night', async (t) => {
  const { house } = restaurant();
  const numbered = (now: string) => {
    house.now = now;
    const { number, businessDay } = house.create();
    return [number, businessDay];
  };
  t.strictSame(numbered('2026-11-20T18:00:00.000Z'), [1, '2026-11-20'], '23:30');
  t.strictSame(numbered('2026-11-20T20:00:00.000Z'), [2, '2026-11-20'], '01:30');
  t.strictSame(numbered('2026-11-20T22:30:00.000Z'), [1, '2026-11-21'], '04:00');
});

t.test('order: guests come and go while it is open, and nothing else changes', async (t) => {
  const { house, dosa, table } = restaurant();
  const order = house.create({ tableId: table, guests: 2, lines: [{ itemId: dosa, quantity: 2 }] });
  house.send(order.id);
  const before = house.get('order', order.id);
  house.wait(5);
  const three = house.changeGuests(order.id, 3);
  t.strictSame(three, { ...before, guests: 3, rev: before.rev + 1, updatedAt: house.now });
  t.match(house.events.at(-1), { type: 'order.changed', data: { order: three } });
  const told = house.events.length;
  t.equal(house.changeGuests(order.id, 3), three, 'the same again');
  t.strictSame([house.events.length, house.get('order', order.id)], [told, three]);
  t.equal(house.changeGuests(order.id, null).guests, null, 'nobody has counted them');
  t.strictSame(house.violations(), []);

  const cancelled = house.create();
  house.cancel(cancelled.id);
  const bill = house.bill(order.id);
  const refused = (id: string) => refusal(() => house.changeGuests(id, null));
  t.strictSame([refused(order.id), refused(cancelled.id)], ['order_not_open', 'order_not_open']);
  house.pay(bill.id, { tender: 'cash', amount: bill.payable });
  t.equal(refused(order.id), 'order_not_open');
});

t.test('order: refusals take no number and no table', async (t) => {
  const { house, dosa, table } = restaurant();
  const first = house.create({ tableId: table });
  t.throws(() => house.create({ tableId: table }), {
    code: 'table_busy',
    extra: { orderId: first.id },
  });
  t.throws(() => house.create({ tableId: 'ghost' }), {
    code: 'not_found',
    errors: [{ pointer: '/tableId' }],
  });
  const lines = Array.from({ length: MAX_LINES + 1 }, () => ({ itemId: dosa, quantity: 1 }));
  t.equal(
    refusal(() => house.create({ lines })),
    'order_full',
  );
  t.equal(house.create({ lines: lines.slice(1) }).number, 2);
});
