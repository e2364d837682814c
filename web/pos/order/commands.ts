import type { Body } from '../../../client/calls.js';
import type { Course, Order } from '../shapes.js';
import { type Draft, type DraftLine, newLineOf, type Place } from './draft.js';

/** What is to become of lines that were taken. */
export interface Giving {
  place: Place;
  /** The order that is there; null: it is opened with them. */
  order: Order | null;
  draft: Draft;
  /** Those of the draft that go now; none opens the order, or sends what is held. */
  lines: readonly DraftLine[];
  /** Whether the kitchen hears of them, and of all that was held before; else they are held. */
  send: boolean;
  /** They are all of this one, and of what was held before no other goes. */
  course?: Course;
}

export type Command =
  | { type: 'order.create'; body: Body<'order.create'> }
  | { type: 'order.addLines'; body: Body<'order.addLines'> }
  | { type: 'order.send'; body: Body<'order.send'> };

/** The commands that do it. All ids are chosen here: given twice, they have one effect. */
export function commandsFor(
  { place, order, draft, lines, send, course }: Giving,
  newId: () => string,
): Command[] {
  const orderId = order?.id ?? (place.at === 'order' ? place.orderId : newId());
  const commands: Command[] = [];
  if (!order) {
    commands.push({ type: 'order.create', body: newOrderOf(place, draft, lines, orderId) });
  } else if (lines.length > 0) {
    const body = { orderId, lines: lines.map(newLineOf) };
    commands.push({ type: 'order.addLines', body });
  }
  if (send) {
    const body = { orderId, ...(course === undefined ? {} : { course }) };
    commands.push({ type: 'order.send', body });
  }
  return commands;
}

export function newOrderOf(
  place: Place,
  { guests, placeOfSupply }: Draft,
  lines: readonly DraftLine[],
  id: string,
): Body<'order.create'> {
  return {
    id,
    type: place.at === 'table' ? 'dineIn' : place.type,
    ...(place.at === 'table' ? { tableId: place.tableId } : {}),
    ...(guests === null ? {} : { guests }),
    ...(placeOfSupply === null ? {} : { placeOfSupply }),
    lines: lines.map(newLineOf),
  };
}
