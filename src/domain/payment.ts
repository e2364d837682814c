import { type Context, type Decision, decided, happened, type Put } from './decision.js';
import { KotdError } from './errors.js';
import { amended } from './order.js';
import type { Bill, NewPayment, Payment } from './shapes/bill.js';
import type { Order } from './shapes/order.js';
import type { Table } from './shapes/organization.js';
import { leftBy } from './table.js';

/**
 * Takes a payment (minor units) for a bill. What is above the amount due, or above what it is to
 * settle, comes back as change for cash and is refused for any other tender. Paid in full, the order
 * is closed and its table freed in the same commit.
 * @throws amount_above_due with what is `due`, bill_paid, bill_cancelled, invalid
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

/** What of a payment settles the bill: never more than is due, nor than was handed over. */
function settledBy({ tender, amount, settle }: NewPayment, due: number): number {
  const isCash = tender === 'cash';
  if ((amount > due && !isCash) || (settle ?? 0) > due) {
    throw new KotdError('amount_above_due', { extra: { due } });
  }
  if (settle === undefined) return Math.min(amount, due);
  if (settle > amount) throw unsettled('must not be more than the amount');
  if (settle < amount && !isCash) throw unsettled('must be the amount: only cash gives change');
  return settle;
}

function unsettled(message: string): KotdError {
  return new KotdError('invalid', { errors: [{ pointer: '/settle', message }] });
}

function withPayment(bill: Bill, payment: NewPayment, context: Context): Bill {
  const { tender, amount, reference } = payment;
  const due = bill.payable - bill.paid;
  const settled = settledBy(payment, due);
  const change = amount - settled;
  const taken: Payment = {
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
    payments: [...bill.payments, taken],
  };
}
