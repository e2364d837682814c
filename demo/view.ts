import type { Bill } from '../src/domain/shapes/bill.js';
import type { Order } from '../src/domain/shapes/order.js';
import type { Table } from '../src/domain/shapes/organization.js';
import type { Ticket } from '../src/domain/shapes/ticket.js';
import type { EventData, Snapshot } from './frames.js';

/** What a terminal knows: everything its stream has shown it, and how current that is. */
export class View {
  readonly orders = new Map<string, Order>();
  readonly tickets = new Map<string, Ticket>();
  readonly tables = new Map<string, Table>();
  readonly bills = new Map<string, Bill>();
  epoch: string | null = null;
  position = 0;
  /** When the server last proved that nothing was missing (RFC 3339); null while it has not. */
  currentTo: string | null = null;
  behind = false;
  complete = false;

  welcomed(epoch: string): void {
    if (this.epoch !== epoch) this.complete = false;
    this.epoch = epoch;
  }

  reset(epoch: string, seq: number, snapshot: Snapshot): void {
    this.epoch = epoch;
    this.position = seq;
    this.complete = true;
    for (const known of [this.orders, this.tickets, this.tables, this.bills]) known.clear();
    for (const order of snapshot.orders) this.orders.set(order.id, order);
    for (const ticket of snapshot.tickets) this.tickets.set(ticket.id, ticket);
    for (const table of snapshot.tables) this.tables.set(table.id, table);
    for (const bill of snapshot.bills) this.bills.set(bill.id, bill);
  }

  apply(seq: number, { order, ticket, table, bill }: EventData): void {
    this.position = seq;
    if (order) keepNewest(this.orders, order);
    if (ticket) keepNewest(this.tickets, ticket);
    if (table) keepNewest(this.tables, table);
    if (bill) keepNewest(this.bills, bill);
  }

  positioned({ seq, head, at }: { seq: number; head: number; at: string }): void {
    this.position = Math.max(this.position, seq);
    this.behind = seq < head;
    if (!this.behind) this.currentTo = at;
  }

  ticketsOf(orderId: string): Ticket[] {
    return [...this.tickets.values()].filter((ticket) => ticket.orderId === orderId);
  }
}

/** A snapshot is read after the position it names, so an event may be older than what is known. */
function keepNewest<D extends { id: string; rev: number }>(known: Map<string, D>, document: D) {
  if ((known.get(document.id)?.rev ?? 0) <= document.rev) known.set(document.id, document);
}
