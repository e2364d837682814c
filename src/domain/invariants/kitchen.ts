import type { Event } from '../decision.js';
import type { OutletRecord } from './record.js';
import { leastFar } from '../kitchen.js';
import { owed } from '../portions.js';
import type { Line, Order } from '../shapes/order.js';
import type { Ticket } from '../shapes/ticket.js';

/** Conservation (design §5.3), and that every line and every ticket is sound in itself. */
export function* kitchenViolations(record: OutletRecord): Generator<string> {
  const homes = new Map<string, Order>();
  for (const order of record.orders) {
    for (const line of order.lines) {
      const other = homes.get(line.id);
      if (other) yield `line ${line.id} is in the orders ${other.id} and ${order.id}`;
      homes.set(line.id, order);
      yield* lineViolations(line);
    }
  }
  for (const ticket of record.tickets) {
    yield* ticketViolations(ticket);
    yield* belonging(ticket, homes);
  }
  yield* conservation(record);
  yield* successions(record.events);
}

/** For each line and each of its stations the sum of what tickets ask for = sent - voided. */
function* conservation({ orders, tickets }: OutletRecord): Generator<string> {
  const asked = new Map<string, number>();
  for (const { stationId, items } of tickets) {
    for (const { lineId, change } of items) {
      const key = at(lineId, stationId);
      asked.set(key, (asked.get(key) ?? 0) + change);
    }
  }
  for (const line of orders.flatMap((order) => order.lines)) {
    if (line.stationIds.length === 0 && owed(line) !== 0) {
      yield `line ${line.id} is sent to no station, and owed ${owed(line)} portions`;
    }
    for (const stationId of line.stationIds) {
      const sum = asked.get(at(line.id, stationId)) ?? 0;
      if (sum !== owed(line)) {
        yield `${at(line.id, stationId)}: tickets ask for ${sum}, sent - voided is ${owed(line)}`;
      }
    }
  }
}

function* lineViolations(line: Line): Generator<string> {
  const { id, quantity, sentQuantity, voidedQuantity, stationIds } = line;
  if (voidedQuantity < 0 || sentQuantity < voidedQuantity || quantity < sentQuantity) {
    yield `line ${id} has ${quantity} ordered, ${sentQuantity} sent, ${voidedQuantity} voided`;
  }
  if (new Set(stationIds).size < stationIds.length) yield `line ${id} goes twice to one station`;
}

function* ticketViolations(ticket: Ticket): Generator<string> {
  const { id, kind, items, state, open } = ticket;
  if (new Set(items.map((item) => item.lineId)).size < items.length) {
    yield `ticket ${id} has a line twice`;
  }
  for (const { lineId, change, quantity, previousQuantity } of items) {
    if (
      change !== quantity - previousQuantity ||
      change === 0 ||
      change < 0 !== (kind === 'void')
    ) {
      yield `ticket ${id} (${kind}) asks for ${change} of line ${lineId}: ${previousQuantity} to ${quantity}`;
    }
  }
  if (state !== leastFar(items)) yield `ticket ${id} is ${state}, its items are ${leastFar(items)}`;
  if (open !== (state !== 'served'))
    yield `ticket ${id} is ${state} and ${open ? 'open' : 'closed'}`;
}

/** A ticket is one of the order that has its lines, and goes where that order is. */
function* belonging(ticket: Ticket, homes: ReadonlyMap<string, Order>): Generator<string> {
  for (const { lineId } of ticket.items) {
    const order = homes.get(lineId);
    const line = order?.lines.find((one) => one.id === lineId);
    if (!order || !line) {
      yield `ticket ${ticket.id} asks for line ${lineId}, which there is not`;
      continue;
    }
    if (!line.stationIds.includes(ticket.stationId)) {
      yield `ticket ${ticket.id} asks for line ${lineId} at a station that is not the line's`;
    }
    if (order.id !== ticket.orderId || order.number !== ticket.orderNumber) {
      yield `ticket ${ticket.id} is of order ${ticket.orderId}, its line ${lineId} of ${order.id}`;
    }
    if (ticket.orderType !== undefined && ticket.orderType !== order.type) {
      yield `ticket ${ticket.id} is for ${ticket.orderType}, its order is ${order.type}`;
    }
    if (order.tableId !== ticket.tableId) {
      yield `ticket ${ticket.id} goes to table ${ticket.tableId}, its order is at ${order.tableId}`;
    }
  }
}

/** Each ticket starts from where the one before it, for that line at that station, had left off. */
function* successions(events: readonly Event[]): Generator<string> {
  const standing = new Map<string, number>();
  for (const { type, data } of events) {
    if (type !== 'ticket.created') continue;
    const { id, stationId, items } = data.ticket as Ticket;
    for (const { lineId, previousQuantity, quantity } of items) {
      const key = at(lineId, stationId);
      const before = standing.get(key) ?? 0;
      if (before !== previousQuantity) {
        yield `${key}: ticket ${id} starts from ${previousQuantity}, the kitchen was at ${before}`;
      }
      standing.set(key, quantity);
    }
  }
}

function at(lineId: string, stationId: string): string {
  return `line ${lineId} at station ${stationId}`;
}
