import t from 'tap';
import { changeLine } from '../../src/domain/lines.js';
import type { LineChange } from '../../src/domain/shapes/order.js';
import { MAX_LINES } from '../../src/domain/shapes/primitives.js';
import { House } from './house.js';
import { refusal } from './money-fixtures.js';

/** An order with one line of two portions, sent unless told. */
function served(sent = true) {
  const house = House.open();
  const dosa = house.item('Dosa').id;
  const { id, lines } = house.create({ lines: [{ itemId: dosa, quantity: 2 }] });
  if (sent) house.send(id);
  return { house, dosa, id, lineId: lines[0]?.id ?? '' };
}

t.test('lines: what is added stands behind what was there, whoever adds it', async (t) => {
  const { house, dosa, id, lineId } = served();
  house.role = 'waiter';
  const order = house.add(id, { itemId: dosa, quantity: 1 }, { itemId: dosa, quantity: 3 });
  t.strictSame(
    order.lines.map(({ quantity }) => quantity),
    [2, 1, 3],
  );
  t.equal(order.lines[0]?.id, lineId);
  t.equal(order.lines[2]?.addedBy, 'the-waiter');
  t.equal(order.totals.subtotal, 60_000);
  t.equal(order.rev, 3);
  t.match(house.events.at(-1), { type: 'order.linesAdded', data: { order } });
});

t.test('lines: an order holds so many and no more', async (t) => {
  const { house, dosa, id } = served();
  const more = (count: number) =>
    house.add(id, ...Array.from({ length: count }, () => ({ itemId: dosa, quantity: 1 })));
  t.equal(
    refusal(() => more(MAX_LINES)),
    'order_full',
  );
  t.equal(more(MAX_LINES - 1).lines.length, MAX_LINES);
});

t.test('lines: a change of quantity is priced, and unsent until the next send', async (t) => {
  const { house, id, lineId } = served();
  const order = house.changeLine(id, lineId, { quantity: 5 });
  t.match(order.lines, [{ quantity: 5, sentQuantity: 2 }]);
  t.equal(order.totals.subtotal, 50_000);
  t.match(house.events.at(-1), { type: 'order.lineChanged', data: { order } });
  t.match(house.changeLine(id, lineId, { quantity: 2 }).lines, [{ quantity: 2, sentQuantity: 2 }]);
});

t.test('lines: note and course can be changed and taken off until the line is sent', async (t) => {
  const { house, id, lineId } = served(false);
  const changed = house.changeLine(id, lineId, { note: 'no chili', course: 'starters' });
  t.match(changed.lines, [{ note: 'no chili', course: 'starters', quantity: 2 }]);
  t.match(house.changeLine(id, lineId, { note: null }).lines, [{ note: null, course: 'starters' }]);
});

t.test('lines: a seat can be given, changed and taken off until the line is sent', async (t) => {
  const { house, dosa, id, lineId } = served(false);
  t.match(house.add(id, { itemId: dosa, quantity: 1, seat: 3 }).lines, [
    { seat: null },
    { seat: 3 },
  ]);
  t.match(house.changeLine(id, lineId, { seat: 2 }).lines, [{ seat: 2 }, { seat: 3 }]);
  t.match(house.changeLine(id, lineId, { note: 'hot' }).lines, [{ seat: 2 }, { seat: 3 }]);
  t.match(house.changeLine(id, lineId, { seat: null }).lines, [{ seat: null }, { seat: 3 }]);
  house.send(id);
  t.strictSame(
    house.ticketsOf(id).flatMap(({ items }) => items.map(({ seat }) => seat)),
    [null, 3],
    'the kitchen is told',
  );
  t.strictSame(house.violations(), []);
});

t.test('lines: one from before there were seats is as one without', async (t) => {
  const { house, id, lineId } = served(false);
  const { seat: _seat, ...line } = house.get('order', id).lines[0] ?? ({} as never);
  const order = { ...house.get('order', id), lines: [line] };
  const state = { items: house.by('menuItem'), outlet: house.outlet };
  const change = (sent: number, seat: number | null) => {
    const before = { ...line, sentQuantity: sent, stationIds: sent > 0 ? ['hot'] : [] };
    return changeLine({ ...order, lines: [before] }, lineId, { seat }, state, house.context());
  };
  t.match(change(0, 4).changes([]).result.lines, [{ seat: 4 }]);
  t.match(change(2, null).changes([]).result.lines, [{ seat: null }]);
  t.throws(() => change(2, 4), { code: 'line_sent' });
});

t.test('lines: changes that are refused', async (t) => {
  const cases: [change: LineChange, code: string | undefined][] = [
    [{ quantity: 1 }, 'quantity_below_sent'],
    [{ note: 'no chili' }, 'line_sent'],
    [{ course: 2 }, 'line_sent'],
    [{ seat: 2 }, 'line_sent'],
    [{ note: null, course: null }, undefined],
  ];
  for (const [change, code] of cases) {
    const { house, id, lineId } = served();
    t.equal(
      refusal(() => house.changeLine(id, lineId, change)),
      code,
      JSON.stringify(change),
    );
  }
  const { house, dosa, id, lineId } = served();
  t.throws(() => house.changeLine(id, 'ghost', { quantity: 3 }), {
    code: 'not_found',
    errors: [{ pointer: '/lineId' }],
  });
  house.availability(dosa, false);
  t.equal(
    refusal(() => house.changeLine(id, lineId, { quantity: 3 })),
    'item_unavailable',
  );
  t.equal(
    refusal(() => house.add(id, { itemId: dosa, quantity: 1 })),
    'item_unavailable',
  );
  house.bill(id);
  t.equal(
    refusal(() => house.changeLine(id, lineId, { quantity: 2 })),
    'order_not_open',
  );
  t.equal(
    refusal(() => house.add(id, { itemId: dosa, quantity: 1 })),
    'order_not_open',
  );
});
