import fc from 'fast-check';
import t from 'tap';
import { lineAmount, priced, repriced, totalsOf } from '../../src/domain/pricing.js';
import {
  anyLine,
  anyOutlet,
  anyPlace,
  frozen,
  line,
  order,
  outlet,
  refusal,
} from './money-fixtures.js';

t.test('pricing: lines + tax + rounding = payable, rounded to the nearest multiple', (t) => {
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 20 }), anyOutlet, anyPlace, (lines, here, place) => {
      const done = priced(frozen(lines), here, place);
      const { subtotal, tax, rounding, payable } = totalsOf(done, here.roundTo);
      const taxable = done.reduce((sum, each) => sum + each.taxable, 0);
      const taxes = done.reduce((sum, each) => sum + each.tax, 0);
      return (
        subtotal === taxable &&
        tax === taxes &&
        subtotal + tax + rounding === payable &&
        payable % here.roundTo === 0 &&
        2 * rounding <= here.roundTo &&
        2 * rounding > -here.roundTo
      );
    }),
    { numRuns: 500 },
  );
  t.end();
});

t.test('pricing: only portions not voided are paid for', (t) => {
  const here = outlet();
  const [some, none] = priced(
    [
      line({ unitPrice: 5_000, quantity: 5, voidedQuantity: 2 }),
      line({ unitPrice: 5_000, quantity: 2, voidedQuantity: 2 }),
    ],
    here,
    null,
  );
  t.match(some, { taxable: 15_000, tax: 750 });
  t.match(none, { taxable: 0, tax: 0 });
  t.end();
});

t.test('pricing: an order is repriced in place, and nothing else of it changes', (t) => {
  const here = outlet();
  const before = frozen(order([line({ unitPrice: 5_000, quantity: 2 })], here));
  const stale = frozen({ ...before, totals: { subtotal: 1, tax: 2, rounding: 3, payable: 6 } });
  t.same(repriced(stale, here), before);
  t.same(repriced(before, here), before, 'twice is once');
  t.end();
});

t.test('pricing: the largest order of ordinary prices is exact', (t) => {
  // 500 lines of 9,999 portions at 10,000,000.00: 500 x 9,999 x 10^9 = 4,999,500,000,000,000 paise,
  // and at 18 % 899,910,000,000,000 of tax: 5,899,410,000,000,000 < 2^53.
  const lines = Array.from({ length: 500 }, () =>
    line({ unitPrice: 1_000_000_000, quantity: 9_999, rate: 1800 }),
  );
  t.same(order(lines).totals, {
    subtotal: 4_999_500_000_000_000,
    tax: 899_910_000_000_000,
    rounding: 0,
    payable: 5_899_410_000_000_000,
  });
  t.end();
});

t.test('pricing: amounts beyond safe integers are refused', (t) => {
  const most = Number.MAX_SAFE_INTEGER;
  const exempt = { rate: 0, quantity: 1 };
  t.equal(
    refusal(() => lineAmount(line({ unitPrice: most, quantity: 2 }))),
    'amount_out_of_range',
  );
  t.equal(
    refusal(() => order([line({ unitPrice: most, ...exempt }), line({ unitPrice: 1, ...exempt })])),
    'amount_out_of_range',
    'the sum of lines',
  );
  t.equal(
    refusal(() => order([line({ unitPrice: most, quantity: 1, rate: 500 })])),
    'amount_out_of_range',
    'subtotal and tax together',
  );
  // 2^53 - 1 = 9,007,199,254,740,991: rounding up to the rupee would pass it.
  t.equal(
    refusal(() => order([line({ unitPrice: most, ...exempt })])),
    'amount_out_of_range',
  );
  t.equal(
    order([line({ unitPrice: most, ...exempt })], outlet({ roundTo: 1 })).totals.payable,
    most,
    'the largest amount itself is exact',
  );
  t.end();
});
