import { businessDay } from './calendar.js';
import { refuseTakenLines, refuseTakenOrder } from './chosen-ids.js';
import { type Context, type Decision, decided, happened } from './decision.js';
import { KotdError, notFound } from './errors.js';
import { repriced } from './pricing.js';
import { type MenuChoice, chooseLines } from './selection.js';
import type { NewOrder, Order, OrderChange } from './shapes/order.js';
import type { Outlet, Table } from './shapes/organization.js';
import { MAX_LINES } from './limits.js';
import { seated } from './table.js';

export interface NewOrderState extends MenuChoice {
  outlet: Outlet;
  /** The table that the body names; null when it names none, or one that there is not. */
  table: Table | null;
  /** The order that has the id which the body chose, or null. */
  taken: Order | null;
}

/**
 * A new order, with or without lines, at a table or at none, of any type. Takes the next number of the
 * business day.
 * @throws id_taken, not_found, table_busy, order_full, and what choosing a line may throw
 */
export function createOrder(
  body: NewOrder,
  state: NewOrderState,
  context: Context,
): Decision<Order> {
  const { outlet } = state;
  const id = body.id ?? context.newId();
  refuseTakenOrder(state.taken);
  refuseTakenLines(body.lines, []);
  if (body.tableId !== undefined && !state.table) throw notFound('/tableId');
  const table = state.table && seated(state.table, id);
  refuseFull(body.lines.length);
  needOwnState(outlet, body.placeOfSupply);
  const day = businessDay(context.now, outlet.timeZone, outlet.dayStartsAt);
  const order: Order = {
    id,
    rev: 1,
    number: 1,
    businessDay: day,
    type: body.type,
    tableId: table?.id ?? null,
    guests: body.guests ?? null,
    placeOfSupply: body.placeOfSupply ?? null,
    status: 'open',
    lines: chooseLines(body.lines, state, context),
    totals: { subtotal: 0, tax: 0, rounding: 0, payable: 0 },
    billId: null,
    mergedInto: null,
    cancelReason: null,
    createdBy: context.actor.id,
    createdAt: context.now,
    updatedAt: context.now,
  };
  const unnumbered = repriced(order, outlet);
  return {
    counters: [`order/${day}`],
    changes: ([number = 1]) => {
      const order = { ...unnumbered, number };
      return {
        documents: [
          { collection: 'order', value: order },
          ...(table ? [{ collection: 'table' as const, value: table }] : []),
        ],
        events: [
          happened('order.created', { order }, context),
          ...(table ? [happened('table.occupied', { table }, context)] : []),
        ],
        result: order,
      };
    },
  };
}

/**
 * Changes how many guests an open order has: one more came, or one has left. The same number again changes
 * nothing.
 * @throws order_not_open
 */
export function changeOrder(
  order: Order,
  { guests }: OrderChange,
  context: Context,
): Decision<Order> {
  needOpen(order);
  if (guests === order.guests) return decided({ documents: [], events: [], result: order });
  const changed = amended(order, { guests }, context);
  return decided({
    documents: [{ collection: 'order', value: changed }],
    events: [happened('order.changed', { order: changed }, context)],
    result: changed,
  });
}

/** The order with these fields changed now, at its next rev. */
export function amended(order: Order, fields: Partial<Order>, context: Context): Order {
  return { ...order, ...fields, rev: order.rev + 1, updatedAt: context.now };
}

/** @throws order_not_open */
export function needOpen(order: Order): void {
  if (order.status === 'open') return;
  throw new KotdError('order_not_open', {
    detail: `Order ${order.number} is ${order.status}`,
    extra: { orderId: order.id },
  });
}

/**
 * Another state makes the tax IGST, which nobody can tell who does not know the outlet's own.
 * @throws invalid
 */
export function needOwnState(outlet: Outlet, placeOfSupply: string | undefined): void {
  if (placeOfSupply === undefined || outlet.stateCode !== null) return;
  const message = 'the outlet has no state code of its own';
  throw new KotdError('invalid', { errors: [{ pointer: '/placeOfSupply', message }] });
}

/** @throws order_full */
export function refuseFull(lineCount: number): void {
  if (lineCount > MAX_LINES) throw new KotdError('order_full');
}
