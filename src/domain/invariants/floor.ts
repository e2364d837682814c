import type { OutletRecord } from './record.js';
import type { Order } from '../shapes/order.js';

/** A table is busy if and only if one order that is open or billed sits at it, and it names that order. */
export function* floorViolations({ orders, tables }: OutletRecord): Generator<string> {
  const seated = new Map<string, Order[]>();
  for (const order of orders) {
    if (order.tableId === null || (order.status !== 'open' && order.status !== 'billed')) continue;
    seated.set(order.tableId, [...(seated.get(order.tableId) ?? []), order]);
  }
  for (const { id, state, orderId } of tables) {
    const at = seated.get(id) ?? [];
    const ids = at.map((order) => order.id).join(' and ');
    seated.delete(id);
    if ((state === 'busy') !== (orderId !== null)) yield `table ${id} is ${state} with ${orderId}`;
    if (at.length > 1) yield `table ${id} has the orders ${ids}`;
    else if (orderId !== (at[0]?.id ?? null)) {
      yield `table ${id} names the order ${orderId}, and has ${ids || 'none'}`;
    }
  }
  for (const tableId of seated.keys())
    yield `an order sits at table ${tableId}, which there is not`;
}
