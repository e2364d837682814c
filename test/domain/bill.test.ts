import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import t from 'tap';
import { cancelBill, issueBill, taxRows } from '../../src/domain/bill.js';
import { repriced } from '../../src/domain/pricing.js';
import type { SendPlan } from '../../src/domain/send.js';
import { Bill } from '../../src/domain/shapes/bill.js';
import { Order } from '../../src/domain/shapes/order.js';
import type { Ticket } from '../../src/domain/shapes/ticket.js';
import {
  anyLine,
  anyOutlet,
  anyPlace,
  context,
  frozen,
  line,
  office,
  order,
  outlet,
  refusal,
  table,
} from './money-fixtures.js';

const here = frozen(outlet());

function ticket(number: number): Ticket {
  return {
    id: `ticket-${number}`,
    rev: 1,
    number,
    businessDay: '2026-11-20',
    kind: 'new',
    orderId: 'order-1',
    orderNumber: 7,
    tableId: 'table-1',
    movedFromTableId: null,
    stationId: 'station-1',
    state: 'queued',
    open: true,
    items: [],
    reason: null,
    approvedBy: null,
    createdBy: 'cashier-1',
    createdAt: '2026-11-20T15:00:00.000Z',
  };
}

/** A plan that sends all of the order on as many tickets as told; on none: nothing to send. */
function sendPlan(from: Order, ticketCount: number): SendPlan {
  const lines = from.lines.map((each) => ({ ...each, sentQuantity: each.quantity }));
  return frozen({
    order: ticketCount === 0 ? from : { ...from, rev: from.rev + 1, lines },
    counters: Array.from({ length: ticketCount }, () => 'ticket/2026-11-20'),
    tickets: (numbers: readonly number[]) => numbers.map(ticket),
  });
}

t.test('bill: a snapshot of the order with the next invoice number', (t) => {
  // 2 x 120.00 at 5 %: tax 12.00; 1 x 90.00 with 18 %: h = 9000 x 900 / 11800 = 686.44…, 6.86 each.
  // 240.00 + 76.28 + 12.00 + 13.72 = 342.00.
  const open = frozen(
    order([
      line({ id: 'dosa', unitPrice: 12_000, quantity: 3, voidedQuantity: 1, variantName: 'Large' }),
      line({ id: 'cola', unitPrice: 9_000, rate: 1800, inclusive: true }),
      line({ id: 'gone', voidedQuantity: 1 }),
    ]),
  );
  const decision = issueBill(open, here, frozen(table()), null, context());
  t.same(decision.counters, ['invoice/A/26-27']);
  const { documents, events, result } = decision.changes([42]);

  t.same([...Value.Errors(Bill, result)], []);
  t.match(result, {
    rev: 1,
    invoiceNumber: 'A/26-27/000042',
    orderId: 'order-1',
    orderNumber: 7,
    tableId: 'table-1',
    businessDay: '2026-11-20',
    placeOfSupply: '29',
    subtotal: 31_628,
    tax: 2_572,
    rounding: 0,
    roundTo: 100,
    payable: 34_200,
    paid: 0,
    change: 0,
    status: 'unpaid',
    payments: [],
    issuedBy: 'cashier-1',
    issuedAt: '2026-11-20T15:00:00.000Z',
  });
  t.same(
    result.lines.map(({ lineId, quantity, taxable, tax }) => [lineId, quantity, taxable, tax]),
    [
      ['dosa', 2, 24_000, 1_200],
      ['cola', 1, 7_628, 1_372],
    ],
    'without the line that was voided wholly',
  );

  const [orderPut, billPut, ...more] = documents;
  t.equal(more.length, 0, 'the table stays busy');
  t.match(orderPut, {
    collection: 'order',
    value: { rev: open.rev + 1, status: 'billed', billId: result.id },
  });
  t.same([...Value.Errors(Order, orderPut?.value)], []);
  t.same(billPut, { collection: 'bill', value: result });
  t.same(
    events.map(({ type, actor, data }) => [type, actor, Object.keys(data)]),
    [
      ['bill.issued', 'cashier-1', ['bill']],
      ['order.billed', 'cashier-1', ['order']],
    ],
  );
  t.same(decision.changes([42]), decision.changes([42]), 'pure: the commit may ask again');
  t.end();
});

t.test('bill: a send plan takes effect in the same commit, the order written once', (t) => {
  const open = frozen(order([line({ quantity: 2, sentQuantity: 0 }), line({ sentQuantity: 0 })]));
  const decision = issueBill(open, here, table(), sendPlan(open, 2), context());
  t.same(decision.counters, ['ticket/2026-11-20', 'ticket/2026-11-20', 'invoice/A/26-27']);
  const { documents, events, result } = decision.changes([8, 9, 42]);
  t.equal(result.invoiceNumber, 'A/26-27/000042', 'the last number is the invoice');
  t.same(
    documents.map(({ collection, value }) => [collection, value.id, value.rev]),
    [
      ['order', 'order-1', open.rev + 1],
      ['ticket', 'ticket-8', 1],
      ['ticket', 'ticket-9', 1],
      ['bill', result.id, 1],
    ],
  );
  t.same(
    events.map((event) => event.type),
    ['order.sent', 'ticket.created', 'ticket.created', 'bill.issued', 'order.billed'],
  );
  t.same(events[0]?.data, events[4]?.data, 'one rev of the order has one content');
  t.match(events[0]?.data, { order: { status: 'billed', lines: [{ sentQuantity: 2 }, {}] } });

  const sent = frozen(order([line()]));
  const idle = issueBill(sent, here, table(), sendPlan(sent, 0), context()).changes([1]);
  t.same(
    idle.events.map((event) => event.type),
    ['bill.issued', 'order.billed'],
    'a plan with nothing to send says nothing of it',
  );
  t.equal(idle.documents[0]?.value.rev, sent.rev + 1);
  t.end();
});

t.test('bill: follows the settings of the moment it records', (t) => {
  // Priced while payable was rounded to the rupee; 100.49 is now asked for as it is.
  const open = frozen(order([line({ unitPrice: 10_049, rate: 0 })]));
  t.equal(open.totals.payable, 10_000);
  const exactly = issueBill(open, outlet({ roundTo: 1 }), null, null, context()).changes([1]);
  t.match(exactly.result, { payable: 10_049, rounding: 0, roundTo: 1 });
  t.match(exactly.documents[0]?.value, { totals: { payable: 10_049 } });
  t.end();
});

t.test('bill: IGST where the place of supply is another state', (t) => {
  const open = order([line({ unitPrice: 10_000 })], here, { placeOfSupply: '27' });
  const { result } = issueBill(open, here, null, null, context()).changes([1]);
  t.equal(result.placeOfSupply, '27');
  t.same(result.taxes, [{ name: 'IGST', rate: 500, taxable: 10_000, amount: 500 }]);
  t.end();
});

t.test('bill: nothing to pay is paid at once, and the table is free', (t) => {
  // A free dosa, and 0.40 that the rounding to the rupee lets go.
  const open = frozen(order([line({ unitPrice: 0 }), line({ unitPrice: 40, rate: 0 })]));
  const { documents, events, result } = issueBill(
    open,
    here,
    frozen(table()),
    null,
    context(),
  ).changes([1]);
  t.match(result, { status: 'paid', subtotal: 40, rounding: -40, payable: 0, paid: 0 });
  t.same(
    documents.map(({ collection, value }) => [collection, value.rev]),
    [
      ['order', open.rev + 1],
      ['bill', 1],
      ['table', table().rev + 1],
    ],
  );
  t.match(documents[0]?.value, { status: 'paid', billId: result.id });
  t.match(documents[2]?.value, { state: 'free', orderId: null });
  t.same(
    events.map((event) => event.type),
    ['bill.issued', 'order.billed', 'bill.paid', 'order.paid', 'table.freed'],
  );
  t.end();
});

t.test('bill: what refuses to be billed', (t) => {
  const bill = (of: Order, send: SendPlan | null = null) =>
    refusal(() => issueBill(of, here, null, send, context()));
  for (const status of ['billed', 'paid', 'cancelled'] as const) {
    t.equal(bill(order([line()], here, { status })), 'order_not_open', status);
  }
  const unsent = order([line({ quantity: 2, sentQuantity: 1 })]);
  t.equal(bill(unsent), 'order_has_unsent_lines');
  t.equal(bill(unsent, sendPlan(unsent, 1)), undefined);
  t.equal(bill(order([])), 'nothing_to_bill');
  t.equal(bill(order([line({ quantity: 2, voidedQuantity: 2 })])), 'nothing_to_bill');
  t.end();
});

t.test(
  'bill: taken back without payments, its number stays used and its order opens again',
  (t) => {
    const open = frozen(order([line()]));
    const issued = issueBill(open, here, null, null, context()).changes([1]);
    const billed = issued.documents.flatMap((put) =>
      put.collection === 'order' ? [put.value] : [],
    );
    const bill = frozen(issued.result);
    const at = { outlet: here };
    const decision = cancelBill(bill, frozen(billed[0] ?? open), 'wrong table', at, office());
    t.same(decision.counters, []);
    const { documents, events, result } = decision.changes([]);
    t.same(result, { ...bill, rev: 2, status: 'cancelled', cancelReason: 'wrong table' });
    t.match(documents, [
      { collection: 'bill', value: result },
      { collection: 'order', value: { rev: open.rev + 2, status: 'open', billId: null } },
      { collection: 'audit', value: { action: 'bill.cancelled', approvedBy: 'manager-1' } },
    ]);
    t.same(
      events.map((event) => event.type),
      ['bill.cancelled', 'order.reopened'],
    );

    const cancel = (of: Bill) => refusal(() => cancelBill(of, open, 'why', at, office()));
    t.equal(cancel(result), 'bill_cancelled');
    t.equal(cancel({ ...bill, status: 'paid' }), 'bill_paid');
    const payment = {
      id: 'p',
      tender: 'cash' as const,
      tendered: 100,
      settled: 100,
      change: 0,
      reference: null,
      at: bill.issuedAt,
      by: 'cashier-1',
    };
    t.equal(cancel({ ...bill, status: 'partlyPaid', payments: [payment] }), 'bill_has_payments');
    t.end();
  },
);

t.test('bill: its lines, taxes and totals agree to the paisa, whatever was ordered', (t) => {
  fc.assert(
    fc.property(
      fc.array(anyLine, { minLength: 1, maxLength: 15 }),
      anyOutlet,
      anyPlace,
      (lines, where, placeOfSupply) => {
        fc.pre(lines.some((each) => each.voidedQuantity < each.quantity));
        const open = frozen(order(lines, where, { placeOfSupply }));
        const bill = issueBill(open, where, null, null, context()).changes([1]).result;
        const add = (amounts: number[]) => amounts.reduce((sum, amount) => sum + amount, 0);
        const cgst = bill.taxes.filter((row) => row.name === 'CGST');
        const sgst = bill.taxes.filter((row) => row.name === 'SGST');
        return (
          Value.Check(Bill, bill) &&
          add(bill.lines.map((each) => each.taxable)) === bill.subtotal &&
          add(bill.lines.map((each) => each.tax)) === bill.tax &&
          add(bill.taxes.map((row) => row.amount)) === bill.tax &&
          bill.subtotal + bill.tax + bill.rounding === bill.payable &&
          JSON.stringify(cgst.map((row) => row.amount)) ===
            JSON.stringify(sgst.map((row) => row.amount)) &&
          bill.taxes.every((row) => row.rate > 0)
        );
      },
    ),
    { numRuns: 300 },
  );
  t.end();
});

t.test('tax rows: lines without tax give none', (t) => {
  const { lines } = repriced(order([line({ rate: 0 }), line({ rate: 0, quantity: 3 })]), here);
  t.same(taxRows(lines, here, null), []);
  t.end();
});
