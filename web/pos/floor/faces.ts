import { draftKey } from '../order/draft.js';
import type { Order, OrderType, Table } from '../shapes.js';
import type { Till } from '../till/till.js';
import { byName, type OrderFace, orderFace, type TableFace, tableFace } from './tables.js';

/**
 * The floor as it is at this moment; reading it in a component subscribes it to all it is made of.
 */
export interface FloorFaces {
  readonly tables: readonly TableFace[];
  /** Orders of no table, and what is being taken for one; the oldest first. */
  readonly loose: readonly OrderFace[];
}

export function floorFaces(till: Till): FloorFaces {
  const { tables, orders } = till.shown.value;
  const faces = new Map<string, OrderFace>();
  for (const order of orders.values()) faces.set(order.id, faceOf(till, order));
  return {
    tables: [...tables.values()].sort(byName).map((table) => {
      const order = table.orderId === null ? null : (faces.get(table.orderId) ?? null);
      return tableFace(table, order, drafted(till, `table/${table.id}`));
    }),
    loose: [...faces.values()]
      .filter(({ order }) => isLoose(order, tables))
      .sort((a, b) => (a.order.createdAt < b.order.createdAt ? -1 : 1)),
  };
}

/**
 * At no table; or at one that another order has, which both of them were opened for while one till
 * was cut off.
 */
function isLoose({ id, tableId }: Order, tables: ReadonlyMap<string, Table>): boolean {
  return tableId === null || tables.get(tableId)?.orderId !== id;
}

function faceOf(till: Till, order: Order): OrderFace {
  const { bills, pending } = till.shown.value;
  const keys = [draftKey({ at: 'order', orderId: order.id, type: order.type })];
  if (order.tableId !== null) keys.push(`table/${order.tableId}`);
  return orderFace({
    order,
    bill: order.billId === null ? undefined : bills.get(order.billId),
    progress: till.progress(order),
    drafted: keys.reduce((sum, key) => sum + drafted(till, key), 0),
    pending: pending.has(order.id),
  });
}

function drafted({ drafts }: Till, key: string): number {
  const lines = drafts.all.value.get(key)?.lines ?? [];
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** What is being taken for an order of no table that nobody has opened yet. */
export interface FreshDraft {
  readonly orderId: string;
  readonly type: OrderType;
  readonly drafted: number;
}

export function freshDrafts(till: Till): FreshDraft[] {
  const found: FreshDraft[] = [];
  for (const [key, { type }] of till.drafts.all.value) {
    const orderId = key.startsWith('order/') ? key.slice('order/'.length) : null;
    if (!orderId || till.order(orderId)) continue;
    found.push({ orderId, type: type ?? 'takeaway', drafted: drafted(till, key) });
  }
  return found;
}
