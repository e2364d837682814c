import type { Order } from '../shapes.js';
import type { Till } from '../till/till.js';
import { ways } from '../ways.js';
import { type DraftLine, draftKey, EMPTY_DRAFT, joined, type Place } from './draft.js';
import { changeDraft, withoutGiven } from './taking.js';
import { portionsOf } from './ticket.js';

/** The order in which the lines of one are now, however often they were taken in. */
export function heirOf(till: Till, order: Order): Order {
  const next = order.mergedInto === null ? undefined : till.order(order.mergedInto);
  return next ? heirOf(till, next) : order;
}

/** Lines that were being taken for an order when it ended, or before it was refused. */
export function leftOf(till: Till, orderId: string): readonly DraftLine[] {
  const draft = till.drafts.all.value.get(leftKey(orderId));
  if (!draft) return [];
  const order = till.order(orderId);
  return withoutGiven(draft, order ? heirOf(till, order) : null).lines;
}

/** Under which they are kept. */
export function leftKey(orderId: string): string {
  return draftKey({ at: 'order', orderId, type: 'dineIn' });
}

/** Portions that are being taken at a table for whoever sits down there. */
export function begunAt(till: Till, tableId: string): number {
  return portionsOf(till.drafts.all.value.get(draftKey({ at: 'table', tableId }))?.lines ?? []);
}

/**
 * Where lines can go whose order takes no more: into the order that took it in, else into a new one, at its table
 * where nobody sits and nothing was begun. Never to other guests. @param newId of an order of no table
 */
export function placeAfter(till: Till, order: Order | null, newId: string): Place {
  const last = order && heirOf(till, order);
  if (last?.status === 'open') return { at: 'order', orderId: last.id, type: last.type };
  const table = last?.tableId ? till.shown.value.tables.get(last.tableId) : undefined;
  if (table?.orderId === null && begunAt(till, table.id) === 0) {
    return { at: 'table', tableId: table.id };
  }
  const type = last?.type === 'delivery' ? 'delivery' : 'takeaway';
  return { at: 'order', orderId: newId, type };
}

/** Goes on with what is being taken at one place at another, together with what is being taken there. */
export function moveDraft(till: Till, from: string, to: Place): void {
  const begun = till.drafts.get(from);
  if (from === draftKey(to) || begun.lines.length === 0) return;
  changeDraft(till, to, (draft) => joined(draft, begun));
  till.drafts.change(from, () => EMPTY_DRAFT);
}

/** Leads to where an order is taken, whether it is there, would be new, or was refused. */
export function goTo(till: Till, place: Place): void {
  if (place.at === 'table') ways.table(place.tableId);
  else if (till.order(place.orderId) || place.type === 'dineIn') ways.order(place.orderId);
  else ways.fresh(place.type, place.orderId);
}
