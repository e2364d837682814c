import type { Body } from '../../../client/calls.js';
import { type Choice, isOffered } from '../menu/choice.js';
import type { Course, Line, MenuItem, OrderType } from '../shapes.js';

/**
 * A line that is being taken: nobody but this device knows it. Its id is the one it will have for
 * ever.
 */
export interface DraftLine extends Choice {
  readonly id: string;
  readonly itemId: string;
}

/** What is being taken for an order, there already or still to be opened. It outlives a reload. */
export interface Draft {
  readonly lines: readonly DraftLine[];
  /** How a new order is opened; of one that is there, nothing of this is looked at. */
  readonly type: OrderType | null;
  readonly guests: number | null;
  readonly placeOfSupply: string | null;
}

/** Where an order is taken: at a table, or under an id that was chosen for it. */
export type Place =
  | { readonly at: 'table'; readonly tableId: string }
  | { readonly at: 'order'; readonly orderId: string; readonly type: OrderType };

export const EMPTY_DRAFT: Draft = { lines: [], type: null, guests: null, placeOfSupply: null };

/** Under which a draft is kept. */
export function draftKey(place: Place): string {
  return place.at === 'table' ? `table/${place.tableId}` : `order/${place.orderId}`;
}

export function isEmpty({ lines, guests, placeOfSupply }: Draft): boolean {
  return lines.length === 0 && guests === null && placeOfSupply === null;
}

/** With one line more; where the newest one is the very same thing, with more portions of that. */
export function withLine(draft: Draft, line: DraftLine): Draft {
  const twin = draft.lines.find((other) => isSame(other, line));
  if (!twin) return { ...draft, lines: [...draft.lines, line] };
  return withChoice(draft, twin.id, { quantity: twin.quantity + line.quantity });
}

export function withChoice(draft: Draft, lineId: string, change: Partial<Choice>): Draft {
  return {
    ...draft,
    lines: draft.lines.map((line) => (line.id === lineId ? { ...line, ...change } : line)),
  };
}

export function withoutLines(draft: Draft, lineIds: Iterable<string>): Draft {
  const gone = new Set(lineIds);
  return { ...draft, lines: draft.lines.filter(({ id }) => !gone.has(id)) };
}

/**
 * What was begun in two places, as one: at a table, and for the order that somebody opened there
 * meanwhile.
 */
export function joined(into: Draft, from: Draft): Draft {
  const there = new Set(into.lines.map(({ id }) => id));
  return {
    lines: [...into.lines, ...from.lines.filter(({ id }) => !there.has(id))],
    type: into.type ?? from.type,
    guests: into.guests ?? from.guests,
    placeOfSupply: into.placeOfSupply ?? from.placeOfSupply,
  };
}

/** Why a line cannot be sent as things are now; null: it can. */
export function troubleOf(line: DraftLine, item: MenuItem | undefined) {
  if (!item || item.archived) return 'gone';
  if (!item.available) return 'soldOut';
  return isOffered(item, line) ? null : 'changed';
}

/** As the server takes it. */
export function newLineOf(line: DraftLine): Body<'order.addLines'>['lines'][number] {
  const { id, itemId, quantity, variantId, modifierIds, note, course, seat } = line;
  return {
    id,
    itemId,
    quantity,
    ...(variantId === null ? {} : { variantId }),
    ...(modifierIds.length === 0 ? {} : { modifierIds: [...modifierIds] }),
    ...(note === null ? {} : { note }),
    ...(course === null ? {} : { course }),
    ...(seat === null ? {} : { seat }),
  };
}

/** The line that a command would have added, back as a draft. */
export function draftLineOf(
  newLine: Body<'order.addLines'>['lines'][number],
  newId: () => string,
): DraftLine {
  const { id, itemId, quantity, variantId, modifierIds, note, course, seat } = newLine;
  return {
    id: id ?? newId(),
    itemId,
    quantity,
    variantId: variantId ?? null,
    modifierIds: modifierIds ?? [],
    note: note ?? null,
    course: course ?? null,
    seat: seat ?? null,
  };
}

/** The same once more, of a line that was ordered. */
export function repeated(line: Line, id: string): DraftLine {
  return {
    id,
    itemId: line.itemId,
    quantity: 1,
    variantId: line.variantId,
    modifierIds: line.modifiers.map((modifier) => modifier.id),
    note: line.note,
    course: line.course,
    seat: line.seat ?? null,
  };
}

/** The courses of these lines, those by number first. */
export function coursesOf(lines: readonly { course: Course | null }[]): Course[] {
  const found = new Set(lines.map(({ course }) => course));
  found.delete(null);
  return [...(found as Set<Course>)].sort((a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b)),
  );
}

function isSame(a: DraftLine, b: DraftLine): boolean {
  return (
    a.itemId === b.itemId &&
    a.variantId === b.variantId &&
    a.note === b.note &&
    a.course === b.course &&
    a.seat === b.seat &&
    a.modifierIds.length === b.modifierIds.length &&
    a.modifierIds.every((id) => b.modifierIds.includes(id))
  );
}
