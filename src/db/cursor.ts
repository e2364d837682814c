import { KotdError } from '../domain/errors.js';

/** What the place of a document in a list is made of. */
export type Part = string | number | boolean | null;

export function isPart(value: unknown): value is Part {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** What a cursor belongs to: it says nothing about any other list. */
export interface Listing {
  collection: string;
  index: string;
  equals: readonly Part[];
}

/**
 * The place behind a document in a list: its values of the index's remaining fields, and its id. It
 * stays a place when the document leaves the list. Whose list it is, the query says, not the
 * cursor.
 */
export function cursorOf({ collection, index, equals }: Listing, place: readonly Part[]): string {
  const text = JSON.stringify([collection, index, equals, place]);
  return Buffer.from(text).toString('base64url');
}

/**
 * @param length parts that a place in this list has
 * @throws KotdError invalid for whatever `cursorOf` did not give for this list
 */
export function placeOf(cursor: string, listing: Listing, length: number): Part[] {
  const content = parsed(Buffer.from(cursor, 'base64url').toString());
  const place: unknown = Array.isArray(content) ? content[3] : undefined;
  const good =
    Array.isArray(place) &&
    place.length === length &&
    place.every(isPart) &&
    typeof place.at(-1) === 'string' &&
    // Holds the list, and leaves no second way to write the same cursor.
    cursorOf(listing, place) === cursor;
  if (good) return place;
  throw new KotdError('invalid', {
    errors: [{ pointer: '/cursor', message: 'not a cursor of this list' }],
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
