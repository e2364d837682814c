import type { Bill } from '../src/domain/shapes/bill.js';
import type { Order } from '../src/domain/shapes/order.js';
import type { Table } from '../src/domain/shapes/organization.js';
import type { Ticket } from '../src/domain/shapes/ticket.js';
import type { EventData, Snapshot } from './frames.js';

/** States of an order or bill that nothing may revive. */
const FINAL: ReadonlySet<string> = new Set(['paid', 'cancelled']);

/** What a terminal knows: everything its stream has shown it, and how current that is. */
export class View {
  readonly orders = new Map<string, Order>();
  readonly tickets = new Map<string, Ticket>();
  readonly tables = new Map<string, Table>();
  readonly bills = new Map<string, Bill>();
  /** Broken promises of the stream, in words; must stay empty. */
  readonly faults: string[] = [];
  epoch: string | null = null;
  position = 0;
  /** How often it was replaced by what is open. After the first it has seen all that closed since. */
  resets = 0;
  /** When the server last proved that nothing was missing (RFC 3339); null while it has not. */
  currentTo: string | null = null;
  behind = false;
  complete = false;
  /** Orders and bills seen paid or cancelled in this epoch: a reset does not show them any more. */
  readonly #final = new Map<string, Order | Bill>();

  welcomed(epoch: string): void {
    if (this.epoch === epoch) return;
    this.complete = false;
    this.epoch = epoch;
    this.#final.clear();
  }

  /** Nothing of what was shown before remains. */
  reset(epoch: string, seq: number, snapshot: Snapshot): void {
    this.welcomed(epoch);
    this.position = seq;
    this.currentTo = null;
    this.behind = false;
    this.complete = true;
    this.resets++;
    replace(this.orders, snapshot.orders);
    replace(this.tickets, snapshot.tickets);
    replace(this.tables, snapshot.tables);
    replace(this.bills, snapshot.bills);
    for (const document of [...snapshot.orders, ...snapshot.bills]) {
      if (!this.#absorb(document)) this.faults.push(`a reset of before ${document.id} ended`);
    }
  }

  apply(seq: number, { order, ticket, table, bill }: EventData): void {
    this.position = seq;
    if (order && this.#absorb(order)) keepNewest(this.orders, order);
    if (ticket) keepNewest(this.tickets, ticket);
    if (table) keepNewest(this.tables, table);
    if (bill && this.#absorb(bill)) keepNewest(this.bills, bill);
  }

  positioned({ seq, head, at }: { seq: number; head: number; at: string }): void {
    this.position = Math.max(this.position, seq);
    this.behind = seq < head;
    if (!this.behind) this.currentTo = at;
  }

  ticketsOf(orderId: string): Ticket[] {
    return [...this.tickets.values()].filter((ticket) => ticket.orderId === orderId);
  }

  /**
   * Paid and cancelled are for good: any other state after them is a fault. Answers whether the
   * document is news; what a replay tells of the time before the end is not.
   */
  #absorb(document: Order | Bill): boolean {
    const { id, rev, status } = document;
    const final = this.#final.get(id);
    if (final && rev < final.rev) return false;
    if (final && status !== final.status) {
      this.faults.push(`${id} was ${final.status} at rev ${final.rev}, is ${status} at ${rev}`);
    }
    if (FINAL.has(status)) this.#final.set(id, document);
    return true;
  }
}

function replace<D extends { id: string }>(known: Map<string, D>, documents: readonly D[]): void {
  known.clear();
  for (const document of documents) known.set(document.id, document);
}

/** A snapshot is read after the position it names, so an event may be older than what is known. */
function keepNewest<D extends { id: string; rev: number }>(known: Map<string, D>, document: D) {
  if ((known.get(document.id)?.rev ?? 0) <= document.rev) known.set(document.id, document);
}
