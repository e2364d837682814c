/** How often items were taken on this device: the recent counts more. */
export type Uses = ReadonlyMap<string, number>;

/** Each further line makes all earlier ones count a little less: after about 350 lines, half. */
const FADE = 0.998;
/** Below this an item is forgotten. */
const LEAST = 0.05;
/** Items that are kept. */
const MOST = 200;

/** The uses after these items were taken, the first one first. */
export function withUsed(uses: Uses, itemIds: readonly string[]): Uses {
  const after = new Map(uses);
  for (const itemId of itemIds) {
    for (const [id, count] of after) after.set(id, count * FADE);
    after.set(itemId, (after.get(itemId) ?? 0) + 1);
  }
  const kept = [...after].filter(([, count]) => count >= LEAST).sort(([, a], [, b]) => b - a);
  return new Map(kept.slice(0, MOST));
}

/** What somebody else took counts so much of what was taken here. */
const OF_OTHERS = 0.25;

/** With what all tills of the house have taken lately: a device that has just come knows what is liked, too. */
export function withHouse(
  uses: Uses,
  orders: Iterable<{ readonly lines: readonly { readonly itemId: string }[] }>,
): Uses {
  const all = new Map(uses);
  for (const { lines } of orders) {
    for (const { itemId } of lines) all.set(itemId, (all.get(itemId) ?? 0) + OF_OTHERS);
  }
  return all;
}

/** The items taken most, of those that are on the menu. */
export function mostUsed<I extends { id: string }>(
  uses: Uses,
  items: ReadonlyMap<string, I>,
  most: number,
): I[] {
  const found: I[] = [];
  for (const id of [...uses.keys()].sort((a, b) => (uses.get(b) ?? 0) - (uses.get(a) ?? 0))) {
    const item = items.get(id);
    if (item) found.push(item);
    if (found.length === most) break;
  }
  return found;
}

/** As a store keeps them, and back; whatever cannot be read is no use. */
export function usesOf(kept: unknown): Uses {
  if (!Array.isArray(kept)) return new Map();
  const pairs = kept.filter(
    (pair): pair is [string, number] =>
      Array.isArray(pair) && typeof pair[0] === 'string' && typeof pair[1] === 'number',
  );
  return new Map(pairs);
}
