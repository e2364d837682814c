import fc from 'fast-check';
import t from 'tap';
import { mergedTaxRows, type TaxParts, taxOf } from '../../src/domain/tax.js';
import { oraclePart } from './exact-fraction.js';
import { anyRate, refusal } from './money-fixtures.js';

const anyParts = fc.constantFrom<TaxParts>(['CGST', 'SGST'], ['IGST']);
/** Up to the largest amount whose tax at 100 % is still a safe integer. */
const anyAmount = fc.oneof(
  fc.nat(1000),
  fc.nat(10_000_000),
  fc.integer({ min: 0, max: 2 ** 52 }),
  fc.integer({ min: 2 ** 52 - 1000, max: 2 ** 52 }),
);

t.test('tax: agrees with exact fractions for any amount and rate', (t) => {
  fc.assert(
    fc.property(anyAmount, anyRate, fc.boolean(), anyParts, (amount, rate, inclusive, parts) => {
      const { taxable, tax } = taxOf(amount, rate, inclusive, parts);
      const expected = oraclePart(amount, rate, inclusive, parts.length) * BigInt(parts.length);
      return BigInt(tax) === expected && taxable === (inclusive ? amount - tax : amount);
    }),
    { numRuns: 3000 },
  );
  t.end();
});

t.test('tax: every amount from 0 to 5,000 paise at the rates of the field', (t) => {
  let wrong = 0;
  for (const rate of [0, 500, 1200, 1800, 2000, 10_000]) {
    for (const inclusive of [true, false]) {
      for (const parts of [['CGST', 'SGST'], ['IGST']] as const) {
        for (let amount = 0; amount <= 5000; amount += 1) {
          const { taxable, tax } = taxOf(amount, rate, inclusive, parts);
          const expected = oraclePart(amount, rate, inclusive, parts.length) * BigInt(parts.length);
          if (BigInt(tax) !== expected || taxable < 0 || tax < 0) wrong += 1;
        }
      }
    }
  }
  t.equal(wrong, 0);
  t.end();
});

t.test('tax: halves are equal, rows sum to the tax, inclusive adds back exactly', (t) => {
  fc.assert(
    fc.property(anyAmount, anyRate, fc.boolean(), anyParts, (amount, rate, inclusive, parts) => {
      const { taxable, tax, rows } = taxOf(amount, rate, inclusive, parts);
      const total = rows.reduce((sum, row) => sum + row.amount, 0);
      return (
        total === tax &&
        rows.every((row) => row.amount === rows[0]?.amount && row.taxable === taxable) &&
        rows.reduce((sum, row) => sum + row.rate, 0) === rate &&
        rows.length === (rate === 0 ? 0 : parts.length) &&
        (!inclusive || taxable + tax === amount)
      );
    }),
    { numRuns: 1000 },
  );
  t.end();
});

t.test('tax: a result beyond safe integers is refused, never rounded', (t) => {
  const most = Number.MAX_SAFE_INTEGER;
  t.equal(
    refusal(() => taxOf(most, 10_000, false, ['CGST', 'SGST'])),
    'amount_out_of_range',
  );
  t.equal(
    refusal(() => taxOf(most, 10_000, true, ['IGST'])),
    undefined,
  );
  t.same(taxOf(most, 10_000, false, ['IGST']).tax, most);
  t.end();
});

t.test('tax rows: same name and rate become one, lowest rate first', (t) => {
  const rows = [
    { name: 'SGST', rate: 900, taxable: 100, amount: 9 },
    { name: 'CGST', rate: 900, taxable: 100, amount: 9 },
    { name: 'SGST', rate: 250, taxable: 200, amount: 5 },
    { name: 'CGST', rate: 250, taxable: 200, amount: 5 },
    { name: 'CGST', rate: 900, taxable: 11, amount: 1 },
    { name: 'IGST', rate: 900, taxable: 7, amount: 1 },
  ];
  t.same(mergedTaxRows(rows), [
    { name: 'CGST', rate: 250, taxable: 200, amount: 5 },
    { name: 'SGST', rate: 250, taxable: 200, amount: 5 },
    { name: 'CGST', rate: 900, taxable: 111, amount: 10 },
    { name: 'IGST', rate: 900, taxable: 7, amount: 1 },
    { name: 'SGST', rate: 900, taxable: 100, amount: 9 },
  ]);
  t.end();
});
