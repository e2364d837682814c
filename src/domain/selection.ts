import type { Context } from './decision.js';
import { KotdError, notFound } from './errors.js';
import type { MenuItem, Modifier, TaxClass, Variant } from './shapes/menu.js';
import type { Line, NewLine } from './shapes/order.js';
import { MAX_PRICE } from './limits.js';

/** The part of the menu that the new lines name. */
export interface MenuChoice {
  items: ReadonlyMap<string, MenuItem>;
  taxClasses: ReadonlyMap<string, TaxClass>;
}

/** The lines of an order as the menu has them now; amounts are still to be computed. */
export function chooseLines(
  newLines: readonly NewLine[],
  { items, taxClasses }: MenuChoice,
  context: Context,
): Line[] {
  return newLines.map((newLine, index) => {
    const item = items.get(newLine.itemId);
    return chooseLine(newLine, item, item && taxClasses.get(item.taxClassId), index, context);
  });
}

/**
 * One line with name, price and tax taken from the menu: nothing of that is ever read from a client.
 * A variant's price replaces the item's, a modifier's is added. `index` is the line's place in the
 * input, for the pointers of refusals.
 * @throws not_found, item_unavailable, selection_invalid, amount_out_of_range
 */
export function chooseLine(
  newLine: NewLine,
  item: MenuItem | undefined,
  taxClass: TaxClass | undefined,
  index: number,
  context: Context,
): Line {
  const pointer = `/lines/${index}`;
  if (!item) throw notFound(`${pointer}/itemId`);
  refuseUnavailable(item, `${pointer}/itemId`);
  if (!taxClass) throw new Error(`item ${item.id} is of tax class ${item.taxClassId}, not given`);
  const variant = chosenVariant(newLine, item, `${pointer}/variantId`);
  const modifiers = chosenModifiers(newLine, item, `${pointer}/modifierIds`);
  return {
    id: newLine.id ?? context.newId(),
    itemId: item.id,
    name: item.name,
    variantId: variant?.id ?? null,
    variantName: variant?.name ?? null,
    modifiers,
    note: newLine.note ?? null,
    course: newLine.course ?? null,
    seat: newLine.seat ?? null,
    unitPrice: portionPrice(variant?.price ?? item.price, modifiers, pointer),
    quantity: newLine.quantity,
    voidedQuantity: 0,
    sentQuantity: 0,
    stationIds: [],
    taxClassId: taxClass.id,
    rate: taxClass.rate,
    inclusive: taxClass.inclusive,
    hsn: item.hsn ?? taxClass.hsn,
    taxable: 0,
    tax: 0,
    addedBy: context.actor.id,
    addedAt: context.now,
  };
}

/** @throws item_unavailable with the `itemId` */
export function refuseUnavailable(item: MenuItem, pointer: string): void {
  if (item.available && !item.archived) return;
  throw new KotdError('item_unavailable', {
    detail: `${item.name} is not available`,
    errors: [{ pointer, message: 'not available' }],
    extra: { itemId: item.id },
  });
}

function chosenVariant(
  { variantId }: NewLine,
  item: MenuItem,
  pointer: string,
): Variant | undefined {
  if (variantId === undefined) return undefined;
  const variant = item.variants.find(({ id }) => id === variantId);
  if (!variant) throw unfit(pointer, 'the item has no such variant');
  return variant;
}

/** In the menu's order, whatever the order they were named in: equal choices make equal lines. */
function chosenModifiers(
  { modifierIds = [] }: NewLine,
  item: MenuItem,
  pointer: string,
): Modifier[] {
  const { modifierGroups } = item;
  if (modifierIds.length === 0 && modifierGroups.every(({ min }) => min === 0)) return [];
  const offered = new Set(modifierGroups.flatMap((group) => group.modifiers.map(idOf)));
  for (const [index, id] of modifierIds.entries()) {
    if (!offered.has(id)) throw unfit(`${pointer}/${index}`, 'the item has no such modifier');
    if (modifierIds.indexOf(id) < index) throw unfit(`${pointer}/${index}`, 'chosen twice');
  }
  return modifierGroups.flatMap(({ name, min, max, modifiers }) => {
    const chosen = modifiers.filter(({ id }) => modifierIds.includes(id));
    if (chosen.length < min) throw unfit(pointer, `"${name}" takes at least ${min}`);
    if (chosen.length > max) throw unfit(pointer, `"${name}" takes at most ${max}`);
    return chosen;
  });
}

/** At most MAX_PRICE, on which the exactness of every total rests. */
function portionPrice(base: number, modifiers: readonly Modifier[], pointer: string): number {
  const price = modifiers.reduce((sum, modifier) => sum + modifier.price, base);
  if (price <= MAX_PRICE) return price;
  throw new KotdError('amount_out_of_range', {
    errors: [{ pointer, message: `a portion costs at most ${MAX_PRICE}` }],
  });
}

function idOf({ id }: Modifier): string {
  return id;
}

function unfit(pointer: string, message: string): KotdError {
  return new KotdError('selection_invalid', { errors: [{ pointer, message }] });
}
