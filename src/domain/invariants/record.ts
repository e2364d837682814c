import type { Event } from '../decision.js';
import type { Bill } from '../shapes/bill.js';
import type { Order } from '../shapes/order.js';
import type { Table } from '../shapes/organization.js';
import type { Ticket } from '../shapes/ticket.js';

/** Everything of one outlet that the invariants speak of, read at one moment. */
export interface OutletRecord {
  orders: readonly Order[];
  tickets: readonly Ticket[];
  tables: readonly Table[];
  bills: readonly Bill[];
  /** The whole stream, from its first event. */
  events: readonly Event[];
  /** The position that the store names as the stream's last. */
  seq: number;
  /** The last number that each counter of the outlet gave. */
  counters: ReadonlyMap<string, number>;
}
