import { ways } from '../ways.js';
import type { OrderFace, TableFace } from './tables.js';

/** Where a tap on a table leads: to its order, to the bill its guests have, or to a new order. */
export function openTable({ table, order, drafted }: TableFace): void {
  // What was begun at the table goes with the order that somebody has opened there since.
  if (order && drafted === 0) openOrder(order);
  else ways.table(table.id);
}

/** What was left over of a billed order comes before its bill. */
export function openOrder({ order, unsent }: OrderFace): void {
  if (order.billId !== null && unsent === 0) ways.bill(order.billId);
  else ways.order(order.id);
}
