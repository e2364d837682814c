import { ways } from '../ways.js';
import type { OrderFace, TableFace } from './tables.js';

/** Where a tap on a table leads: to its order, to the bill its guests have, or to a new order. */
export function openTable({ table, order }: Pick<TableFace, 'table' | 'order'>): void {
  if (order) openOrder(order);
  else ways.table(table.id);
}

export function openOrder({ order }: OrderFace): void {
  if (order.billId !== null) ways.bill(order.billId);
  else ways.order(order.id);
}
