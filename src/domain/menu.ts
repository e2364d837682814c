import { checkChoices, modifierGroupsOf, variantsOf } from './choices.js';
import { type Context, type Decision, decided, happened } from './decision.js';
import { refuseTakenName } from './names.js';
import { type Known, needAllKnown, needKnown } from './references.js';
import type {
  Category,
  MenuItem,
  MenuItemChange,
  NewCategory,
  NewMenuItem,
  NewTaxClass,
  TaxClass,
} from './shapes/menu.js';
import type { Outlet } from './shapes/organization.js';

/** What an item may refer to. */
export interface MenuState {
  outlet: Outlet;
  stations: Known;
  taxClasses: Known;
  categories: Known;
}

/**
 * A new item, available at once. Without `stationIds` the outlet's default station cooks it.
 * @throws not_found, invalid
 */
export function createItem(
  body: NewMenuItem,
  state: MenuState,
  context: Context,
): Decision<MenuItem> {
  const { name, price, taxClassId, categoryId = null } = body;
  const item: MenuItem = {
    id: context.newId(),
    rev: 1,
    name,
    categoryId,
    price,
    taxClassId,
    available: true,
    stationIds: body.stationIds ?? [state.outlet.defaultStationId],
    variants: variantsOf(body.variants, context),
    modifierGroups: modifierGroupsOf(body.modifierGroups, context),
  };
  checkItem(item, state);
  return written('menu.itemCreated', item, context);
}

/**
 * Changes the fields that come with it; variants and modifier groups as a whole. Lines ordered before keep
 * their name and price.
 * @throws not_found, invalid
 */
export function changeItem(
  item: MenuItem,
  { variants, modifierGroups, ...fields }: MenuItemChange,
  state: MenuState,
  context: Context,
): Decision<MenuItem> {
  const changed: MenuItem = { ...item, ...fields, rev: item.rev + 1 };
  if (variants) changed.variants = variantsOf(variants, context);
  if (modifierGroups) changed.modifierGroups = modifierGroupsOf(modifierGroups, context);
  checkItem(changed, state);
  return written('menu.itemChanged', changed, context);
}

/** Says that there is some of it, or none left; to say it again changes nothing. */
export function setAvailability(
  item: MenuItem,
  available: boolean,
  context: Context,
): Decision<MenuItem> {
  if (item.available === available) return decided({ documents: [], events: [], result: item });
  const changed = { ...item, available, rev: item.rev + 1 };
  return written('menu.availabilityChanged', changed, context);
}

/** @throws name_taken */
export function addCategory(
  { name }: NewCategory,
  existingNames: Iterable<string>,
  context: Context,
): Decision<Category> {
  refuseTakenName(name, existingNames);
  const category: Category = { id: context.newId(), rev: 1, name };
  return decided({
    documents: [{ collection: 'category', value: category }],
    events: [happened('menu.categoryCreated', { category }, context)],
    result: category,
  });
}

/** @throws name_taken */
export function addTaxClass(
  { name, rate, inclusive, hsn = null }: NewTaxClass,
  existingNames: Iterable<string>,
  context: Context,
): Decision<TaxClass> {
  refuseTakenName(name, existingNames);
  const taxClass: TaxClass = { id: context.newId(), rev: 1, name, rate, inclusive, hsn };
  return decided({
    documents: [{ collection: 'taxClass', value: taxClass }],
    events: [happened('menu.taxClassCreated', { taxClass }, context)],
    result: taxClass,
  });
}

function checkItem(item: MenuItem, { stations, taxClasses, categories }: MenuState): void {
  needKnown(item.taxClassId, taxClasses, '/taxClassId');
  if (item.categoryId !== null) needKnown(item.categoryId, categories, '/categoryId');
  needAllKnown(item.stationIds, stations, '/stationIds');
  for (const [g, group] of item.modifierGroups.entries()) {
    for (const [m, { stationIds = [] }] of group.modifiers.entries()) {
      needAllKnown(stationIds, stations, `/modifierGroups/${g}/modifiers/${m}/stationIds`);
    }
  }
  checkChoices(item);
}

function written(type: string, item: MenuItem, context: Context): Decision<MenuItem> {
  return decided({
    documents: [{ collection: 'menuItem', value: item }],
    events: [happened(type, { item }, context)],
    result: item,
  });
}
