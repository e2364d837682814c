import t from 'tap';
import { addTable, freed, leftBy, seated } from '../../src/domain/table.js';
import { context, frozen, refusal, table } from './money-fixtures.js';

const busy = frozen(table());
const free = frozen(table({ state: 'free', orderId: null }));

t.test('table: a new one is free, and has a name of its own', async (t) => {
  const { events, result } = addTable({ name: 'T2', section: 'Hall' }, ['T1'], context()).changes(
    [],
  );
  t.match(result, {
    rev: 1,
    name: 'T2',
    section: 'Hall',
    seats: null,
    state: 'free',
    orderId: null,
  });
  t.match(events, [{ type: 'table.created', data: { table: result } }]);
  t.equal(
    refusal(() => addTable({ name: 't1' }, ['T1'], context())),
    'name_taken',
  );
});

t.test('table: it is busy with one order at a time, and says with which', async (t) => {
  t.strictSame(seated(free, 'order-2'), { ...free, rev: 6, state: 'busy', orderId: 'order-2' });
  t.throws(() => seated(busy, 'order-2'), { code: 'table_busy', extra: { orderId: 'order-1' } });
  t.strictSame(freed(busy), { ...free, rev: 6 });
});

t.test('table: only the order that has it leaves it', async (t) => {
  t.strictSame(leftBy('order-1', busy), { ...free, rev: 6 });
  t.equal(leftBy('order-2', busy), null);
  t.equal(leftBy('order-1', null), null);
});
