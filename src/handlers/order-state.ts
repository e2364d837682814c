import type { MenuChoice } from '../domain/selection.js';
import type { NewLine, Order } from '../domain/shapes/order.js';
import type { Table } from '../domain/shapes/organization.js';
import type { Reader } from './reader.js';

/** Commands on one order take turns. */
export function orderTurn({ orderId }: { orderId: string }): string {
  return `order/${orderId}`;
}

/** The part of the menu that new lines name. */
export async function menuChoice(read: Reader, lines: readonly NewLine[]): Promise<MenuChoice> {
  const items = await itemsOf(read, lines);
  const classes = [...items.values()].map(({ taxClassId }) => taxClassId);
  return { items, taxClasses: await read.many('taxClass', classes) };
}

export function itemsOf(read: Reader, lines: readonly { itemId: string }[]) {
  return read.many(
    'menuItem',
    lines.map(({ itemId }) => itemId),
  );
}

/** The table an order sits at, if it sits at one. */
export async function tableOf(read: Reader, order: Order): Promise<Table | null> {
  return order.tableId === null ? null : ((await read.get('table', order.tableId)) ?? null);
}

/** What the kitchen rules need to know to send what is unsent. */
export async function sendState(read: Reader, order: Order) {
  const unsent = order.lines.filter((line) => line.quantity > line.sentQuantity);
  const [items, table] = await Promise.all([itemsOf(read, unsent), tableOf(read, order)]);
  return { items, table };
}
