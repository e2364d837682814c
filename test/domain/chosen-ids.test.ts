import t from 'tap';
import { House } from './house.js';

const [ORDER, OTHER, FIRST, SECOND] = [
  '01KAYFJ8Z0ABCDEFGHJKMNPQR1',
  '01KAYFJ8Z0ABCDEFGHJKMNPQR2',
  '01KAYFJ8Z0ABCDEFGHJKMNPQR3',
  '01KAYFJ8Z0ABCDEFGHJKMNPQR4',
] as const;

function restaurant() {
  const house = House.open();
  return { house, dosa: house.item('Dosa').id, table: house.table('T1').id };
}

t.test('chosen ids: an order and its lines have those they came with', async (t) => {
  const { house, dosa } = restaurant();
  const order = house.create({
    id: ORDER,
    lines: [
      { id: FIRST, itemId: dosa, quantity: 1 },
      { itemId: dosa, quantity: 2 },
    ],
  });
  t.equal(order.id, ORDER);
  t.equal(order.lines[0]?.id, FIRST);
  t.match(order.lines[1]?.id, /^id-/, 'the server chooses where nobody did');
  const more = house.add(ORDER, { id: SECOND, itemId: dosa, quantity: 1 });
  t.equal(more.lines[2]?.id, SECOND);
  t.strictSame(house.violations(), []);
});

t.test('chosen ids: the id of an order is taken once, whatever became of the order', async (t) => {
  const { house, dosa, table } = restaurant();
  house.create({ id: ORDER, tableId: table, lines: [{ itemId: dosa, quantity: 1 }] });
  const again = { code: 'id_taken', errors: [{ pointer: '/id' }], extra: { orderId: ORDER } };
  t.throws(() => house.create({ id: ORDER, tableId: table }), again, 'not "table_busy"');
  house.cancel(ORDER);
  t.throws(() => house.create({ id: ORDER }), again);
  t.equal(house.create({ id: OTHER }).number, 2, 'a refusal takes no number');
});

t.test('chosen ids: no two lines of an order share one', async (t) => {
  const { house, dosa } = restaurant();
  const line = { id: FIRST, itemId: dosa, quantity: 1 };
  const twice = {
    code: 'id_taken',
    errors: [{ pointer: '/lines/1/id' }],
    extra: { lineId: FIRST },
  };
  t.throws(() => house.create({ id: ORDER, lines: [line, line] }), twice);
  house.create({ id: ORDER, lines: [line] });
  t.throws(() => house.add(ORDER, { itemId: dosa, quantity: 1 }, line), twice);
  t.throws(() => house.add(ORDER, line), { errors: [{ pointer: '/lines/0/id' }] });
  t.equal(house.get('order', ORDER).lines.length, 1);
});

t.test('chosen ids: orders whose lines share one are not merged', async (t) => {
  const { house, dosa } = restaurant();
  const line = { id: FIRST, itemId: dosa, quantity: 1 };
  house.create({ id: ORDER, lines: [line] });
  house.create({ id: OTHER, lines: [line] });
  t.throws(() => house.merge(ORDER, OTHER), { code: 'id_taken', extra: { lineId: FIRST } });
  t.equal(house.get('order', OTHER).status, 'open');
});
