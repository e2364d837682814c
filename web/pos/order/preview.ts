import type { Catalog } from '../../../client/catalog.js';
import type { Entry } from '../../../client/outbox/entry.js';
import { type Shown, shownWith } from '../../../client/overlay.js';
import type { Order } from '../shapes.js';
import { type DraftLine, EMPTY_DRAFT, newLineOf, type Place } from './draft.js';
import { newOrderOf } from './commands.js';

/** Stands for the command that was not given yet. */
const AHEAD = 'preview';

export interface PreviewParts {
  shown: Shown;
  catalog: Catalog;
  place: Place;
  /** The order that is there; null: it would be opened. */
  order: Order | null;
  /** Lines that can be sent. */
  lines: readonly DraftLine[];
  placeOfSupply: string | null;
  /** Now, by the server's clock; RFC 3339. */
  at: string;
}

/**
 * The order with these lines in it, by the rules that the server itself goes by: every price, tax
 * and total is what it will be. null where that cannot be told, such as before the menu was read.
 */
export function previewOf(parts: PreviewParts): Order | null {
  const { shown, catalog, place, order, lines, placeOfSupply, at } = parts;
  if (order && lines.length === 0) return order;
  const id = order?.id ?? (place.at === 'order' ? place.orderId : AHEAD);
  const body = order
    ? { orderId: id, lines: lines.map(newLineOf) }
    : newOrderOf(place, { ...EMPTY_DRAFT, placeOfSupply }, lines, id);
  const entry = {
    id: AHEAD,
    type: order ? 'order.addLines' : 'order.create',
    body,
    place: 0,
    at,
    by: null,
    keys: [],
  } as Entry;
  return shownWith(shown, { waiting: [entry], confirmed: [] }, catalog).orders.get(id) ?? null;
}
