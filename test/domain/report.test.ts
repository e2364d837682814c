import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import t from 'tap';
import { cancelBill, issueBill } from '../../src/domain/bill.js';
import { payBill } from '../../src/domain/payment.js';
import { DayBook } from '../../src/domain/report.js';
import { type Bill, DayReport, type NewPayment } from '../../src/domain/shapes/bill.js';
import type { Line } from '../../src/domain/shapes/order.js';
import { anyLine, context, line, office, order, outlet, refusal } from './money-fixtures.js';

const DAY = '2026-11-20';
const here = outlet();

/** The n-th bill of the day, with what is paid on it. */
function bill(n: number, lines: Line[], payments: NewPayment[] = [], place: string | null = null) {
  const open = order(lines, here, { placeOfSupply: place });
  const issued = issueBill(open, here, null, null, context()).changes([n]).result;
  return payments.reduce<Bill>(
    (paid, payment) => payBill(paid, open, null, payment, context()).changes([]).result,
    issued,
  );
}

function cancelled(of: Bill): Bill {
  return cancelBill(of, order([line()]), 'mistake', { outlet: here }, office()).changes([]).result;
}

function reportOf(bills: Iterable<Bill>): DayReport {
  const book = new DayBook(DAY);
  for (const each of bills) book.add(each);
  return book.report();
}

t.test('day report: a day worked by hand', (t) => {
  const dosa = { itemId: 'dosa', name: 'Masala Dosa', unitPrice: 12_345 };
  const cola = { itemId: 'cola', name: 'Cola', unitPrice: 5_000, rate: 1800, inclusive: true };
  const report = reportOf([
    // 370.35 + 2 x 9.26 = 388.87, to the rupee 389.00; 400.00 in cash gives 11.00 back.
    bill(2, [line({ ...dosa, quantity: 3 })], [{ tender: 'cash', amount: 40_000 }]),
    // 123.45 + 2 x 3.09 and 50.00 (42.38 + 2 x 3.81): 179.63, to the rupee 180.00; 100.00 paid.
    bill(3, [line(dosa), line(cola)], [{ tender: 'upi', amount: 10_000 }]),
    // 50.00 across states (5000 x 1800 / 11800 = 762.71…): 42.37 + 7.63.
    bill(4, [line(cola)], [{ tender: 'cash', amount: 5_000 }], '27'),
    cancelled(bill(1, [line(dosa)])),
    cancelled(bill(5, [line(cola)])),
  ]);
  t.same([...Value.Errors(DayReport, report)], []);
  t.same(report, {
    date: DAY,
    bills: { count: 3, cancelled: 2, first: 'A/26-27/000001', last: 'A/26-27/000005' },
    // 370.35 + 123.45 + 42.38 + 42.37; 18.52 + 6.18 + 7.62 + 7.63; 0.13 + 0.37; 389 + 180 + 50.
    sales: { subtotal: 57_855, tax: 3_995, rounding: 50, payable: 61_900 },
    taxes: [
      { name: 'CGST', rate: 250, taxable: 49_380, amount: 1_235 },
      { name: 'SGST', rate: 250, taxable: 49_380, amount: 1_235 },
      { name: 'CGST', rate: 900, taxable: 4_238, amount: 381 },
      { name: 'SGST', rate: 900, taxable: 4_238, amount: 381 },
      { name: 'IGST', rate: 1800, taxable: 4_237, amount: 763 },
    ],
    tenders: [
      { tender: 'cash', amount: 43_900, count: 2 },
      { tender: 'upi', amount: 10_000, count: 1 },
    ],
    items: [
      { itemId: 'dosa', name: 'Masala Dosa', quantity: 4, amount: 49_380 },
      { itemId: 'cola', name: 'Cola', quantity: 2, amount: 8_475 },
    ],
  });
  t.end();
});

t.test('day report: a day without bills', (t) => {
  t.same(reportOf([]), {
    date: DAY,
    bills: { count: 0, cancelled: 0, first: null, last: null },
    sales: { subtotal: 0, tax: 0, rounding: 0, payable: 0 },
    taxes: [],
    tenders: [],
    items: [],
  });
  t.end();
});

t.test('day report: first and last go by the series, not by text or by order of reading', (t) => {
  const numbers = [1_000_000, 999_998, 1_000_001, 999_999];
  const report = reportOf(numbers.map((n) => bill(n, [line()])));
  t.match(report.bills, { first: 'A/26-27/999998', last: 'A/26-27/1000001' });
  // The night of 31 March is one business day over two financial years.
  const old = bill(900_000, [line()]);
  const fresh = { ...bill(1, [line()]), invoiceNumber: 'A/27-28/000001' };
  t.match(reportOf([fresh, old]).bills, { first: old.invoiceNumber, last: fresh.invoiceNumber });
  t.end();
});

t.test('day report: can be read before the day is over, and does not change afterwards', (t) => {
  const book = new DayBook(DAY);
  book.add(bill(1, [line()]));
  const noon = book.report();
  const copy = structuredClone(noon);
  book.add(bill(2, [line()]));
  t.same(noon, copy);
  t.equal(book.report().bills.count, 2);
  t.end();
});

t.test('day report: a bill of another day, or beyond exact sums, is refused', (t) => {
  const book = new DayBook('2026-11-21');
  t.throws(() => book.add(bill(1, [line()])), RangeError);
  const huge = [line({ unitPrice: 2 ** 52, rate: 0 })];
  t.equal(
    refusal(() => reportOf([bill(1, huge), bill(2, huge)])),
    'amount_out_of_range',
  );
  t.end();
});

t.test('day report: agrees with the bills to the paisa, whatever they are', (t) => {
  const anyBill = fc.record({
    lines: fc.array(anyLine, { maxLength: 6 }),
    share: fc.double({ min: 0, max: 1.5, noNaN: true }),
    cancel: fc.boolean(),
    place: fc.constantFrom(null, '27'),
  });
  fc.assert(
    fc.property(fc.array(anyBill, { maxLength: 12 }), (drafts) => {
      const bills = drafts.map(({ lines, share, cancel, place }, i) => {
        const issued = bill(i + 1, [...lines, line()], [], place);
        if (cancel) return cancelled(issued);
        const amount = Math.floor(issued.payable * share);
        if (amount === 0) return issued;
        const open = order([line()]);
        return payBill(issued, open, null, { tender: 'cash', amount }, context()).changes([])
          .result;
      });
      const report = reportOf(bills);
      const kept = bills.filter((each) => each.status !== 'cancelled');
      const add = (amounts: number[]) => amounts.reduce((sum, amount) => sum + amount, 0);
      const { subtotal, tax, rounding, payable } = report.sales;
      return (
        Value.Check(DayReport, report) &&
        report.bills.count + report.bills.cancelled === bills.length &&
        subtotal === add(kept.map((each) => each.subtotal)) &&
        payable === add(kept.map((each) => each.payable)) &&
        subtotal + tax + rounding === payable &&
        add(report.taxes.map((row) => row.amount)) === tax &&
        add(report.items.map((item) => item.amount)) === subtotal &&
        add(report.tenders.map((each) => each.amount)) === add(kept.map((each) => each.paid))
      );
    }),
    { numRuns: 150 },
  );
  t.end();
});
