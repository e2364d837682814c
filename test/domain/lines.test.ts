import t from 'tap';
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

t.test('lines: changes that are refused', async (t) => {
  const cases: [change: LineChange, code: string | undefined][] = [
    [{ quantity: 1 }, 'quantity_below_sent'],
    [{ note: 'no chili' }, 'line_sent'],
    [{ course: 2 }, 'line_sent'],
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
