import { inUse } from './archive.js';
import { type Context, type Decision, decided, happened, type Put } from './decision.js';
import { notFound } from './errors.js';
import type { Category, MenuItem } from './shapes/menu.js';

/** Behind every position there can be. */
const LAST = Number.MAX_SAFE_INTEGER;

interface Placed {
  id: string;
  position?: number | null;
}

/** As a menu shows them: by position, then as they were made; ids begin with the time. */
export function byPosition(a: Placed, b: Placed): number {
  return (a.position ?? LAST) - (b.position ?? LAST) || (a.id < b.id ? -1 : 1);
}

/** How many categories and items stand elsewhere now. */
export interface Arranged {
  categories: number;
  items: number;
}

/**
 * Gives those that are named the positions 1, 2, 3 … in the order they are named; the others keep theirs.
 * One event for all: whoever shows the menu reads it again.
 * @throws not_found
 */
export function arrange(
  { categoryIds = [], itemIds = [] }: { categoryIds?: string[]; itemIds?: string[] },
  state: {
    categories: ReadonlyMap<string, Category>;
    items: ReadonlyMap<string, MenuItem>;
  },
  context: Context,
): Decision<Arranged> {
  const categories = moved(categoryIds, state.categories, '/categoryIds');
  const items = moved(itemIds, state.items, '/itemIds');
  const documents: Put[] = [
    ...categories.map((value): Put => ({ collection: 'category', value })),
    ...items.map((value): Put => ({ collection: 'menuItem', value })),
  ];
  const result = { categories: categories.length, items: items.length };
  const events = documents.length > 0 ? [happened('menu.arranged', { ...result }, context)] : [];
  return decided({ documents, events, result });
}

function moved<T extends Placed & { rev: number; archived?: boolean }>(
  ids: readonly string[],
  known: ReadonlyMap<string, T>,
  pointer: string,
): T[] {
  return ids.flatMap((id, index) => {
    const found = known.get(id);
    if (!found || !inUse(found)) throw notFound(`${pointer}/${index}`);
    const position = index + 1;
    return found.position === position ? [] : [{ ...found, position, rev: found.rev + 1 }];
  });
}
