import { sanctioned } from './approval.js';
import { audited } from './audit.js';
import { businessDay } from './calendar.js';
import {
  type Changes,
  type Context,
  type Decision,
  decided,
  type EventDraft,
  happened,
  type Put,
} from './decision.js';
import { KotdError } from './errors.js';
import { invoiceCounter, invoiceNumber } from './invoice.js';
import { headOf } from './invoice-head.js';
import { amended, needOpen } from './order.js';
import { refuseClosed } from './payment.js';
import { unsent } from './portions.js';
import { portionsToPay, repriced } from './pricing.js';
import type { SendPlan } from './send.js';
import type { Approval } from './shapes/approval.js';
import type { Bill, BillLine, TaxRow } from './shapes/bill.js';
import type { Line, Order } from './shapes/order.js';
import type { Outlet, Table } from './shapes/organization.js';
import type { Ticket } from './shapes/ticket.js';
import { leftBy } from './table.js';
import { mergedTaxRows, taxParts, taxRowsOf } from './tax.js';
import { putTickets, ticketEvents } from './ticket.js';

/** The taxes of priced lines by name and rate, as a bill prints them; their sum is the lines' tax. */
export function taxRows(
  lines: readonly Pick<Line, 'taxable' | 'tax' | 'rate'>[],
  outlet: Outlet,
  placeOfSupply: string | null,
): TaxRow[] {
  const parts = taxParts(outlet, placeOfSupply);
  return mergedTaxRows(lines.flatMap((line) => taxRowsOf(line, parts)));
}

/**
 * Turns an open order into a tax invoice, with the next number of its series. `send` holds what the
 * kitchen has still to hear; it then takes effect in the same commit. A bill of nothing to pay is
 * paid at once.
 *
 * The order is priced once more, so that the bill follows the outlet's settings of the moment it
 * records. It is written once; every event of the commit shows it as the commit leaves it, one rev
 * having one content.
 *
 * @throws order_not_open, order_has_unsent_lines, nothing_to_bill, amount_out_of_range, series_full
 */
export function issueBill(
  order: Order,
  outlet: Outlet,
  table: Table | null,
  send: SendPlan | null,
  context: Context,
): Decision<Bill> {
  needOpen(order);
  const current = repriced(send?.order ?? order, outlet);
  if (current.lines.some((line) => unsent(line) > 0)) {
    throw new KotdError('order_has_unsent_lines');
  }
  const draft = draftBill(current, outlet, context);
  if (draft.lines.length === 0) throw new KotdError('nothing_to_bill');

  const free = draft.status === 'paid';
  const billed: Order = {
    ...current,
    // One over what was read, whether or not the plan raised it.
    rev: order.rev + 1,
    status: free ? 'paid' : 'billed',
    billId: draft.id,
    updatedAt: context.now,
  };
  const freed = free ? leftBy(order.id, table) : null;
  const kitchenCounters = send?.counters ?? [];

  return {
    counters: [...kitchenCounters, invoiceCounter(outlet, context.now)],
    changes(numbers) {
      const n = numbers[kitchenCounters.length];
      if (n === undefined) throw new RangeError('the invoice counter gave no number');
      const bill: Bill = { ...draft, invoiceNumber: invoiceNumber(outlet, context.now, n) };
      const tickets = send?.tickets(numbers.slice(0, kitchenCounters.length)) ?? [];
      return effect(billed, tickets, bill, freed, context);
    },
  };
}

/** The bill but for its number, which is known only in the commit. */
function draftBill(order: Order, outlet: Outlet, context: Context): Omit<Bill, 'invoiceNumber'> {
  const paidFor = order.lines.filter((line) => portionsToPay(line) > 0);
  return {
    id: context.newId(),
    rev: 1,
    head: headOf(outlet),
    orderId: order.id,
    orderNumber: order.number,
    tableId: order.tableId,
    businessDay: businessDay(context.now, outlet.timeZone, outlet.dayStartsAt),
    placeOfSupply: order.placeOfSupply ?? outlet.stateCode,
    lines: paidFor.map(billLine),
    taxes: taxRows(paidFor, outlet, order.placeOfSupply),
    ...order.totals,
    roundTo: outlet.roundTo,
    paid: 0,
    change: 0,
    status: order.totals.payable === 0 ? 'paid' : 'unpaid',
    payments: [],
    cancelReason: null,
    issuedBy: context.actor.id,
    issuedAt: context.now,
  };
}

function billLine(line: Line): BillLine {
  return {
    lineId: line.id,
    itemId: line.itemId,
    name: line.name,
    variantName: line.variantName,
    modifiers: line.modifiers.map((modifier) => modifier.name),
    hsn: line.hsn,
    rate: line.rate,
    quantity: portionsToPay(line),
    unitPrice: line.unitPrice,
    taxable: line.taxable,
    tax: line.tax,
  };
}

function effect(
  order: Order,
  tickets: readonly Ticket[],
  bill: Bill,
  freed: Table | null,
  context: Context,
): Changes<Bill> {
  const documents: Put[] = [
    { collection: 'order', value: order },
    ...putTickets(tickets),
    { collection: 'bill', value: bill },
  ];
  const events: EventDraft[] = [];
  if (tickets.length > 0) events.push(happened('order.sent', { order }, context));
  events.push(...ticketEvents('ticket.created', tickets, context));
  events.push(happened('bill.issued', { bill }, context));
  events.push(happened('order.billed', { order }, context));
  if (bill.status === 'paid') {
    events.push(happened('bill.paid', { bill }, context));
    events.push(happened('order.paid', { order }, context));
  }
  if (freed) {
    documents.push({ collection: 'table', value: freed });
    events.push(happened('table.freed', { table: freed }, context));
  }
  return { documents, events, result: bill };
}

/**
 * Takes back a bill that nobody has paid anything on, and opens its order again. The invoice number
 * stays used and visible (GSTR-1, table 13). It takes the office, or its approval.
 * @throws bill_cancelled, bill_paid, bill_has_payments, approval_required, approval_invalid
 */
export function cancelBill(
  bill: Bill,
  order: Order,
  reason: string,
  { outlet, approval = null }: { outlet: Pick<Outlet, 'id'>; approval?: Approval | null },
  context: Context,
): Decision<Bill> {
  refuseClosed(bill);
  if (bill.payments.length > 0) throw new KotdError('bill_has_payments');
  const wanted = { action: 'bill.cancel', subjectId: bill.id, needed: true } as const;
  const { approvedBy, approvalId, documents } = sanctioned(wanted, approval, context);
  const cancelled: Bill = { ...bill, rev: bill.rev + 1, status: 'cancelled', cancelReason: reason };
  const reopened = amended(order, { status: 'open', billId: null }, context);
  const entry = audited(
    {
      action: 'bill.cancelled',
      outletId: outlet.id,
      subject: { kind: 'bill', id: bill.id },
      approvedBy,
      reason,
      details: { invoiceNumber: bill.invoiceNumber, payable: bill.payable, approvalId },
    },
    context,
  );
  return decided({
    documents: [
      { collection: 'bill', value: cancelled },
      { collection: 'order', value: reopened },
      ...documents,
      entry,
    ],
    events: [
      happened('bill.cancelled', { bill: cancelled, approvedBy }, context),
      happened('order.reopened', { order: reopened }, context),
    ],
    result: cancelled,
  });
}
