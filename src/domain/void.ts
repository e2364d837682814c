import { sanctioned } from './approval.js';
import { audited, type Deed } from './audit.js';
import { type Context, type Decision, type EventDraft, type Put, happened } from './decision.js';
import { KotdError } from './errors.js';
import { lineVoid } from './line-void.js';
import { needLine, withLine } from './lines.js';
import { amended, needOpen } from './order.js';
import { takenBack } from './portions.js';
import { portionsToPay, repriced } from './pricing.js';
import type { Approval, ApprovalAction } from './shapes/approval.js';
import type { Order } from './shapes/order.js';
import type { Outlet, Table } from './shapes/organization.js';
import type { OrderAndTickets } from './shapes/ticket.js';
import { leftBy } from './table.js';
import { type Ask, draftTickets, putTickets, ticketEvents } from './ticket.js';

export interface VoidState {
  outlet: Outlet;
  /** Of somebody with more rights, where one was asked for. */
  approval?: Approval | null;
}

/**
 * Takes portions of a line back. Portions that the kitchen has not heard of go first; for the others each
 * station of the line gets a void ticket, and somebody with the right to do so must ask or have approved.
 * @throws order_not_open, not_found, quantity_above_line, approval_required, approval_invalid
 */
export function voidLine(
  order: Order,
  lineId: string,
  quantity: number,
  reason: string,
  state: VoidState,
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
  const portions = { quantity, heard: taken.recalled };
  const what = { item: line.name, ...portions, unitPrice: line.unitPrice };
  const kept = [lineVoid(order, line, portions, state.outlet, context)];
  return withVoids(
    { type: 'order.lineVoided', order: after, asks, reason, recorded: asks.length > 0, what, kept },
    state,
    context,
  );
}

/**
 * Cancels an open order for good: everything is taken back, one void ticket for each station that had
 * heard of any, and the table is free.
 * @throws order_not_open, approval_required, approval_invalid
 */
export function cancelOrder(
  order: Order,
  table: Table | null,
  reason: string,
  state: VoidState,
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
  const what = { payable: order.totals.payable, heard: asks.length > 0 };
  return withVoids(
    { type: 'order.cancelled', order: after, asks, reason, free, recorded: true, what },
    state,
    context,
  );
}

interface Voiding {
  type: 'order.lineVoided' | 'order.cancelled';
  /** As it shall be. */
  order: Order;
  asks: readonly Ask[];
  reason: string;
  free?: Table | null;
  /** Whether the audit has to know, and what of it. */
  recorded: boolean;
  what: Deed['details'];
  /** Written besides. */
  kept?: readonly Put[];
}

const ACTIONS: Record<Voiding['type'], ApprovalAction> = {
  'order.lineVoided': 'order.voidLine',
  'order.cancelled': 'order.cancel',
};

/** @throws approval_required when the kitchen must be told and the actor may not; approval_invalid */
function withVoids(
  { type, order, asks, reason, free, kept = [], ...voiding }: Voiding,
  { outlet, approval = null }: VoidState,
  context: Context,
): Decision<OrderAndTickets> {
  const wanted = { action: ACTIONS[type], subjectId: order.id, needed: asks.length > 0 };
  const { approvedBy, approvalId, documents: used } = sanctioned(wanted, approval, context);
  const drafts = draftTickets(order, asks, { reason, approvedBy }, outlet, context);
  const deed: Deed = {
    action: type,
    outletId: outlet.id,
    subject: { kind: 'order', id: order.id },
    approvedBy,
    reason,
    details: { orderNumber: order.number, ...voiding.what, approvalId },
  };
  const entries = voiding.recorded || approvalId !== null ? [audited(deed, context)] : [];
  return {
    counters: drafts.counters,
    changes: (numbers) => {
      const tickets = drafts.tickets(numbers);
      const documents: Put[] = [
        { collection: 'order', value: order },
        ...putTickets(tickets),
        ...kept,
        ...used,
        ...entries,
      ];
      const events: EventDraft[] = [
        happened(type, { order, approvedBy }, context),
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
