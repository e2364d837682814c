import type { Card } from './cards.js';

/** By the id of a card: the table that it had when its move was last noted on this screen. */
export type Noted = Readonly<Record<string, string | null>>;

type Moved = Pick<Card, 'id' | 'tableId' | 'sentFor'>;

/**
 * The table that a card was for when this screen last knew, where it is another one now; undefined: it has not
 * moved, or the move was noted. A move back is one more move.
 */
export function movedFrom(card: Moved, noted: Noted): string | null | undefined {
  const before = Object.hasOwn(noted, card.id) ? noted[card.id] : card.sentFor;
  return before === card.tableId ? undefined : before;
}

/** With the move of a card noted, and without those of cards that are not there any more. */
export function withNoted(noted: Noted, card: Moved, all: readonly { id: string }[]): Noted {
  const kept = all.filter(({ id }) => Object.hasOwn(noted, id)).map(({ id }) => [id, noted[id]]);
  return { ...Object.fromEntries(kept), [card.id]: card.tableId };
}

/** As it was kept; what cannot be read is forgotten, and moves are told once more. */
export function notedOf(text: string): Noted {
  try {
    return JSON.parse(text) as Noted;
  } catch {
    return {};
  }
}
