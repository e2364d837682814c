import type { Bill } from '../src/domain/shapes/bill.js';
import type { Order } from '../src/domain/shapes/order.js';
import type { Table } from '../src/domain/shapes/organization.js';
import type { Ticket } from '../src/domain/shapes/ticket.js';
import type { Problem } from '../src/handlers/problem.js';

/** What an event of an order, ticket, table or bill carries. */
export interface EventData {
  order?: Order;
  ticket?: Ticket;
  table?: Table;
  bill?: Bill;
}

export interface Snapshot {
  orders: Order[];
  tickets: Ticket[];
  tables: Table[];
  bills: Bill[];
}

/** The frames a terminal of the demo acts on: of each, what it reads. */
export type ServerFrame =
  | { t: 'welcome'; epoch: string; seq: number; heartbeatMs: number }
  | { t: 'reset'; epoch: string; seq: number; snapshot: Snapshot }
  | { t: 'ev'; seq: number; prev: number; type: string; at: string; data: EventData }
  | { t: 'pos'; epoch: string; seq: number; head: number; at: string }
  | { t: 'ack'; id: string; result: unknown; seq: number }
  | { t: 'err'; id: string | null; problem: Problem }
  | { t: 'bye'; code: number; reason: string; reconnectAfterMs: number | null };
