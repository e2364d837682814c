import { readFile } from 'node:fs/promises';
import t from 'tap';
import { COLUMNS } from '../../../src/domain/menu-file/columns.js';
import { exportMenu } from '../../../src/domain/menu-file/export.js';
import type { MenuFileState } from '../../../src/domain/menu-file/known.js';
import { actions, item, load, problems } from './load.js';

t.test('menu file: a menu as a house would write it', async (t) => {
  const { report, after, events, dry } = load(
    [
      'Name;Category;Price;Tax Class;Stations;Food;Variants;Modifiers;Code;HSN;Shelf',
      ' Paneer Tikka ;Starters;240;gst 5 %;Kitchen;VEG;Half=180|Full=320.50;"Spice 0-1: Mild|Hot=5";11;;A',
      'Lassi;Drinks;80.5;VAT;bar & juice|Kitchen;veg;;;12;22029990;B',
      'Water;;20;vat;;;;;;;C',
    ].join('\r\n'),
  );
  t.strictSame(report.totals, { lines: 3, created: 3, changed: 0, unchanged: 0, refused: 0 });
  t.strictSame(report.newCategories, ['Starters', 'Drinks']);
  t.strictSame(report.ignoredColumns, ['Shelf']);
  t.strictSame(
    report.lines.map(({ line, name }) => [line, name]),
    [
      [2, 'Paneer Tikka'],
      [3, 'Lassi'],
      [4, 'Water'],
    ],
  );
  t.match(item(after, 'Paneer Tikka'), {
    price: 24_000,
    taxClassId: 'gst',
    stationIds: ['station-1'],
    food: 'veg',
    code: '11',
    variants: [
      { name: 'Half', price: 18_000 },
      { name: 'Full', price: 32_050 },
    ],
    modifierGroups: [
      {
        name: 'Spice',
        min: 0,
        max: 1,
        modifiers: [
          { name: 'Mild', price: 0 },
          { name: 'Hot', price: 500 },
        ],
      },
    ],
  });
  t.match(item(after, 'Lassi'), {
    price: 8_050,
    stationIds: ['bar', 'station-1'],
    hsn: '22029990',
  });
  t.match(item(after, 'Water'), { categoryId: null, stationIds: ['station-1'], available: true });
  t.match(events, [{ type: 'menu.imported', data: { created: 3, changed: 0, categories: 2 } }]);
  t.strictSame([dry.documents, dry.events], [[], []], 'a dry run writes nothing');
  t.strictSame(dry.result, { ...report, dryRun: true }, 'and says the same');
});

t.test(
  'menu file: each bad line is refused with what is wrong in it, the good are taken',
  async (t) => {
    const { report, after } = load(
      [
        'name,price,tax_class,stations,food,available,position,variants,modifiers,hsn,category',
        'Dal,240,VAT,,,,,,,,Mains',
        ',240,VAT',
        'A,"1,250.00",VAT',
        'B,12.345,VAT',
        'C,-5,VAT',
        'D,99999999.99,VAT',
        'E,10,Luxury,Attic|Moon,fish,maybe,first',
        'F,10,',
        'G,,VAT,,,,,Half|Full,Spice: Mild=0',
        'H,10,VAT,,,,,Half=1|half=2,"S 2-1: a=0",12',
        'I,10,VAT,,,,,,,,,,extra',
        'dal ,250,VAT,,,,,,,,mains',
        `${'x'.repeat(121)},10,VAT,,,,,,,,New`,
        ',,,,,,,,,,',
        'J,99999999999999,VAT,,,,,Half=99999999999999',
      ].join('\n'),
    );
    t.strictSame(problems(report), [
      [2],
      [3, 'name missing'],
      [4, 'price not_a_price'],
      [5, 'price not_a_price'],
      [6, 'price not_a_price'],
      [7, 'price price_too_large'],
      [
        8,
        'tax_class unknown_tax_class',
        'stations unknown_station',
        'food not_a_choice',
        'available not_a_choice',
        'position not_a_number',
      ],
      [9, 'tax_class missing'],
      [10, 'price missing', 'variants not_a_list', 'modifiers not_a_list'],
      [
        11,
        'hsn does_not_fit',
        'variants does_not_fit',
        'modifiers does_not_fit',
        'modifiers does_not_fit',
      ],
      [12, 'name cells'],
      [13, 'name repeated'],
      [14, 'name does_not_fit'],
      [16, 'price price_too_large', 'variants price_too_large'],
    ]);
    t.strictSame(
      after.items.map(({ name }) => name),
      ['Dal'],
    );
    t.strictSame(report.newCategories, ['Mains'], 'no category for a refused line');
  },
);

t.test('menu file: docs/menu-file.md names every column', async (t) => {
  const text = await readFile('docs/menu-file.md', 'utf8');
  const rows = [...text.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  t.strictSame(rows.slice(0, COLUMNS.length), [...COLUMNS]);
});

t.test('menu file: a file without a head that does is refused as a whole', async (t) => {
  for (const [csv, message] of [
    ['dish,price\nDal,1', 'the column name is missing'],
    ['name\nDal', 'the column price is missing'],
    ['name,price,Name\nDal,1,x', 'the column name stands there twice'],
  ] as const) {
    t.throws(() => load(csv), { code: 'invalid', errors: [{ pointer: '/csv', message }] });
  }
});

t.test('menu file: lines find their items by code, or by name in the category', async (t) => {
  const first = load(
    'code,name,category,price,tax_class\n1,Tea,Hot,10,VAT\n2,Tea,Hot,20,VAT\n,Tea,Cold,30,VAT\n,Chai,Hot,40,VAT',
  ).after;
  const priceOf = (state: MenuFileState) => state.items.map(({ name, price }) => [name, price]);
  const second = load(
    [
      'code,name,category,price',
      '2,Masala Tea,Hot,25',
      ',tea,cold,31',
      '9,Chai,Hot,41',
      ',Tea,Hot,99',
      '8,Tea,Hot,50',
    ].join('\n'),
    first,
  );
  t.strictSame(problems(second.report).slice(0, 3), [[2], [3], [4]]);
  t.strictSame(problems(second.report)[3], [5, 'name ambiguous']);
  t.strictSame(problems(second.report)[4], [6, 'tax_class missing'], 'it would be another item');
  t.strictSame(priceOf(second.after), [
    ['Tea', 1000],
    ['Masala Tea', 2500],
    ['tea', 3100],
    ['Chai', 4100],
  ]);
  t.equal(item(second.after, 'Chai')?.code, '9');
  const third = load('name,price\nCHAI,42\nTea,1', second.after);
  t.strictSame(actions(third.report), ['changed', 'refused'], 'without categories: in any');
});

t.test(
  'menu file: a column that is missing leaves what is, an empty cell takes it away',
  async (t) => {
    const { after } = load(
      'code,name,category,price,tax_class,hsn,food,variants,modifiers,position,available,stations\n' +
        '7,Dal,Mains,10,VAT,996331,veg,Half=5|Full=10,Spice 0-1: Mild=0,3,no,Bar & Juice',
    );
    const [dal] = after.items;
    t.strictSame(load('name,category,price\nDal,Mains,10', after).after.items, [dal]);
    const emptied = load(
      'code,name,category,price,tax_class,hsn,food,variants,modifiers,position,available,stations\n' +
        '7,Dal,,11,,,,,,,,',
      after,
    );
    t.match(emptied.after.items, [
      {
        id: dal?.id,
        rev: 2,
        code: '7',
        price: 1100,
        categoryId: null,
        taxClassId: 'vat',
        hsn: null,
        food: null,
        variants: [],
        modifierGroups: [],
        position: null,
        available: false,
        stationIds: ['bar'],
      },
    ]);
  },
);

t.test('menu file: variants and modifiers keep their ids by their names', async (t) => {
  const head = 'name,price,tax_class,variants,modifiers\nDal,10,VAT,';
  const { after } = load(`${head}Half=5|Full=10,"Spice 0-1: Mild=0|Hot=0@Kitchen"`);
  const [before] = after.items;
  const [changed] = load(`${head}full=11|Half=5|Third=2,"spice 0-2: HOT=1|New=2"`, after).after
    .items;
  t.strictSame(
    changed?.variants.map(({ id, price }) => [
      before?.variants.findIndex((each) => each.id === id),
      price,
    ]),
    [
      [1, 1100],
      [0, 500],
      [-1, 200],
    ],
  );
  t.equal(changed?.modifierGroups[0]?.id, before?.modifierGroups[0]?.id);
  const [hot] = changed?.modifierGroups[0]?.modifiers ?? [];
  t.match(hot, { id: before?.modifierGroups[0]?.modifiers[1]?.id, price: 100, stationIds: [] });
});

t.test('menu file: what is archived is as if it were not there', async (t) => {
  const { after } = load('code,name,category,price,tax_class\n7,Dal,Mains,10,VAT');
  const gone = {
    ...after,
    items: after.items.map((each) => ({ ...each, archived: true })),
    categories: after.categories.map((each) => ({ ...each, archived: true })),
  };
  t.equal(exportMenu(gone).split('\r\n').length, 2);
  const again = load('code,name,category,price,tax_class\n7,Dal,Mains,10,VAT', gone);
  t.strictSame(again.report.newCategories, ['Mains']);
  t.equal(again.after.items.length, 2);
});

t.test('menu file: no cell is a formula to a spreadsheet', async (t) => {
  const { after } = load("name,price,tax_class\n\"'=1+1\",10,VAT\n'@home,10,VAT\nRow's,10,VAT");
  t.strictSame(
    after.items.map(({ name }) => name),
    ['=1+1', '@home', "Row's"],
  );
  const [, ...lines] = exportMenu(after).split('\r\n');
  t.ok(
    lines.every((line) => !/(^|,)"?[=+@]/.test(line)),
    lines.join(),
  );
  t.strictSame(actions(load(exportMenu(after), after).report), Array(3).fill('unchanged'));
});
