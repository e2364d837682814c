import type { Event } from './decision.js';
import { floorViolations } from './invariants/floor.js';
import { kitchenViolations } from './invariants/kitchen.js';
import { moneyViolations } from './invariants/money.js';
import { seriesViolations } from './invariants/series.js';
import { streamViolations } from './invariants/stream.js';
import type { Bill } from './shapes/bill.js';
import type { Order } from './shapes/order.js';
import type { Table } from './shapes/organization.js';
import type { Ticket } from './shapes/ticket.js';

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

/**
 * Design §10 for one outlet: what does not hold, in words; nothing when all is well. Tests, the simulator and
 * the self-audit of a live server ask the same question here.
 */
export function checkOutlet(record: OutletRecord): string[] {
  return [
    ...streamViolations(record),
    ...kitchenViolations(record),
    ...moneyViolations(record),
    ...seriesViolations(record),
    ...floorViolations(record),
  ];
}
