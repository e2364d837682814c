import t from 'tap';
import { taxRows } from '../../src/domain/bill.js';
import { totalsOf } from '../../src/domain/pricing.js';
import type { Line } from '../../src/domain/shapes/order.js';
import { taxOf, type TaxParts } from '../../src/domain/tax.js';
import { line, order, outlet } from './money-fixtures.js';

const HALVES: TaxParts = ['CGST', 'SGST'];
const IGST: TaxParts = ['IGST'];
const VAT: TaxParts = ['VAT'];

/** Worked by hand, in paise. h = one half before rounding; H = rounded half up. */
const VECTORS: [
  why: string,
  amount: number,
  rate: number,
  inclusive: boolean,
  parts: TaxParts,
  taxable: number,
  tax: number,
][] = [
  // Exclusive, within the state: h = amount x rate / 2 / 10,000; tax = 2 H.
  ['100.00 at 5 %: h = 10000 x .025 = 250', 10_000, 500, false, HALVES, 10_000, 500],
  ['100.00 at 18 %: h = 10000 x .09 = 900', 10_000, 1800, false, HALVES, 10_000, 1800],
  ['99.99 at 5 %: h = 249.975, H = 250', 9_999, 500, false, HALVES, 9_999, 500],
  ['99.99 at 18 %: h = 899.91, H = 900', 9_999, 1800, false, HALVES, 9_999, 1800],
  ['0.20 at 5 %: h = 0.5, a tie, H = 1, tax 2', 20, 500, false, HALVES, 20, 2],
  ['0.19 at 5 %: h = 0.475, H = 0', 19, 500, false, HALVES, 19, 0],
  ['0.60 at 5 %: h = 1.5, a tie, H = 2, tax 4', 60, 500, false, HALVES, 60, 4],
  ['0.01 at 18 %: h = 0.09, H = 0', 1, 1800, false, HALVES, 1, 0],
  ['0.05 at 18 %: h = 0.45, H = 0', 5, 1800, false, HALVES, 5, 0],
  ['0.06 at 18 %: h = 0.54, H = 1, tax 2', 6, 1800, false, HALVES, 6, 2],
  ['123.45 at 5 %: h = 308.625, H = 309', 12_345, 500, false, HALVES, 12_345, 618],
  ['123.45 at 18 %: h = 1111.05, H = 1111', 12_345, 1800, false, HALVES, 12_345, 2222],
  ['33.33 at 5 %: h = 83.325, H = 83', 3_333, 500, false, HALVES, 3_333, 166],
  ['0.50 at 18 %: h = 4.5, a tie, H = 5', 50, 1800, false, HALVES, 50, 10],

  // Inclusive, within the state: h = amount x rate / 2 / (10,000 + rate); taxable is the rest.
  ['105.00 with 5 %: h = 10500 x 250 / 10500 = 250', 10_500, 500, true, HALVES, 10_000, 500],
  ['118.00 with 18 %: h = 11800 x 900 / 11800 = 900', 11_800, 1800, true, HALVES, 10_000, 1800],
  ['100.00 with 5 %: h = 238.095…, H = 238', 10_000, 500, true, HALVES, 9_524, 476],
  ['100.00 with 18 %: h = 762.711…, H = 763', 10_000, 1800, true, HALVES, 8_474, 1526],
  ['99.99 with 5 %: h = 238.071…, H = 238', 9_999, 500, true, HALVES, 9_523, 476],
  ['0.21 with 5 %: h = 5250 / 10500 = 0.5, a tie, H = 1', 21, 500, true, HALVES, 19, 2],
  ['0.20 with 5 %: h = 5000 / 10500 = 0.476…, H = 0', 20, 500, true, HALVES, 20, 0],
  ['0.59 with 18 %: h = 53100 / 11800 = 4.5, a tie, H = 5', 59, 1800, true, HALVES, 49, 10],
  ['0.01 with 18 %: h = 0.076…, H = 0', 1, 1800, true, HALVES, 1, 0],
  ['250.00 with 18 %: h = 1906.779…, H = 1907', 25_000, 1800, true, HALVES, 21_186, 3814],

  // Across states one IGST, rounded once: 33.33 differs by a paisa from its two halves above.
  ['33.33 at 5 % IGST: 166.65, rounded 167', 3_333, 500, false, IGST, 3_333, 167],
  ['0.20 at 5 % IGST: exactly 1', 20, 500, false, IGST, 20, 1],
  ['0.10 at 5 % IGST: 0.5, a tie, 1', 10, 500, false, IGST, 10, 1],
  ['0.09 at 5 % IGST: 0.45, 0', 9, 500, false, IGST, 9, 0],
  ['123.45 at 18 % IGST: 2222.1, 2222', 12_345, 1800, false, IGST, 12_345, 2222],
  ['100.00 with 5 % IGST: 476.190…, 476', 10_000, 500, true, IGST, 9_524, 476],
  ['100.00 with 18 % IGST: 1525.423…, 1525', 10_000, 1800, true, IGST, 8_475, 1525],

  // VAT is one tax as well.
  ['9.95 with 20 % VAT: 995 / 6 = 165.833…, 166', 995, 2000, true, VAT, 829, 166],
  ['9.95 at 20 % VAT: exactly 199', 995, 2000, false, VAT, 995, 199],
  ['0.03 with 20 % VAT: 0.5, a tie, 1', 3, 2000, true, VAT, 2, 1],
  ['10.50 with 5 % VAT: exactly 50', 1_050, 500, true, VAT, 1_000, 50],

  // No tax at all, either way.
  ['exempt', 12_345, 0, false, HALVES, 12_345, 0],
  ['exempt, inclusive', 12_345, 0, true, HALVES, 12_345, 0],
  ['a free item', 0, 1800, false, HALVES, 0, 0],

  // 9,999 portions at ten million rupees: 9,999,000,000,000 paise x 1,800 passes 2^53.
  [
    '1e9 x 9999 at 18 %: h = 899,910,000,000 exactly',
    9_999_000_000_000,
    1800,
    false,
    HALVES,
    9_999_000_000_000,
    1_799_820_000_000,
  ],
  // 4,503,599,627,370,495 x .09 = 405,323,966,463,344.55, H = …345.
  [
    '(2^52 - 1) at 18 %',
    4_503_599_627_370_495,
    1800,
    false,
    HALVES,
    4_503_599_627_370_495,
    810_647_932_926_690,
  ],
  // 4,503,599,627,370,495 x 250 / 10,500 = 107,228,562,556,440.357…, H = …440.
  [
    '(2^52 - 1) with 5 %',
    4_503_599_627_370_495,
    500,
    true,
    HALVES,
    4_289_142_502_257_615,
    214_457_125_112_880,
  ],
];

t.test('money vectors: the tax of an amount', (t) => {
  for (const [why, amount, rate, inclusive, parts, taxable, tax] of VECTORS) {
    const { rows, ...taxed } = taxOf(amount, rate, inclusive, parts);
    t.same(taxed, { taxable, tax }, why);
    t.equal(
      rows.reduce((sum, row) => sum + row.amount, 0),
      tax,
      `${why}: rows`,
    );
  }
  t.end();
});

t.test('money vectors: mixed classes on one bill', (t) => {
  const here = outlet({ roundTo: 100 });
  const lines = [
    // 3 x 123.45 = 370.35 at 5 %: h = 925.875, H = 926; tax 18.52.
    line({ unitPrice: 12_345, quantity: 3, rate: 500 }),
    // 4 ordered, 1 voided: 3 x 100.00 = 300.00 with 18 %: h = 30000 x 900 / 11800 = 2288.135…,
    // H = 2288; tax 45.76, taxable 254.24.
    line({ unitPrice: 10_000, quantity: 4, voidedQuantity: 1, rate: 1800, inclusive: true }),
    // 1 x 0.99 at 18 %: h = 8.91, H = 9; tax 0.18.
    line({ unitPrice: 99, quantity: 1, rate: 1800 }),
    // 2 x 55.55 = 111.10 with 5 %: h = 11110 x 250 / 10500 = 264.523…, H = 265; tax 5.30,
    // taxable 105.80.
    line({ unitPrice: 5_555, quantity: 2, rate: 500, inclusive: true }),
    // 1 x 20.00 exempt.
    line({ unitPrice: 2_000, quantity: 1, rate: 0 }),
  ];
  const priced = order(lines, here);
  t.same(
    priced.lines.map((each) => [each.taxable, each.tax]),
    [
      [37_035, 1_852],
      [25_424, 4_576],
      [99, 18],
      [10_580, 530],
      [2_000, 0],
    ],
  );
  // subtotal 370.35 + 254.24 + 0.99 + 105.80 + 20.00 = 751.38; tax 18.52 + 45.76 + 0.18 + 5.30
  // = 69.76; together 821.14, to the rupee 821.00, rounding -0.14.
  t.same(priced.totals, { subtotal: 75_138, tax: 6_976, rounding: -14, payable: 82_100 });
  // At 5 %: taxable 370.35 + 105.80 = 476.15, half 9.26 + 2.65 = 11.91.
  // At 18 %: taxable 254.24 + 0.99 = 255.23, half 22.88 + 0.09 = 22.97.
  t.same(taxRows(priced.lines, here, null), [
    { name: 'CGST', rate: 250, taxable: 47_615, amount: 1_191 },
    { name: 'SGST', rate: 250, taxable: 47_615, amount: 1_191 },
    { name: 'CGST', rate: 900, taxable: 25_523, amount: 2_297 },
    { name: 'SGST', rate: 900, taxable: 25_523, amount: 2_297 },
  ]);
  t.end();
});

t.test('money vectors: the same bill across states', (t) => {
  const here = outlet({ roundTo: 1 });
  const lines = [
    // 370.35 at 5 %: 1851.75, 1852.
    line({ unitPrice: 12_345, quantity: 3, rate: 500 }),
    // 300.00 with 18 %: 30000 x 1800 / 11800 = 4576.271…, 4576; taxable 254.24.
    line({ unitPrice: 10_000, quantity: 3, rate: 1800, inclusive: true }),
  ];
  const priced = order(lines, here, { placeOfSupply: '27' });
  t.same(priced.totals, { subtotal: 62_459, tax: 6_428, rounding: 0, payable: 68_887 });
  t.same(taxRows(priced.lines, here, '27'), [
    { name: 'IGST', rate: 500, taxable: 37_035, amount: 1_852 },
    { name: 'IGST', rate: 1800, taxable: 25_424, amount: 4_576 },
  ]);
  t.end();
});

t.test('money vectors: rounding of what is payable, both ways', (t) => {
  const table: [total: number, roundTo: 1 | 5 | 50 | 100, payable: number, rounding: number][] = [
    [10_049, 100, 10_000, -49],
    [10_050, 100, 10_100, 50],
    [10_051, 100, 10_100, 49],
    [10_000, 100, 10_000, 0],
    [49, 100, 0, -49],
    [50, 100, 100, 50],
    [10_024, 50, 10_000, -24],
    [10_025, 50, 10_050, 25],
    [10_002, 5, 10_000, -2],
    [10_003, 5, 10_005, 2],
    [10_049, 1, 10_049, 0],
    [0, 100, 0, 0],
  ];
  for (const [total, roundTo, payable, rounding] of table) {
    const lines: Line[] = [line({ taxable: total, tax: 0 })];
    t.strictSame(
      totalsOf(lines, roundTo),
      { subtotal: total, tax: 0, rounding, payable },
      `${total} to ${roundTo}`,
    );
  }
  t.end();
});
