import { Value } from '@sinclair/typebox/value';
import t from 'tap';
import { issueBill } from '../../src/domain/bill.js';
import { printBill } from '../../src/domain/print.js';
import { BillPrint } from '../../src/domain/shapes/bill.js';
import { context, frozen, line, order, outlet } from './money-fixtures.js';

const here = outlet();
const issued = issueBill(order([line()]), here, null, null, context()).changes([7]).result;
const bill = frozen({ ...issued, status: 'paid' as const });
const printed = (count: number, deviceId: string | null = 'till-1') =>
  printBill(bill, { printed: count, outletId: here.id, deviceId }, context()).changes([]);

t.test('print: the first paper, and nothing else is written of the bill', async (t) => {
  const { documents, events, result } = printed(0);
  t.ok(Value.Check(BillPrint, result));
  t.strictSame(result, {
    id: `${bill.id}/000001`,
    rev: 1,
    billId: bill.id,
    copy: 1,
    at: '2026-11-20T15:00:00.000Z',
    by: 'cashier-1',
    deviceId: 'till-1',
  });
  t.strictSame(documents, [{ collection: 'billPrint', value: result }]);
  t.match(events, [{ type: 'bill.printed', actor: 'cashier-1', data: { print: result } }]);
});

t.test('print: each further one is a copy by its number, and in the audit', async (t) => {
  const { documents, result } = printed(1, null);
  t.match(result, { id: `${bill.id}/000002`, copy: 2, deviceId: null });
  t.match(documents, [
    { collection: 'billPrint' },
    {
      collection: 'audit',
      value: {
        action: 'bill.printed',
        outletId: here.id,
        subject: { kind: 'bill', id: bill.id },
        details: { invoiceNumber: 'A/26-27/000007', copy: 2, deviceId: null },
      },
    },
  ]);
  t.equal(documents.length, 2);
});

t.test(
  'print: two tills that print at once write the same name, so one has to count again',
  async (t) => {
    const ids = [printed(0, 'till-1'), printed(0, 'till-2')].map(({ result }) => result.id);
    t.equal(new Set(ids).size, 1);
  },
);
