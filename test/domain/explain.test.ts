import fc from 'fast-check';
import t from 'tap';
import { explained } from '../../src/domain/explain.js';
import { anyLine, anyOutlet, anyPlace, line, order, outlet } from './money-fixtures.js';

const total = (amounts: (number | undefined)[]) =>
  amounts.reduce<number>((sum, amount) => sum + (amount ?? Number.NaN), 0);

t.test('explanation: in words, with the amounts', (t) => {
  const here = outlet();
  const dosa = line({
    name: 'Masala Dosa',
    variantName: 'Large',
    modifiers: [{ id: 'm', name: 'Extra ghee', price: 1_000 }],
    unitPrice: 10_000,
    quantity: 3,
    voidedQuantity: 1,
  });
  const cola = line({ name: 'Cola', unitPrice: 5_000, rate: 1800, inclusive: true });
  const gone = line({ voidedQuantity: 1 });
  // 200.00 at 5 %: halves of 5.00. 50.00 with 18 %: h = 5000 x 900 / 11800 = 381.355…, 3.81 each.
  // 200.00 + 42.38 + 10.00 + 7.62 = 260.00.
  const { lines, totals } = order([dosa, cola, gone], here);
  t.same(explained(lines, totals, here, null), [
    {
      lineId: dosa.id,
      text: 'Masala Dosa (Large) + Extra ghee: 2 (3 ordered, 1 voided) x 100.00',
      amount: 20_000,
    },
    { lineId: dosa.id, text: 'Masala Dosa: before tax', amount: 20_000 },
    {
      lineId: dosa.id,
      text: 'Masala Dosa: CGST 2.5 % of 200.00, rounded half up to 0.01',
      amount: 500,
    },
    {
      lineId: dosa.id,
      text: 'Masala Dosa: SGST 2.5 % of 200.00, rounded half up to 0.01',
      amount: 500,
    },
    { lineId: cola.id, text: 'Cola: 1 x 50.00', amount: 5_000 },
    { lineId: cola.id, text: 'Cola: before tax: 50.00 less the tax in it', amount: 4_238 },
    {
      lineId: cola.id,
      text: 'Cola: CGST 9 % in 50.00, that is 9 / 118 of it, rounded half up to 0.01',
      amount: 381,
    },
    {
      lineId: cola.id,
      text: 'Cola: SGST 9 % in 50.00, that is 9 / 118 of it, rounded half up to 0.01',
      amount: 381,
    },
    { lineId: null, text: 'Subtotal: all lines before tax', amount: 24_238 },
    { lineId: null, text: 'GST: the tax of all lines', amount: 1_762 },
    {
      lineId: null,
      text: 'Rounding: payable is rounded half up to a multiple of 1.00',
      amount: 0,
    },
    { lineId: null, text: 'Payable in INR', amount: 26_000 },
  ]);
  t.end();
});

t.test('explanation: adds up as its docstring says, for any order', (t) => {
  fc.assert(
    fc.property(
      fc.array(anyLine, { maxLength: 12 }),
      anyOutlet,
      anyPlace,
      (drafts, here, place) => {
        const { lines, totals } = order(drafts, here, { placeOfSupply: place });
        const rows = explained(lines, totals, here, place);
        const [subtotal, tax, rounding, payable] = rows.slice(-4).map((row) => row.amount);
        const taxable: number[] = [];
        const taxes: number[] = [];
        for (const { id, inclusive, voidedQuantity, quantity } of lines) {
          const own = rows.filter((row) => row.lineId === id).map((row) => row.amount);
          if (voidedQuantity === quantity) {
            if (own.length > 0) return false;
            continue;
          }
          const [amount, before, ...parts] = own;
          if (amount !== (inclusive ? total([before, ...parts]) : before)) return false;
          taxable.push(before ?? Number.NaN);
          taxes.push(...parts);
        }
        return (
          subtotal === total(taxable) &&
          tax === total(taxes) &&
          payable === total([subtotal, tax, rounding]) &&
          payable === totals.payable
        );
      },
    ),
    { numRuns: 300 },
  );
  t.end();
});
