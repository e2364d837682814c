/** A place on the board. `gone`: its card has left, and the place stays empty until nobody touches anything. */
export interface Slot {
  readonly id: string;
  readonly gone: boolean;
}

/**
 * Where the cards lie. As long as somebody is at the screen nothing moves: a card that leaves leaves its place
 * empty, and one that comes is put at the end. Once the hands are away the cards close up, oldest first.
 * @param wanted ids of the cards, oldest first
 * @param still nobody has touched the screen for a while
 * @returns `before` itself where nothing changes
 */
export function arranged(
  before: readonly Slot[],
  wanted: readonly string[],
  still: boolean,
): readonly Slot[] {
  const after = still ? wanted.map(here) : held(before, wanted);
  const same =
    after.length === before.length &&
    after.every(({ id, gone }, at) => before[at]?.id === id && before[at]?.gone === gone);
  return same ? before : after;
}

function held(before: readonly Slot[], wanted: readonly string[]): Slot[] {
  const all = new Set(wanted);
  const placed = new Set(before.map(({ id }) => id));
  return [
    ...before.map(({ id }) => ({ id, gone: !all.has(id) })),
    ...wanted.filter((id) => !placed.has(id)).map(here),
  ];
}

function here(id: string): Slot {
  return { id, gone: false };
}
