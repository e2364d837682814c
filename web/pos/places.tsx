import { useBusy } from '../frame/calm.js';
import { route } from '../state/route.js';
import { BillPage } from './bill/bill-page.js';
import { BillsPage } from './bill/bills-page.js';
import { Floor } from './floor/floor.js';
import { OrderPage } from './order/order-page.js';
import type { OrderType } from './shapes.js';

const TYPES: readonly string[] = ['takeaway', 'delivery'] satisfies OrderType[];

/** An order or a bill is in somebody's hands: the till does not open itself anew. */
const BUSY = new Set(['table', 'order', 'new', 'bill']);

/**
 * The places of the till, by where in the page one is; whatever is none of them is the floor. An
 * order has no key: the one that a table gets by its first lines must not close what is open on the
 * page.
 */
export function Places() {
  const [at, first, second] = route.value;
  useBusy(BUSY.has(at ?? ''));
  if (at === 'table' && first) return <OrderPage place={{ at, tableId: first }} />;
  if (at === 'order' && first) {
    return <OrderPage place={{ at, orderId: first, type: 'dineIn' }} />;
  }
  if (at === 'new' && first && second && TYPES.includes(first)) {
    const type = first as OrderType;
    return <OrderPage place={{ at: 'order', orderId: second, type }} isNew />;
  }
  if (at === 'bill' && first) return <BillPage key={first} billId={first} />;
  if (at === 'bills') return <BillsPage />;
  return <Floor />;
}
