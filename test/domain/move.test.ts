import t from 'tap';
import { MAX_LINES } from '../../src/domain/shapes/primitives.js';
import { House } from './house.js';
import { refusal } from './money-fixtures.js';

function restaurant() {
  const house = House.open();
  const dosa = house.item('Dosa').id;
  const [one, two, three] = ['T1', 'T2', 'T3'].map((name) => house.table(name).id);
  const seat = (tableId: string | undefined, quantity = 2) => {
    const lines = [{ itemId: dosa, quantity }];
    const { id } = house.create({ lines, ...(tableId === undefined ? {} : { tableId }) });
    house.send(id);
    return id;
  };
  return { house, dosa, seat, one: one ?? '', two: two ?? '', three: three ?? '' };
}
const bumped = (house: House, ticketId: string) => {
  for (const action of ['start', 'ready', 'bump'] as const) house.step(ticketId, action);
};

t.test('transfer: the order, its tables and all of its tickets go together', async (t) => {
  const { house, dosa, seat, one, two } = restaurant();
  const id = seat(one);
  const served = house.ticketsOf(id)[0]?.id ?? '';
  bumped(house, served);
  house.add(id, { itemId: dosa, quantity: 1 });
  house.send(id);
  const { order, tickets } = house.transfer(id, two);
  t.equal(order.tableId, two);
  t.match(house.get('table', one), { state: 'free', orderId: null });
  t.match(house.get('table', two), { state: 'busy', orderId: id });
  t.match(tickets, [{ open: true, tableId: two, movedFromTableId: one, rev: 2 }]);
  t.match(house.get('ticket', served), { open: false, tableId: two, movedFromTableId: one });
  t.strictSame(
    house.events.slice(-5).map(({ type }) => type),
    ['order.transferred', 'table.freed', 'table.occupied', 'ticket.moved', 'ticket.moved'],
  );
  t.strictSame(house.violations(), []);
});

t.test(
  'transfer: a ticket remembers the table it was sent for while it is elsewhere',
  async (t) => {
    const { house, seat, one, two, three } = restaurant();
    const id = seat(one);
    const moved = (to: string) => house.transfer(id, to).tickets[0]?.movedFromTableId;
    t.equal(moved(two), one);
    t.equal(moved(three), one);
    t.equal(moved(one), null);
  },
);

t.test('transfer: to where it is changes nothing; from nowhere to a table seats it', async (t) => {
  const { house, seat, one, two } = restaurant();
  const id = seat(one);
  const told = house.events.length;
  t.strictSame(house.transfer(id, one), { order: house.get('order', id), tickets: [] });
  t.equal(house.events.length, told);
  const bar = seat(undefined);
  t.match(house.transfer(bar, two).order, { tableId: two });
  t.match(house.get('table', two), { orderId: bar });
  t.strictSame(house.violations(), []);
});

t.test('transfer: refusals', async (t) => {
  const { house, seat, one, two, three } = restaurant();
  const [id, other] = [seat(one), seat(two)];
  t.throws(() => house.transfer(id, two), { code: 'table_busy', extra: { orderId: other } });
  house.bill(id);
  t.equal(
    refusal(() => house.transfer(id, three)),
    'order_not_open',
  );
});

t.test('merge: lines keep their ids and what was sent, tickets go with them', async (t) => {
  const { house, dosa, seat, one, two } = restaurant();
  const [into, from] = [seat(one), seat(two, 3)];
  house.add(from, { itemId: dosa, quantity: 1 });
  const lines = [...house.get('order', into).lines, ...house.get('order', from).lines];
  const { order, tickets } = house.merge(into, from);
  t.strictSame(order.lines, lines);
  t.equal(order.totals.subtotal, 60_000);
  t.match(tickets, [
    { orderId: into, orderNumber: 1, tableId: one, movedFromTableId: two, items: [{ change: 3 }] },
  ]);
  t.match(house.get('order', from), {
    status: 'cancelled',
    mergedInto: into,
    lines: [],
    totals: { subtotal: 0, tax: 0, rounding: 0, payable: 0 },
    tableId: two,
  });
  t.match(house.get('table', two), { state: 'free', orderId: null });
  t.match(house.get('table', one), { state: 'busy', orderId: into });
  t.strictSame(
    house.events.slice(-4).map(({ type }) => type),
    ['order.merged', 'order.cancelled', 'table.freed', 'ticket.moved'],
  );
  t.match(house.send(into).tickets, [{ kind: 'new', items: [{ change: 1 }] }], 'only the unsent');
  t.strictSame(house.violations(), []);
});

t.test('merge: refusals', async (t) => {
  const { house, dosa, seat, one, two } = restaurant();
  const [into, from] = [seat(one), seat(two)];
  t.throws(() => house.merge(into, into), {
    code: 'invalid',
    errors: [{ pointer: '/fromOrderId' }],
  });
  const many = Array.from({ length: MAX_LINES - 1 }, () => ({ itemId: dosa, quantity: 1 }));
  const full = house.create({ lines: many }).id;
  t.equal(house.merge(full, into).order.lines.length, MAX_LINES);
  t.equal(
    refusal(() => house.merge(full, from)),
    'order_full',
  );
  t.equal(
    refusal(() => house.merge(from, into)),
    'order_not_open',
    'merged away before',
  );
  t.equal(
    refusal(() => house.merge(into, from)),
    'order_not_open',
  );
  house.bill(from);
  t.equal(
    refusal(() => house.merge(full, from)),
    'order_not_open',
    'billed',
  );
});
