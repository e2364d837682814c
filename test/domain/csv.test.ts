import assert from 'node:assert';
import fc from 'fast-check';
import t from 'tap';
import { readCsv, writeCsv } from '../../src/domain/csv.js';

const read = (text: string) => [...readCsv(text)];
const cells = (text: string) => read(text).map((row) => row.cells);

t.test('csv: what was written is read, whatever the cells say', async () => {
  const signs = fc.constantFrom('a', 'é', '"', ',', ';', '\t', '\r', '\n', ' ', "'", '=', '\ufeff');
  const cell = fc.oneof(fc.string({ unit: signs, maxLength: 8 }), fc.string());
  const row = fc.array(cell, { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 6 }), (rows) => {
      const text = writeCsv(rows);
      const said = rows.filter((cells) => cells.some((each) => each.trim() !== ''));
      assert.deepStrictEqual(cells(text), said);
      assert.deepStrictEqual(cells(`\ufeff${text}`), said);
    }),
  );
});

t.test('csv: every way to end a line; empty lines are none; each row knows its line', async (t) => {
  const text = 'a,b\r\n1,2\n\n3,4\r5,"x\r\ny\nz"\r\n6,7';
  t.strictSame(read(text), [
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['1', '2'] },
    { line: 4, cells: ['3', '4'] },
    { line: 5, cells: ['5', 'x\r\ny\nz'] },
    { line: 8, cells: ['6', '7'] },
  ]);
  t.strictSame(cells(''), []);
  t.strictSame(cells('\ufeff'), []);
  t.strictSame(cells('\r\n\r\n'), []);
});

t.test('csv: a record that says nothing is none, as spreadsheets append them', async (t) => {
  t.strictSame(read('a;b;c\n;;\n1;;\n;;\n""; \n""\n;2;\n;;'), [
    { line: 1, cells: ['a', 'b', 'c'] },
    { line: 3, cells: ['1', '', ''] },
    { line: 7, cells: ['', '2', ''] },
  ]);
  t.strictSame(cells('""'), []);
});

t.test('csv: the first line says what parts the cells', async (t) => {
  t.strictSame(cells('a;b;"c,d"\n1,5;2;3'), [
    ['a', 'b', 'c,d'],
    ['1,5', '2', '3'],
  ]);
  t.strictSame(cells('a\tb\n1\t2,3'), [
    ['a', 'b'],
    ['1', '2,3'],
  ]);
  t.strictSame(cells('"a;b;c",d\n1,2'), [
    ['a;b;c', 'd'],
    ['1', '2'],
  ]);
});

t.test('csv: empty cells stand where they are, the last one too', async (t) => {
  t.strictSame(cells(',a,\nb,,'), [
    ['', 'a', ''],
    ['b', '', ''],
  ]);
});

t.test('csv: quotes: doubled ones are one, one within a cell is itself', async (t) => {
  t.strictSame(cells('"say ""hi""",6" sub'), [['say "hi"', '6" sub']]);
  for (const [text, message] of [
    ['a,b\n1,"open\n2,3', 'line 2: a quote that nothing closes'],
    ['a\n\n"x"y', 'line 3: text after a closing quote'],
    ['a\n"x\n"y', 'line 3: text after a closing quote'],
  ] as const) {
    t.throws(() => read(text), { code: 'invalid', errors: [{ pointer: '/csv', message }] });
  }
});
