import t from 'tap';
import { readCsv } from '../../src/domain/csv.js';
import { KotdError } from '../../src/domain/errors.js';
import { bytesOf, lineOf, quotedIn, textOf } from '../../web/admin/menu/file-text.js';
import { fileWrong } from '../../web/admin/menu/file-wrong.js';
import { type ImportLine, kindsOf, shownLines } from '../../web/admin/menu/import-kinds.js';
import { templateOf } from '../../web/admin/menu/template.js';
import { actions, EMPTY, item, load } from '../domain/menu-file/load.js';

const utf16 = (text: string) => Uint8Array.from(Buffer.from(`\ufeff${text}`, 'utf16le'));

t.test('files: read as whatever spreadsheet wrote them', async (t) => {
  const utf8 = new TextEncoder().encode('नान,45');
  t.same(textOf(utf8), { text: 'नान,45', guessed: false });
  const windows = Uint8Array.from([0x43, 0x72, 0xe8, 0x6d, 0x65]);
  t.same(textOf(windows), { text: 'Crème', guessed: true }, 'and it is told that it was guessed');
  t.same(textOf(utf16('नान\t45')), { text: 'नान\t45', guessed: false }, 'Unicode text');
  t.same(textOf(utf16('नान\t45').map((_, at, all) => all[at ^ 1] ?? 0)), {
    ...{ text: 'नान\t45', guessed: false },
  });
  t.same(textOf(new Uint8Array()), { text: '', guessed: false });
});

t.test('files: what is no table is not sent', async (t) => {
  const begins = (...bytes: number[]) => textOf(Uint8Array.from([...bytes, 1, 2, 3]));
  t.same(begins(0x50, 0x4b, 3, 4), { wrong: 'workbook' });
  t.same(begins(0xd0, 0xcf, 0x11, 0xe0), { wrong: 'workbook' });
  t.same(begins(0x25, 0x50, 0x44, 0x46), { wrong: 'binary' });
  t.same(begins(0x89, 0x50, 0x4e, 0x47, 0), { wrong: 'binary' });
});

t.test('files: a line is found as an editor counts it', async (t) => {
  t.equal(lineOf('a\r\nb\rc\nd', 3), 'c');
  t.equal(lineOf('a', 2), '');
  t.equal(lineOf('x'.repeat(500), 1).length, 161);
  t.equal(quotedIn('"12.345" is not a price'), '12.345');
  t.equal(quotedIn('name is empty'), null);
  t.equal(bytesOf('a"b'), 6, 'as JSON carries it');
});

/** What the server says of a file that it cannot read. */
function refusal(csv: string): string {
  try {
    [...readCsv(csv)];
    load(csv);
  } catch (error) {
    if (error instanceof KotdError) return error.errors[0]?.message ?? '';
    throw error;
  }
  return 'it was read';
}

t.test('files: each complaint about a whole file is known, with its line', async (t) => {
  t.same(fileWrong(refusal('Paneer,320')), { key: 'noColumn', column: 'name', line: 1 });
  t.same(fileWrong(refusal('name,cost\nA,1')), { key: 'noColumn', column: 'price', line: 1 });
  t.same(fileWrong(refusal('name,price,Name\nA,1,B')), {
    ...{ key: 'twoColumns', column: 'name', line: 1 },
  });
  t.same(fileWrong(refusal('name,price\nA,1\n"B,2')), { key: 'openQuote', line: 3 });
  t.same(fileWrong(refusal('name,price\n"12" pizza,1')), { key: 'textAfterQuote', line: 2 });
  t.same(fileWrong('the file is empty'), { key: 'empty' });
  t.same(fileWrong('more than 10000 lines: split the file'), { key: 'tooMany', most: 10_000 });
  t.equal(fileWrong('something new'), null, 'and shown as the server words it');
});

t.test('files: of 500 lines the same mistake is told once, the most frequent first', async (t) => {
  const rows = Array.from({ length: 500 }, (_, at) => {
    const price = at % 100 === 0 ? '1,200' : '12.50';
    return `Dish ${at};${price};${at < 400 ? 'GST5' : 'GST 5 %'}`;
  });
  const { lines } = load(['name;price;tax_class', ...rows].join('\r\n')).report;
  const kinds = kindsOf(lines);
  t.same(
    kinds.map(({ problem, lines }) => [problem.column, problem.code, lines]),
    [
      ['tax_class', 'unknown_tax_class', 400],
      ['price', 'not_a_price', 5],
    ],
  );
  const [first, second] = kinds;
  t.equal(shownLines(lines, { by: 'kind', key: first?.key ?? '' }).length, 400);
  t.equal(shownLines(lines, { by: 'kind', key: second?.key ?? '' }).length, 5);
  t.equal(shownLines(lines, { by: 'action', action: 'created' }).length, 99);
  const all = shownLines(lines, { by: 'all' }).map(({ action }: ImportLine) => action);
  t.equal(all.length, 500);
  t.equal(all.lastIndexOf('refused'), 400, 'what is refused comes first');
});

t.test('files: the template is taken as it is, and touches nothing that is there', async (t) => {
  const csv = templateOf({
    dishes: ['Example dish', 'Example, "with choices"'],
    category: 'Examples',
    taxClass: 'GST 5 %',
    station: 'Bar & Juice',
  });
  const { report, after } = load(csv);
  t.same(actions(report), ['created', 'created']);
  t.same(report.ignoredColumns, []);
  const rich = item(after, 'Example, "with choices"');
  t.match(rich, { price: 32000, stationIds: ['bar'], variants: [{ price: 18000 }, {}] });
  const odd = { ...EMPTY, stations: [{ id: 'odd', rev: 1, name: 'Fry | Grill' }] };
  const names = { category: 'C', taxClass: 'VAT', station: 'Fry | Grill' };
  const { report: taken } = load(templateOf({ ...names, dishes: ['A', 'B'] }), odd);
  t.same(actions(taken), ['created', 'created'], 'a station whose name has signs of a list');
});
