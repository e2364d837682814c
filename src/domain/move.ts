import { refuseSharedLines } from './chosen-ids.js';
import {
  type Context,
  type Decision,
  type EventDraft,
  type Put,
  decided,
  happened,
} from './decision.js';
import { KotdError } from './errors.js';
import { amended, needOpen, refuseFull } from './order.js';
import { repriced } from './pricing.js';
import type { Order } from './shapes/order.js';
import type { Outlet, Table } from './shapes/organization.js';
import type { OrderAndTickets, Ticket } from './shapes/ticket.js';
import { leftBy, seated } from './table.js';
import { putTickets, ticketEvents } from './ticket.js';

/**
 * Takes an open order to a free table. No portion changes: the kitchen learns where the food goes, from the
 * tickets that it has. `tickets` are all of the order; the result names those that are still on a screen.
 * @throws order_not_open, table_busy
 */
export function transfer(
  order: Order,
  from: Table | null,
  to: Table,
  tickets: readonly Ticket[],
  context: Context,
): Decision<OrderAndTickets> {
  needOpen(order);
  if (order.tableId === to.id) {
    return decided({ documents: [], events: [], result: { order, tickets: [] } });
  }
  const moved = amended(order, { tableId: to.id }, context);
  const occupied = seated(to, order.id);
  const free = leftBy(order.id, from);
  const followed = tickets.map((ticket) => follow(ticket, moved));
  return decided({
    documents: [
      { collection: 'order', value: moved },
      { collection: 'table', value: occupied },
      ...putTables(free),
      ...putTickets(followed),
    ],
    events: [
      happened('order.transferred', { order: moved }, context),
      ...freedEvents(free, context),
      happened('table.occupied', { table: occupied }, context),
      ...ticketEvents('ticket.moved', followed, context),
    ],
    result: { order: moved, tickets: followed.filter(({ open }) => open) },
  });
}

/**
 * Joins the guests of `from` to those of `into`. Lines keep their ids and what was sent of them, tickets go
 * with them, so that no portion changes and the kitchen cooks nothing twice. What is left of `from` is
 * cancelled and empty: nothing counts in two orders.
 * @throws invalid (the same order), order_not_open, order_full, id_taken
 */
export function merge(
  into: Order,
  from: Order,
  intoTable: Table | null,
  fromTable: Table | null,
  fromTickets: readonly Ticket[],
  outlet: Outlet,
  context: Context,
): Decision<OrderAndTickets> {
  if (into.id === from.id) {
    throw new KotdError('invalid', {
      errors: [{ pointer: '/fromOrderId', message: 'is the order itself' }],
    });
  }
  needOpen(into);
  needOpen(from);
  const lines = [...into.lines, ...from.lines];
  refuseFull(lines.length);
  refuseSharedLines(into.lines, from.lines);
  const joined = repriced(
    amended(into, { lines, tableId: intoTable?.id ?? null }, context),
    outlet,
  );
  const emptied = repriced(
    amended(from, { lines: [], status: 'cancelled', mergedInto: into.id }, context),
    outlet,
  );
  const free = leftBy(from.id, fromTable);
  const followed = fromTickets.map((ticket) => follow(ticket, joined));
  return decided({
    documents: [
      { collection: 'order', value: joined },
      { collection: 'order', value: emptied },
      ...putTables(free),
      ...putTickets(followed),
    ],
    events: [
      happened('order.merged', { order: joined }, context),
      happened('order.cancelled', { order: emptied }, context),
      ...freedEvents(free, context),
      ...ticketEvents('ticket.moved', followed, context),
    ],
    result: { order: joined, tickets: followed.filter(({ open }) => open) },
  });
}

/** The ticket as one of this order; it remembers the table that it was sent for while it is elsewhere. */
function follow(ticket: Ticket, { id, number, type, tableId }: Order): Ticket {
  const sentFor = ticket.movedFromTableId ?? ticket.tableId;
  return {
    ...ticket,
    rev: ticket.rev + 1,
    orderId: id,
    orderNumber: number,
    orderType: type,
    tableId,
    movedFromTableId: sentFor === tableId ? null : sentFor,
  };
}

function putTables(table: Table | null): Put[] {
  return table ? [{ collection: 'table', value: table }] : [];
}

function freedEvents(table: Table | null, context: Context): EventDraft[] {
  return table ? [happened('table.freed', { table }, context)] : [];
}
