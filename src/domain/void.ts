import { type Context, type Decision, type EventDraft, type Put, happened } from './decision.js';
import { KotdError } from './errors.js';
import { needLine, withLine } from './lines.js';
import { amended, needOpen } from './order.js';
import { mayVoidSent } from './permissions.js';
import { takenBack } from './portions.js';
import { portionsToPay, repriced } from './pricing.js';
import type { Order } from './shapes/order.js';
import type { Outlet, Table } from './shapes/organization.js';
import type { OrderAndTickets } from './shapes/ticket.js';
import { leftBy } from './table.js';
import { type Ask, draftTickets, putTickets, ticketEvents } from './ticket.js';

/**
 * Takes portions of a line back. Portions that the kitchen has not heard of go first; for the others each
 * station of the line gets a void ticket, and somebody with the right to do so must ask.
 * @throws order_not_open, not_found, quantity_above_line, approval_required
 */
export function voidLine(
  order: Order,
  lineId: string,
  quantity: number,
  reason: string,
  state: { outlet: Outlet },
  context: Context,
): Decision<OrderAndTickets> {
  needOpen(order);
  const line = needLine(order, lineId);
  if (quantity > portionsToPay(line)) {
    throw new KotdError('quantity_above_line', {
      errors: [{ pointer: '/quantity', message: `at most ${portionsToPay(line)}` }],
    });
  }
  const taken = takenBack(line, quantity);
  const asks: Ask[] = taken.recalled > 0 ? [{ kind: 'void', line, change: -taken.recalled }] : [];
  const lines = withLine(order, taken.line);
  const after = repriced(amended(order, { lines }, context), state.outlet);
  return withVoids({ type: 'order.lineVoided', order: after, asks, reason }, state.outlet, context);
}

/**
 * Cancels an open order for good: everything is taken back, one void ticket for each station that had
 * heard of any, and the table is free.
 * @throws order_not_open, approval_required
 */
export function cancelOrder(
  order: Order,
  table: Table | null,
  reason: string,
  state: { outlet: Outlet },
  context: Context,
): Decision<OrderAndTickets> {
  needOpen(order);
  const asks: Ask[] = [];
  const lines = order.lines.map((line) => {
    const taken = takenBack(line, portionsToPay(line));
    if (taken.recalled > 0) asks.push({ kind: 'void', line, change: -taken.recalled });
    return taken.line;
  });
  const cancelled = amended(order, { lines, status: 'cancelled', cancelReason: reason }, context);
  const after = repriced(cancelled, state.outlet);
  const free = leftBy(order.id, table);
  return withVoids(
    { type: 'order.cancelled', order: after, asks, reason, free },
    state.outlet,
    context,
  );
}

interface Voiding {
  type: string;
  /** As it shall be. */
  order: Order;
  asks: readonly Ask[];
  reason: string;
  free?: Table | null;
}

/** @throws approval_required when the kitchen must be told and the actor may not */
function withVoids(
  { type, order, asks, reason, free }: Voiding,
  outlet: Outlet,
  context: Context,
): Decision<OrderAndTickets> {
  if (asks.length > 0 && !mayVoidSent(context.actor.role)) {
    throw new KotdError('approval_required');
  }
  const approval = { reason, approvedBy: context.actor.id };
  const drafts = draftTickets(order, asks, approval, outlet, context);
  return {
    counters: drafts.counters,
    changes: (numbers) => {
      const tickets = drafts.tickets(numbers);
      const documents: Put[] = [{ collection: 'order', value: order }, ...putTickets(tickets)];
      const events: EventDraft[] = [
        happened(type, { order }, context),
        ...ticketEvents('ticket.created', tickets, context),
      ];
      if (free) {
        documents.push({ collection: 'table', value: free });
        events.push(happened('table.freed', { table: free }, context));
      }
      return { documents, events, result: { order, tickets } };
    },
  };
}
