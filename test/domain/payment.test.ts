import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import t from 'tap';
import { cancelBill, issueBill } from '../../src/domain/bill.js';
import type { Changes } from '../../src/domain/decision.js';
import { KotdError } from '../../src/domain/errors.js';
import { payBill } from '../../src/domain/payment.js';
import { Bill, type NewPayment } from '../../src/domain/shapes/bill.js';
import type { Order } from '../../src/domain/shapes/order.js';
import { context, frozen, line, office, order, outlet, refusal, table } from './money-fixtures.js';

/** A bill over so many paise and its order. */
function billOver(payable: number): { bill: Bill; billed: Order } {
  const here = outlet({ roundTo: 1 });
  const open = order([line({ unitPrice: payable, rate: 0 })], here);
  const { documents, result } = issueBill(open, here, null, null, context()).changes([1]);
  const billed = documents.flatMap((put) => (put.collection === 'order' ? [put.value] : []))[0];
  return frozen({ bill: result, billed: billed ?? open });
}

const types = (changes: Changes<Bill>) => changes.events.map((event) => event.type);

t.test(
  'payment: cash above what is due gives change, closes the order and frees the table',
  (t) => {
    const { bill, billed } = billOver(34_200);
    const cash: NewPayment = { tender: 'cash', amount: 50_000 };
    const changes = payBill(bill, billed, frozen(table()), cash, context()).changes([]);
    t.match(changes.result, { rev: 2, status: 'paid', paid: 34_200, change: 15_800 });
    t.same(changes.result.payments, [
      {
        id: 'new-1',
        tender: 'cash',
        tendered: 50_000,
        settled: 34_200,
        change: 15_800,
        reference: null,
        at: '2026-11-20T15:00:00.000Z',
        by: 'cashier-1',
      },
    ]);
    t.same([...Value.Errors(Bill, changes.result)], []);
    t.match(changes.documents, [
      { collection: 'bill', value: changes.result },
      { collection: 'order', value: { rev: billed.rev + 1, status: 'paid', billId: bill.id } },
      { collection: 'table', value: { rev: 6, state: 'free', orderId: null } },
    ]);
    t.same(types(changes), ['bill.paid', 'order.paid', 'table.freed']);
    t.end();
  },
);

t.test('payment: in parts, with several tenders', (t) => {
  const { bill, billed } = billOver(34_200);
  const card: NewPayment = { tender: 'card', amount: 20_000, reference: 'slip 17' };
  const first = payBill(bill, billed, table(), card, context()).changes([]);
  t.match(first.result, { status: 'partlyPaid', paid: 20_000, change: 0 });
  t.equal(first.result.payments[0]?.reference, 'slip 17');
  t.equal(first.documents.length, 1, 'neither the order nor the table is touched');
  t.same(types(first), ['bill.partlyPaid']);

  const upi: NewPayment = { tender: 'upi', amount: 14_200 };
  const second = payBill(first.result, billed, table(), upi, context()).changes([]);
  t.match(second.result, { rev: 3, status: 'paid', paid: 34_200, change: 0 });
  t.same(types(second), ['bill.paid', 'order.paid', 'table.freed']);
  t.end();
});

t.test('payment: a table that went to another order stays as it is', (t) => {
  const { bill, billed } = billOver(100);
  const cash: NewPayment = { tender: 'cash', amount: 100 };
  for (const other of [
    table({ orderId: 'order-2' }),
    table({ state: 'free', orderId: null }),
    null,
  ]) {
    const changes = payBill(bill, billed, frozen(other), cash, context()).changes([]);
    t.same(types(changes), ['bill.paid', 'order.paid']);
    t.equal(changes.documents.length, 2);
  }
  t.end();
});

t.test('payment: only cash may be more than what is due', (t) => {
  const { bill, billed } = billOver(100);
  for (const tender of ['card', 'upi'] as const) {
    const pay = (amount: number) => () =>
      payBill(bill, billed, null, { tender, amount }, context());
    t.equal(refusal(pay(101)), 'amount_above_due');
    t.equal(refusal(pay(100)), undefined);
  }
  t.throws(
    () => payBill(bill, billed, null, { tender: 'upi', amount: 101 }, context()),
    new KotdError('amount_above_due', { extra: { due: 100 } }),
    'and the refusal tells what is due',
  );
  t.end();
});

t.test('payment: a share of a bill gives change out of a note', (t) => {
  const { bill, billed } = billOver(138_600);
  const share: NewPayment = { tender: 'cash', amount: 50_000, settle: 46_200 };
  const { result } = payBill(bill, billed, null, share, context()).changes([]);
  t.match(result, { status: 'partlyPaid', paid: 46_200, change: 3_800 });
  t.match(result.payments, [{ tendered: 50_000, settled: 46_200, change: 3_800 }]);
  t.end();
});

t.test(
  'payment: it settles no more than is due or handed over, and only cash gives change',
  (t) => {
    const { bill, billed } = billOver(100);
    for (const [tender, amount, settle, refused] of [
      ['cash', 200, 100, undefined],
      ['cash', 200, 101, 'amount_above_due'],
      ['cash', 50, 51, 'invalid'],
      ['card', 60, 60, undefined],
      ['card', 60, 59, 'invalid'],
      ['upi', 60, 61, 'invalid'],
      ['upi', 101, 50, 'amount_above_due'],
    ] as const) {
      const pay = () => payBill(bill, billed, null, { tender, amount, settle }, context());
      t.equal(refusal(pay), refused, `${tender} ${amount} settles ${settle}`);
    }
    t.end();
  },
);

t.test('payment: a cancelled bill takes none', (t) => {
  const { bill, billed } = billOver(100);
  const cancelled = cancelBill(bill, billed, 'mistake', { outlet: outlet() }, office()).changes(
    [],
  ).result;
  const pay = () => payBill(cancelled, billed, null, { tender: 'cash', amount: 100 }, context());
  t.equal(refusal(pay), 'bill_cancelled');
  t.end();
});

t.test('payment: over any sequence the sums hold, and paid absorbs', (t) => {
  const anyPayment = fc.record({
    tender: fc.constantFrom('cash' as const, 'card' as const, 'upi' as const),
    amount: fc.oneof(
      fc.integer({ min: 1, max: 1_000 }),
      fc.integer({ min: 1, max: 100_000 }),
      fc.constant(Number.MAX_SAFE_INTEGER),
    ),
    settle: fc.option(fc.integer({ min: 1, max: 100_000 }), { nil: undefined }),
  });
  const whyNot = ({ tender, amount, settle }: NewPayment, due: number) => {
    if ((settle ?? 0) > due || (amount > due && tender !== 'cash')) return 'amount_above_due';
    if (settle === undefined || settle === amount) return undefined;
    return settle < amount && tender === 'cash' ? undefined : 'invalid';
  };
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100_000 }),
      fc.array(anyPayment, { minLength: 1, maxLength: 30 }),
      (payable, payments) => {
        let { bill, billed } = billOver(payable);
        for (const payment of payments) {
          const before = frozen(bill);
          const due = before.payable - before.paid;
          const refused = refusal(() => {
            bill = payBill(before, billed, null, payment, context()).changes([]).result;
          });
          if (before.status === 'paid') {
            if (refused !== 'bill_paid') return false;
          } else if (refused !== whyNot(payment, due)) {
            return false;
          } else if (refused === undefined && bill.rev !== before.rev + 1) {
            return false;
          } else if (refused === undefined && payment.settle !== undefined) {
            if (bill.paid - before.paid !== payment.settle) return false;
          }
          const add = (amounts: number[]) => amounts.reduce((sum, amount) => sum + amount, 0);
          const settled = add(bill.payments.map((each) => each.settled));
          const holds =
            settled === bill.paid &&
            settled <= bill.payable &&
            bill.change === add(bill.payments.map((each) => each.change)) &&
            bill.payments.every((each) => each.tendered - each.change === each.settled) &&
            bill.payments.every((each) => each.change === 0 || each.tender === 'cash') &&
            (bill.status === 'paid') === (settled === bill.payable);
          if (!holds) return false;
        }
        return true;
      },
    ),
    { numRuns: 300 },
  );
  t.end();
});
