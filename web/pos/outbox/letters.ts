import type { Body, SocketCommand } from '../../../client/calls.js';
import type { DeadLetter, Entry } from '../../../client/outbox/entry.js';
import { type DraftLine, draftLineOf, type Place } from '../order/draft.js';
import type { Course } from '../shapes.js';

/** A command that was refused, with those that hung on it: to be decided on as one. */
export interface Letter {
  readonly dead: DeadLetter;
  readonly orphans: readonly DeadLetter[];
}

/** Each with what hung on it; one whose cause was dealt with already stands by itself. */
export function lettersOf(dead: readonly DeadLetter[]): Letter[] {
  const causes = new Map(dead.map((one) => [one.entry.id, causeOf(one, dead)]));
  return dead
    .filter(({ entry }) => causes.get(entry.id) === null)
    .map((one) => ({
      dead: one,
      orphans: dead.filter(({ entry }) => causes.get(entry.id) === one.entry.id),
    }));
}

/** Id of the dead command that this one came with; null: it came alone. */
function causeOf({ entry, cause }: DeadLetter, dead: readonly DeadLetter[]): string | null {
  if (cause !== null) return dead.some((one) => one.entry.id === cause) ? cause : null;
  if (entry.type !== 'order.send') return null;
  // To send was for the lines that were refused just before it.
  const { orderId } = entry.body as Body<'order.send'>;
  const lines = dead.findLast(
    (one) => isAddingTo(one.entry, orderId) && one.entry.place < entry.place,
  );
  return lines?.entry.id ?? null;
}

function isAddingTo({ type, body }: Entry, orderId: string): boolean {
  return type === 'order.addLines' && (body as Body<'order.addLines'>).orderId === orderId;
}

/** The lines that a refused command would have added, and where they belong. */
export interface Lost {
  readonly place: Place;
  readonly lines: readonly DraftLine[];
  /** Of an order that was refused as a whole: what is being taken for that belongs there too. */
  readonly refused: string | null;
}

/**
 * What a refused command would have added to an order. It is not given again as it was, since it
 * would be refused again: its lines go back to be looked at and sent anew, with the ids they had,
 * so that they cannot come twice. @param orderAt the open order of a table, for lines whose table
 * somebody else has opened meanwhile
 */
export function lostLines(
  letter: Letter,
  orderAt: (tableId: string) => string | null,
  newId: () => string,
): Lost[] {
  const lost = [letter.dead, ...letter.orphans].flatMap(
    ({ entry }) => lostOf(entry, orderAt, newId) ?? [],
  );
  const places = new Map(lost.map(({ refused, place }) => [refused ?? '', place]));
  return lost
    .filter(({ lines, refused }) => lines.length > 0 || refused !== null)
    .map((one) => ({ ...one, place: placeOf(one, places) }));
}

/** What was added to an order that was refused itself goes with that. */
function placeOf({ place, refused }: Lost, places: ReadonlyMap<string, Place>): Place {
  if (refused !== null || place.at === 'table') return place;
  return places.get(place.orderId) ?? place;
}

function lostOf(
  { type, body }: Entry,
  orderAt: (tableId: string) => string | null,
  newId: () => string,
): Lost | null {
  if (!isTaking(type)) return null;
  const { lines, ...rest } = body as Body<'order.create'> | Body<'order.addLines'>;
  const back = lines.map((line) => draftLineOf(line, newId));
  if ('orderId' in rest) {
    const place: Place = { at: 'order', orderId: rest.orderId, type: 'dineIn' };
    return { place, lines: back, refused: null };
  }
  const { tableId, id = newId(), type: orderType } = rest;
  if (tableId === undefined) {
    return { place: { at: 'order', orderId: id, type: orderType }, lines: back, refused: id };
  }
  const orderId = orderAt(tableId);
  const place: Place = orderId
    ? { at: 'order', orderId, type: 'dineIn' }
    : { at: 'table', tableId };
  return { place, lines: back, refused: id };
}

/** Whether the command adds lines. */
export function isTaking(type: SocketCommand): boolean {
  return type === 'order.create' || type === 'order.addLines';
}

/** What a command is about, by the ids in its body. */
export function subjectOf({ body }: Pick<Entry, 'body'>) {
  const { orderId, tableId, billId, id, type, lines, amount, course } = body as {
    orderId?: string;
    tableId?: string;
    billId?: string;
    id?: string;
    type?: string;
    lines?: readonly { quantity: number }[];
    amount?: number;
    course?: Course;
  };
  return {
    orderId: orderId ?? (lines ? id : undefined) ?? null,
    tableId: tableId ?? null,
    billId: billId ?? null,
    orderType: type ?? null,
    portions: lines?.reduce((sum, { quantity }) => sum + quantity, 0) ?? 0,
    amount: amount ?? 0,
    course: course ?? null,
  };
}
