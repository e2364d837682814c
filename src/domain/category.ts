import { inUse, refuseFrozen, refuseUsed } from './archive.js';
import { type Context, type Decision, decided, happened } from './decision.js';
import { refuseTakenName } from './names.js';
import type { Category, CategoryChange, MenuItem, NewCategory } from './shapes/menu.js';

/** @throws name_taken */
export function addCategory(
  { name, position }: NewCategory,
  existingNames: Iterable<string>,
  context: Context,
): Decision<Category> {
  refuseTakenName(name, existingNames);
  return written('menu.categoryCreated', newCategory(name, position, context), context);
}

export function newCategory(
  name: string,
  position: NewCategory['position'],
  context: Context,
): Category {
  const category: Category = { id: context.newId(), rev: 1, name };
  return position === undefined ? category : { ...category, position };
}

export interface CategoryState {
  /** Names of the other categories that are in use. */
  names: Iterable<string>;
  /** All items of the outlet. */
  items: Iterable<MenuItem>;
}

/**
 * Changes what comes with it. A category that is to be archived must be empty: an item without a place
 * on the menu would be one that nobody finds.
 * @throws archived, name_taken, in_use
 */
export function changeCategory(
  category: Category,
  change: CategoryChange,
  { names, items }: CategoryState,
  context: Context,
): Decision<Category> {
  refuseFrozen(category, change);
  const changed = { ...category, ...change, rev: category.rev + 1 };
  if (inUse(changed)) refuseTakenName(changed.name, names);
  else refuseUsed(usedBy(items, ({ categoryId }) => categoryId === category.id));
  return written('menu.categoryChanged', changed, context);
}

/** Whether any item on the menu is such a one. */
export function usedBy(
  items: Iterable<MenuItem>,
  uses: (item: MenuItem) => boolean,
): 'items' | null {
  for (const item of items) if (inUse(item) && uses(item)) return 'items';
  return null;
}

function written(type: string, category: Category, context: Context): Decision<Category> {
  return decided({
    documents: [{ collection: 'category', value: category }],
    events: [happened(type, { category }, context)],
    result: category,
  });
}
