import t from 'tap';
import { sumOf } from '../../bench/kotd/metrics.js';
import { changes } from '../../bench/kotd/records.js';
import { differences } from '../../bench/kotd/written.js';

t.test('written: entries that are new, and those that are there again', async (t) => {
  const entry = (key: string, text: string) => ({ key: Buffer.from(key), text });
  const before = [entry('head', '1'), entry('menu', 'x')];
  const now = [entry('head', '2'), entry('menu', 'x'), entry('order', 'é')];
  const plain = differences(before, now).map(({ key, bytes, again }) => [
    Buffer.from(key, 'base64').toString(),
    Buffer.from(bytes, 'base64').toString(),
    again,
  ]);
  t.same(plain, [
    ['head', '2', true],
    ['order', 'é', false],
  ]);
});

t.test('written: records that are new, and the field that was set anew', async (t) => {
  const before = new Map([
    ['head', [{ _id: 'a', seq: 1 }]],
    ['order', []],
  ]);
  const now = new Map([
    ['head', [{ _id: 'a', seq: 2 }]],
    ['order', [{ _id: 'b', doc: { id: 'b' } }]],
  ]);
  t.same(changes(before, now), [
    { collection: 'head', record: { _id: 'a', seq: 2 }, field: 'seq' },
    { collection: 'order', record: { _id: 'b', doc: { id: 'b' } }, field: null },
  ]);
  t.same(changes(now, now), []);
});

t.test('metrics: a sum over labels, of that name alone', async (t) => {
  const text = [
    '# TYPE kotd_x counter',
    'kotd_x{worker="1"} 3',
    'kotd_x{worker="2"} 4',
    'kotd_xy 100',
    'kotd_y 1',
  ].join('\n');
  t.equal(sumOf(text, 'kotd_x'), 7);
  t.equal(sumOf(text, 'kotd_y'), 1);
  t.equal(sumOf(text, 'kotd_z'), 0);
});
