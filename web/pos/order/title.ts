import type { Order } from '../shapes.js';
import type { Till } from '../till/till.js';
import { t } from '../words.js';
import type { Place } from './draft.js';

/** What people call an order: its table, or how it leaves the house. */
export function titleOf(till: Till, of: Pick<Order, 'tableId' | 'type'> | Place): string {
  const { tables } = till.shown.value;
  const tableId = 'tableId' in of ? of.tableId : null;
  if (tableId !== null) return tables.get(tableId)?.name ?? t('order.someTable');
  return 'type' in of ? t(`type.${of.type}`) : t('order.someTable');
}
