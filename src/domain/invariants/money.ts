import type { OutletRecord } from './record.js';
import { portionsToPay } from '../pricing.js';
import type { Bill } from '../shapes/bill.js';
import type { Order, Totals } from '../shapes/order.js';

/** Orders and bills add up, payments balance, and a bill says what its order does. */
export function* moneyViolations({ orders, bills }: OutletRecord): Generator<string> {
  const byId = new Map(orders.map((order) => [order.id, order]));
  const valid = new Map<string, Bill>();
  for (const order of orders) yield* orderViolations(order);
  for (const bill of bills) {
    yield* billViolations(bill);
    yield* paymentViolations(bill);
    if (!byId.has(bill.orderId)) yield `bill ${bill.id} is of order ${bill.orderId}: there is none`;
    if (bill.status === 'cancelled') continue;
    if (valid.has(bill.orderId)) yield `order ${bill.orderId} has two valid bills`;
    valid.set(bill.orderId, bill);
  }
  for (const order of orders) yield* agreement(order, valid.get(order.id));
}

function* orderViolations(order: Order): Generator<string> {
  yield* totalsViolations(`order ${order.id}`, order.totals, order.lines);
  for (const line of order.lines) {
    const amount = line.unitPrice * portionsToPay(line);
    if ((line.inclusive ? line.taxable + line.tax : line.taxable) !== amount) {
      yield `line ${line.id} costs ${amount}: taxable ${line.taxable}, tax ${line.tax}`;
    }
  }
}

function* billViolations(bill: Bill): Generator<string> {
  yield* totalsViolations(`bill ${bill.id}`, bill, bill.lines);
  const rows = sum(bill.taxes.map((row) => row.amount));
  if (rows !== bill.tax)
    yield `bill ${bill.id}: the taxes add up to ${rows}, the tax is ${bill.tax}`;
  if (bill.payable % bill.roundTo !== 0 || Math.abs(bill.rounding) * 2 > bill.roundTo) {
    yield `bill ${bill.id}: ${bill.payable} is not rounded to ${bill.roundTo}`;
  }
}

/** Lines + tax + rounding = payable, to the paisa. */
function* totalsViolations(
  name: string,
  { subtotal, tax, rounding, payable }: Totals,
  lines: readonly { taxable: number; tax: number }[],
): Generator<string> {
  const taxable = sum(lines.map((line) => line.taxable));
  const taxes = sum(lines.map((line) => line.tax));
  if (subtotal !== taxable) yield `${name}: subtotal ${subtotal}, the lines add up to ${taxable}`;
  if (tax !== taxes) yield `${name}: tax ${tax}, the lines' taxes add up to ${taxes}`;
  if (subtotal + tax + rounding !== payable) {
    yield `${name}: ${subtotal} + ${tax} + ${rounding} is not ${payable}`;
  }
}

function* paymentViolations(bill: Bill): Generator<string> {
  const { id, payments, paid, change, payable, status } = bill;
  for (const one of payments) {
    const back = one.tendered - one.settled;
    if (back !== one.change || one.change < 0 || one.settled <= 0) {
      yield `payment ${one.id} of bill ${id}: ${one.tendered} - ${one.change} is not ${one.settled}`;
    }
    if (one.change > 0 && one.tender !== 'cash')
      yield `payment ${one.id} gave change for ${one.tender}`;
  }
  const settled = sum(payments.map((one) => one.settled));
  const returned = sum(payments.map((one) => one.change));
  if (settled !== paid) yield `bill ${id}: paid ${paid}, the payments settle ${settled}`;
  if (returned !== change) yield `bill ${id}: change ${change}, the payments gave ${returned}`;
  if (paid > payable) yield `bill ${id}: ${paid} paid of ${payable}`;
  if (status !== 'cancelled' && status !== statusOf(paid, payable)) {
    yield `bill ${id} is ${status} with ${paid} paid of ${payable}`;
  }
  if (status === 'cancelled' && paid > 0) yield `bill ${id} is cancelled with ${paid} paid`;
}

/** A billed or a paid order has exactly one valid bill, which asks for what the order comes to. */
function* agreement(order: Order, bill: Bill | undefined): Generator<string> {
  const { id, status, billId, totals } = order;
  if ((bill?.id ?? null) !== billId) yield `order ${id} names the bill ${billId}, has ${bill?.id}`;
  if ((bill !== undefined) !== (status === 'billed' || status === 'paid')) {
    yield `order ${id} is ${status}, its bill is ${bill?.id}`;
  }
  if (!bill) return;
  if ((bill.status === 'paid') !== (status === 'paid')) {
    yield `order ${id} is ${status}, its bill ${bill.id} ${bill.status}`;
  }
  if (bill.payable !== totals.payable || bill.tax !== totals.tax) {
    yield `order ${id} comes to ${totals.payable}, its bill ${bill.id} to ${bill.payable}`;
  }
  const billed = new Map(bill.lines.map((line) => [line.lineId, line.quantity]));
  for (const line of order.lines) {
    if (portionsToPay(line) !== (billed.get(line.id) ?? 0)) {
      yield `bill ${bill.id} has ${billed.get(line.id) ?? 0} of line ${line.id}`;
    }
  }
}

function statusOf(paid: number, payable: number): Bill['status'] {
  if (paid === payable) return 'paid';
  return paid === 0 ? 'unpaid' : 'partlyPaid';
}

/** Not the exact sum of the rules: a check must speak where they would throw. */
function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
