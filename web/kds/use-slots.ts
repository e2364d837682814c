import { useRef } from 'preact/hooks';
import type { Card } from './cards.js';
import { arranged, type Slot } from './slots.js';

/** After cards have changed places, a touch that was under way is for what lay there before; ms. */
const SETTLED_MS = 400;

export interface Place {
  slot: Slot;
  card: Card;
}

/**
 * The cards in their places: see slots.ts. A place whose card has left still has it as it was.
 * @returns with `isSettling`: whether they have just changed places
 */
export function useSlots(cards: readonly Card[], still: boolean) {
  const before = useRef<{ slots: readonly Slot[]; cards: Map<string, Card> }>({
    slots: [],
    cards: new Map(),
  });
  const movedAt = useRef(Number.NEGATIVE_INFINITY);
  const wanted = cards.map(({ id }) => id);
  const slots = arranged(before.current.slots, wanted, still);
  const known = new Map([
    ...before.current.cards,
    ...cards.map((card) => [card.id, card] as const),
  ]);
  const moved = before.current.slots.some(({ id }, at) => slots[at] && slots[at].id !== id);
  if (moved) movedAt.current = performance.now();
  const places = slots.flatMap((slot): Place[] => {
    const card = known.get(slot.id);
    return card ? [{ slot, card }] : [];
  });
  before.current = { slots, cards: new Map(places.map(({ card }) => [card.id, card])) };
  const isSettling = () => performance.now() - movedAt.current < SETTLED_MS;
  return { places, isSettling };
}
