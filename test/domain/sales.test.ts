import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import t from 'tap';
import { issueBill } from '../../src/domain/bill.js';
import { DayBook } from '../../src/domain/report.js';
import { OpenBook, SalesBook } from '../../src/domain/sales.js';
import type { Bill } from '../../src/domain/shapes/bill.js';
import type { Line, Order } from '../../src/domain/shapes/order.js';
import { SalesReport } from '../../src/domain/shapes/report.js';
import { anyLine, context, line, order, outlet, refusal } from './money-fixtures.js';

const DAY = '2026-11-20';
const here = outlet();
let bills = 0;

/** A billed order; `at` is UTC, five and a half hours behind the outlet. */
function sold(lines: Line[], at = '14:00', more: Partial<Order> = {}) {
  const open = order(lines, here, more);
  const now = { ...context(), now: `${DAY}T${at}:00.000Z` };
  const bill: Bill = issueBill(open, here, null, null, now).changes([++bills]).result;
  return { bill, order: open };
}

const nowhere = () => null;
/** No void was kept: as before there were any. */
const NONE = new Set<string>();
const dosa = { itemId: 'dosa', name: 'Masala Dosa', unitPrice: 12_345 };
const cola = { itemId: 'cola', name: 'Cola', unitPrice: 5_000 };

t.test('sales: a day worked by hand', async (t) => {
  const book = new SalesBook(here);
  // 14:00 UTC is 19:30: the hour of 19. 370.35 + 18.52 = 388.87, to the rupee 389.00.
  const first = sold([line({ ...dosa, quantity: 3 })]);
  // 123.45 + 50.00 + 8.68 = 182.13, to the rupee 182.00; one of two colas was taken back.
  const second = sold([line(dosa), line({ ...cola, quantity: 2, voidedQuantity: 1 })], '19:29', {
    type: 'takeaway',
  });
  for (const { bill, order } of [first, second]) book.add(bill, order, NONE);
  const undone = sold([line(cola)]);
  book.add({ ...undone.bill, status: 'cancelled' }, undone.order, NONE);
  book.addCancelled(order([line({ ...cola, quantity: 3, voidedQuantity: 3 })]));
  book.addCancelled({ ...order([]), mergedInto: 'order-2' });

  const drinks = { id: 'drinks', name: 'Drinks' };
  const { hours, ...report } = book.report((id) => (id === 'cola' ? drinks : null));
  t.strictSame(report, {
    // (389.00 + 182.00) / 2
    averageBill: 28_550,
    categories: [
      { categoryId: null, name: null, quantity: 4, amount: 49_380 },
      { categoryId: 'drinks', name: 'Drinks', quantity: 1, amount: 5_000 },
    ],
    orderTypes: [
      { type: 'dineIn', count: 1, amount: 38_900 },
      { type: 'takeaway', count: 1, amount: 18_200 },
    ],
    voids: { portions: 1, amount: 5_000 },
    cancellations: {
      orders: { count: 1, amount: 15_000 },
      // 50.00 + 2.50 = 52.50, to the rupee 53.00.
      bills: { count: 1, amount: 5_300 },
    },
  });
  t.strictSame(
    hours.map(({ hour }) => hour),
    [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 0, 1, 2, 3],
    'from the hour in which the day of business begins',
  );
  t.strictSame(
    hours.filter(({ count }) => count > 0),
    [
      { hour: 19, count: 1, amount: 38_900 },
      { hour: 0, count: 1, amount: 18_200 },
    ],
    'by the wall of the outlet: 19:29 UTC is one minute to one at night',
  );
});

t.test(
  'sales: a void counts on the day it was done, once, and only what the kitchen had heard of',
  async (t) => {
    const book = new SalesBook(here);
    const { id } = line();
    const taken = (lineId: string, quantity: number, heard: number) => ({
      ...{ id: `${lineId}/1`, rev: 1 as const, businessDay: DAY, at: `${DAY}T14:00:00.000Z` },
      ...{ orderId: 'order-1', lineId, quantity, heard, unitPrice: 5_000 },
    });
    // Of an order that is open still, of one that is billed, and of one that is given up in the end.
    for (const one of [taken(id, 1, 1), taken('billed', 3, 2), taken('given-up', 1, 1)])
      book.addVoid(one);
    const billed = sold([line({ ...cola, id: 'billed', quantity: 4, voidedQuantity: 3 })]);
    book.add(billed.bill, billed.order, new Set(['billed/1']));
    const before = sold([line({ ...cola, id: 'before', quantity: 2, voidedQuantity: 1 })]);
    book.add(before.bill, before.order, new Set());
    book.addCancelled(order([line({ ...cola, id: 'given-up', quantity: 3, voidedQuantity: 3 })]));
    const { voids, cancellations } = book.report(nowhere);
    // 1 + 2 + 1 heard of, and the one of before that stands nowhere but on its line.
    t.strictSame(voids, { portions: 5, amount: 25_000 });
    t.strictSame(cancellations.orders, { count: 1, amount: 10_000 }, 'of what was still in it');
  },
);

t.test('sales: an average is rounded half up, and there is none of nothing', async (t) => {
  const book = new SalesBook(here);
  t.equal(book.report(nowhere).averageBill, null);
  for (const payable of [100, 101]) book.add({ ...sold([line()]).bill, payable }, undefined, NONE);
  t.equal(book.report(nowhere).averageBill, 101);
});

t.test('sales: sums that would not be exact are refused', async (t) => {
  const book = new SalesBook(here);
  const huge = { ...sold([line()]).bill, payable: Number.MAX_SAFE_INTEGER };
  book.add(huge, undefined, NONE);
  t.equal(
    refusal(() => book.add(huge, undefined, NONE)),
    'amount_out_of_range',
  );
});

t.test('sales: what is open is what is left to be paid', async (t) => {
  const book = new OpenBook();
  book.addOrder(order([line(dosa)]));
  book.addBill({ ...sold([line(dosa)]).bill, paid: 10_000 });
  t.strictSame(book.report('2026-11-20T14:00:00.000Z'), {
    at: '2026-11-20T14:00:00.000Z',
    orders: { count: 1, amount: 13_000 },
    bills: { count: 1, due: 3_000 },
  });
});

t.test('sales: hours, types and categories each add up to the day, whatever it was', async () => {
  const anySale = fc.record({
    lines: fc.array(anyLine, { maxLength: 5 }),
    hour: fc.integer({ min: 0, max: 21 }),
    type: fc.constantFrom('dineIn' as const, 'takeaway' as const, 'delivery' as const),
    cancel: fc.boolean(),
  });
  const add = (rows: { amount: number }[]) => rows.reduce((sum, { amount }) => sum + amount, 0);
  fc.assert(
    fc.property(fc.array(anySale, { maxLength: 10 }), (sales) => {
      const [book, spread, open] = [new DayBook(DAY), new SalesBook(here), new OpenBook()];
      for (const { lines, hour, type, cancel } of sales) {
        const at = `${String(hour).padStart(2, '0')}:00`;
        const { bill, order } = sold([...lines, line()], at, { type });
        const kept: Bill = cancel ? { ...bill, status: 'cancelled' } : bill;
        // Before 22:30 UTC the day before, the wall shows another business day.
        book.add({ ...kept, businessDay: DAY });
        spread.add(kept, order, NONE);
      }
      const report = {
        ...book.report(),
        ...spread.report((id) => (id.length % 2 === 0 ? { id: 'even', name: 'Even' } : null)),
        open: open.report('2026-11-20T14:00:00.000Z'),
      };
      return (
        Value.Check(SalesReport, report) &&
        add(report.hours) === report.sales.payable &&
        add(report.orderTypes) === report.sales.payable &&
        add(report.categories) === report.sales.subtotal &&
        report.hours.reduce((sum, { count }) => sum + count, 0) === report.bills.count &&
        report.cancellations.bills.count === report.bills.cancelled
      );
    }),
    { numRuns: 100 },
  );
});
