import { inUse, refuseFrozen } from './archive.js';
import { checkChoices, modifierGroupsOf, variantsOf } from './choices.js';
import { type Context, type Decision, decided, happened } from './decision.js';
import { KotdError } from './errors.js';
import { sameName } from './names.js';
import { type Known, needAllKnown, needKnown } from './references.js';
import type { MenuItem, MenuItemChange, NewMenuItem } from './shapes/menu.js';
import type { Outlet } from './shapes/organization.js';

/** What an item may refer to: all of it in use. */
export interface MenuState {
  outlet: Outlet;
  stations: Known;
  taxClasses: Known;
  categories: Known;
  /** Codes of the other items on the menu; only asked where the item has one. */
  codes?: Iterable<string>;
}

/**
 * A new item, available at once. Without `stationIds` the outlet's default station cooks it.
 * @throws not_found, invalid, name_taken (the code)
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
    ...extrasOf(body),
  };
  checkItem(item, state);
  return written('menu.itemCreated', item, context);
}

/**
 * Changes the fields that come with it; variants and modifier groups as a whole. Lines ordered before keep
 * their name and price. An archived item leaves the menu, and can be taken back.
 * @throws archived, not_found, invalid, name_taken (the code)
 */
export function changeItem(
  item: MenuItem,
  change: MenuItemChange,
  state: MenuState,
  context: Context,
): Decision<MenuItem> {
  refuseFrozen(item, change);
  const { variants, modifierGroups, ...fields } = change;
  const changed: MenuItem = { ...item, ...fields, rev: item.rev + 1 };
  if (variants) changed.variants = variantsOf(variants, context);
  if (modifierGroups) changed.modifierGroups = modifierGroupsOf(modifierGroups, context);
  if (inUse(changed)) checkItem(changed, state);
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

/** Only what was given: a document has no field that nobody filled in. */
export function extrasOf({ code, food, hsn, position }: NewMenuItem): Partial<MenuItem> {
  return {
    ...(code === undefined ? {} : { code }),
    ...(food === undefined ? {} : { food }),
    ...(hsn === undefined ? {} : { hsn }),
    ...(position === undefined ? {} : { position }),
  };
}

/** @throws not_found, invalid, name_taken */
export function checkItem(item: MenuItem, state: MenuState): void {
  const { stations, taxClasses, categories, codes = [] } = state;
  needKnown(item.taxClassId, taxClasses, '/taxClassId');
  if (item.categoryId !== null) needKnown(item.categoryId, categories, '/categoryId');
  needAllKnown(item.stationIds, stations, '/stationIds');
  for (const [g, group] of item.modifierGroups.entries()) {
    for (const [m, { stationIds = [] }] of group.modifiers.entries()) {
      needAllKnown(stationIds, stations, `/modifierGroups/${g}/modifiers/${m}/stationIds`);
    }
  }
  checkChoices(item);
  refuseTakenCode(item.code ?? null, codes);
}

function refuseTakenCode(code: string | null, codes: Iterable<string>): void {
  if (code === null) return;
  for (const other of codes) {
    if (!sameName(code, other)) continue;
    throw new KotdError('name_taken', { errors: [{ pointer: '/code', message: 'in use' }] });
  }
}

function written(type: string, item: MenuItem, context: Context): Decision<MenuItem> {
  return decided({
    documents: [{ collection: 'menuItem', value: item }],
    events: [happened(type, { item }, context)],
    result: item,
  });
}
