import { clockTime } from './calendar.js';
import { type Context, type Decision, decided, happened } from './decision.js';
import { amended, needOpen } from './order.js';
import { unsent } from './portions.js';
import { stationsFor } from './routing.js';
import type { MenuItem } from './shapes/menu.js';
import type { Course, Line, Order } from './shapes/order.js';
import type { Outlet, Table } from './shapes/organization.js';
import type { OrderAndTickets, Ticket } from './shapes/ticket.js';
import { type Ask, draftTickets, putTickets, ticketEvents } from './ticket.js';

export interface SendState {
  /** The items of the lines that were not sent yet. */
  items: ReadonlyMap<string, MenuItem>;
  outlet: Outlet;
  /** The order's table. */
  table: Table | null;
}

/** What a send would do, for commands that do more than send. */
export interface SendPlan {
  /** With all that goes sent, at its next rev; the very order that came in when there was nothing to send. */
  order: Order;
  /** One for each ticket. */
  counters: readonly string[];
  tickets(numbers: readonly number[]): Ticket[];
}

/**
 * Tells the kitchen what it has not heard of. A line goes to the stations that it had at its first send, for
 * ever: a rule changed in between must not send two halves of a line to two kitchens.
 * @param course only what is unsent of it goes, and what is of no course stays; left out: everything goes
 * @throws order_not_open, no_route
 */
export function planSend(
  order: Order,
  state: SendState,
  context: Context,
  course?: Course,
): SendPlan {
  needOpen(order);
  const time = clockTime(context.now, state.outlet.timeZone);
  const asks: Ask[] = [];
  const lines = order.lines.map((line): Line => {
    if (unsent(line) === 0 || (course !== undefined && line.course !== course)) return line;
    const heardOf = line.stationIds.length > 0;
    const stationIds = heardOf
      ? line.stationIds
      : stationsFor(
          line,
          state.items.get(line.itemId),
          state.outlet,
          state.table?.section ?? null,
          time,
        );
    const routed = { ...line, stationIds };
    asks.push({ kind: heardOf ? 'delta' : 'new', line: routed, change: unsent(line) });
    return { ...routed, sentQuantity: line.quantity };
  });
  return {
    order: asks.length === 0 ? order : amended(order, { lines }, context),
    ...draftTickets(order, asks, null, state.outlet, context),
  };
}

/**
 * Sends the order to the kitchen, or one course of it. Nothing new to send is no refusal: the answer then has
 * no ticket.
 * @throws order_not_open, no_route
 */
export function send(
  order: Order,
  state: SendState,
  context: Context,
  course?: Course,
): Decision<OrderAndTickets> {
  const plan = planSend(order, state, context, course);
  if (plan.order === order) {
    return decided({ documents: [], events: [], result: { order, tickets: [] } });
  }
  return {
    counters: plan.counters,
    changes: (numbers) => {
      const tickets = plan.tickets(numbers);
      return {
        documents: [{ collection: 'order', value: plan.order }, ...putTickets(tickets)],
        events: [
          happened('order.sent', { order: plan.order }, context),
          ...ticketEvents('ticket.created', tickets, context),
        ],
        result: { order: plan.order, tickets },
      };
    },
  };
}
