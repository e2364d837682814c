import { type Context, type Decision, decided, happened, type Put } from './decision.js';
import { KotdError } from './errors.js';
import { amended } from './order.js';
import type { Bill, NewPayment, Payment } from './shapes/bill.js';
import type { Order } from './shapes/order.js';
import type { Table } from './shapes/organization.js';
import { leftBy } from './table.js';

/**
 * Takes a payment (minor units) for a bill. What is above the amount due comes back as change for
 * cash and is refused for any other tender. Paid in full, the order is closed and its table freed
 * in the same commit.
 * @throws amount_above_due with what is `due`, bill_paid, bill_cancelled
 */
export function payBill(
  bill: Bill,
  order: Order,
  table: Table | null,
  payment: NewPayment,
  context: Context,
): Decision<Bill> {
  refuseClosed(bill);
  const paid = withPayment(bill, payment, context);
  if (paid.status !== 'paid') {
    return decided({
      documents: [{ collection: 'bill', value: paid }],
      events: [happened('bill.partlyPaid', { bill: paid }, context)],
      result: paid,
    });
  }
  const closed = amended(order, { status: 'paid' }, context);
  const freed = leftBy(order.id, table);
  const documents: Put[] = [
    { collection: 'bill', value: paid },
    { collection: 'order', value: closed },
  ];
  const events = [
    happened('bill.paid', { bill: paid }, context),
    happened('order.paid', { order: closed }, context),
  ];
  if (freed) {
    documents.push({ collection: 'table', value: freed });
    events.push(happened('table.freed', { table: freed }, context));
  }
  return decided({ documents, events, result: paid });
}

/**
 * Paid and cancelled are terminal: nothing revives such a bill.
 * @throws bill_paid, bill_cancelled
 */
export function refuseClosed(bill: Bill): void {
  if (bill.status === 'cancelled') throw new KotdError('bill_cancelled');
  if (bill.status === 'paid') throw new KotdError('bill_paid');
}

function withPayment(
  bill: Bill,
  { tender, amount, reference }: NewPayment,
  context: Context,
): Bill {
  const due = bill.payable - bill.paid;
  if (amount > due && tender !== 'cash') {
    throw new KotdError('amount_above_due', { extra: { due } });
  }
  const settled = Math.min(amount, due);
  const change = amount - settled;
  const payment: Payment = {
    id: context.newId(),
    tender,
    tendered: amount,
    settled,
    change,
    reference: reference ?? null,
    at: context.now,
    by: context.actor.id,
  };
  return {
    ...bill,
    rev: bill.rev + 1,
    paid: bill.paid + settled,
    change: bill.change + change,
    status: settled === due ? 'paid' : 'partlyPaid',
    payments: [...bill.payments, payment],
  };
}
