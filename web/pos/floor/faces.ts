import { begunAt, leftOf } from '../order/left.js';
import { portionsOf } from '../order/ticket.js';
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
  for (const order of orders.values()) {
    if (isOnFloor(order)) faces.set(order.id, faceOf(till, order));
  }
  return {
    tables: [...tables.values()].sort(byName).map((table) => {
      const order = table.orderId === null ? null : (faces.get(table.orderId) ?? null);
      return tableFace(table, order, begunAt(till, table.id));
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
  // Of a billed order's table, it is for whoever sits there next.
  const table = order.status === 'open' ? order.tableId : null;
  return orderFace({
    order,
    bill: order.billId === null ? undefined : bills.get(order.billId),
    progress: till.progress(order),
    drafted: portionsOf(leftOf(till, order.id)) + (table === null ? 0 : begunAt(till, table)),
    pending: pending.has(order.id),
  });
}

/** One that was cancelled or taken in here is told of as such until the server knows. */
function isOnFloor({ status }: Order): boolean {
  return status === 'open' || status === 'billed';
}

/** What is being taken for an order that is not on the floor. */
export interface LooseDraft {
  readonly orderId: string;
  readonly type: OrderType;
  /** It has ended; null: nobody has opened it yet, or it was refused. */
  readonly order: Order | null;
  readonly drafted: number;
}

export function looseDrafts(till: Till): LooseDraft[] {
  const found: LooseDraft[] = [];
  for (const [key, draft] of till.drafts.all.value) {
    const orderId = key.startsWith('order/') ? key.slice('order/'.length) : null;
    const order = (orderId && till.order(orderId)) || null;
    if (!orderId || (order && isOnFloor(order))) continue;
    const type = order?.type ?? draft.type ?? 'takeaway';
    const drafted = portionsOf(leftOf(till, orderId));
    // Only what was begun to be taken away has more to it than its lines.
    if (drafted > 0 || (!order && type !== 'dineIn')) found.push({ orderId, type, order, drafted });
  }
  return found;
}
