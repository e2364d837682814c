import { inUse } from '../archive.js';
import { writeCsv } from '../csv.js';
import { byPosition } from '../menu-order.js';
import { decimal } from '../money.js';
import type { Category, MenuItem } from '../shapes/menu.js';
import { guarded, listed } from './cells.js';
import { writeModifiers, writeVariants } from './choices.js';
import { COLUMNS, type Column } from './columns.js';
import { type MenuFileState, stationsOf } from './known.js';

/**
 * The menu as a file, in its order, category by category; what is archived is left out. Read into the same
 * outlet it changes nothing, read into an empty one with the same stations and tax classes it makes the
 * same menu there.
 */
export function exportMenu(state: MenuFileState): string {
  const stations = stationsOf(state.stations);
  const taxClasses = new Map(state.taxClasses.map(({ id, name }) => [id, name]));
  const cellsOf = (item: MenuItem, category: Category | null): Record<Column, string> => ({
    code: item.code ?? '',
    name: item.name,
    category: category?.name ?? '',
    price: decimal(item.price),
    tax_class: taxClasses.get(item.taxClassId) ?? '',
    hsn: item.hsn ?? '',
    stations: item.stationIds.map((id) => listed(stations.nameOf(id))).join('|'),
    food: (item.food ?? '').toLowerCase(),
    variants: writeVariants(item.variants),
    modifiers: writeModifiers(item.modifierGroups, stations),
    available: item.available ? 'yes' : 'no',
    position: item.position?.toString() ?? '',
  });
  const categories = new Map(state.categories.filter(inUse).map((each) => [each.id, each]));
  const rows = sections(state.items.filter(inUse), categories).flatMap(([category, items]) =>
    items.map((item) => {
      const cells = cellsOf(item, category);
      return COLUMNS.map((column) => guarded(cells[column]));
    }),
  );
  return writeCsv([COLUMNS, ...rows]);
}

/** Items by category, both in the menu's order; those without a category come last. */
function sections(
  items: readonly MenuItem[],
  categories: ReadonlyMap<string, Category>,
): [Category | null, MenuItem[]][] {
  const byCategory = new Map<Category | null, MenuItem[]>();
  for (const category of [...categories.values()].sort(byPosition)) byCategory.set(category, []);
  byCategory.set(null, []);
  for (const item of [...items].sort(byPosition)) {
    byCategory.get(categories.get(item.categoryId ?? '') ?? null)?.push(item);
  }
  return [...byCategory];
}
