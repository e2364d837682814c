import type { Course, MenuItem, Modifier, ModifierGroup } from '../shapes.js';

/** How an item is wanted. */
export interface Choice {
  readonly variantId: string | null;
  readonly modifierIds: readonly string[];
  readonly quantity: number;
  readonly note: string | null;
  readonly course: Course | null;
  readonly seat: number | null;
}

type Chosen = Pick<Choice, 'variantId' | 'modifierIds'>;
type Offer = Pick<MenuItem, 'price' | 'variants' | 'modifierGroups'>;

/** Most portions of one line; the server refuses more. */
export const MOST_PORTIONS = 9_999;

/** Whether somebody has to be asked, before one portion of it is wanted in one way only. */
export function isAsked({ variants, modifierGroups }: Offer): boolean {
  return variants.length > 0 || modifierGroups.some(({ min }) => min > 0);
}

/**
 * One portion as the menu card has it: the variant that costs what the item does, else the first.
 */
export function firstChoice(item: Offer): Choice {
  const { variants, price } = item;
  const variant = variants.find((each) => each.price === price) ?? variants[0];
  return {
    variantId: variant?.id ?? null,
    modifierIds: [],
    quantity: 1,
    note: null,
    course: null,
    seat: null,
  };
}

/**
 * With this modifier taken, or left again. Of a group that takes one, another choice replaces the
 * first.
 */
export function toggled(
  modifierIds: readonly string[],
  group: ModifierGroup,
  modifierId: string,
): readonly string[] {
  if (modifierIds.includes(modifierId)) return modifierIds.filter((id) => id !== modifierId);
  const chosen = chosenOf(group, modifierIds);
  if (chosen.length < group.max) return [...modifierIds, modifierId];
  if (group.max > 1) return modifierIds;
  return [...modifierIds.filter((id) => !chosen.some((each) => each.id === id)), modifierId];
}

/**
 * Whether the group takes no more. One that takes a single modifier always takes another instead.
 */
export function isFull(group: ModifierGroup, modifierIds: readonly string[]): boolean {
  return group.max > 1 && chosenOf(group, modifierIds).length >= group.max;
}

/** The groups of which too few are chosen. */
export function lacking(
  { modifierGroups }: Offer,
  modifierIds: readonly string[],
): ModifierGroup[] {
  return modifierGroups.filter((group) => chosenOf(group, modifierIds).length < group.min);
}

/** Price of one portion in minor units, as the server will take it from the menu. */
export function portionPrice(item: Offer, { variantId, modifierIds }: Chosen): number {
  const variant = item.variants.find(({ id }) => id === variantId);
  const modifiers = item.modifierGroups.flatMap((group) => chosenOf(group, modifierIds));
  return modifiers.reduce((sum, { price }) => sum + price, variant?.price ?? item.price);
}

/** Whether the menu, as it is now, still has what was chosen. */
export function isOffered(item: Offer, { variantId, modifierIds }: Chosen): boolean {
  const offered = new Set(item.modifierGroups.flatMap(({ modifiers }) => modifiers.map(idOf)));
  const variantThere = variantId === null || item.variants.some(({ id }) => id === variantId);
  const groupsFit = item.modifierGroups.every((group) => {
    const { length } = chosenOf(group, modifierIds);
    return length >= group.min && length <= group.max;
  });
  return variantThere && groupsFit && modifierIds.every((id) => offered.has(id));
}

function chosenOf({ modifiers }: ModifierGroup, modifierIds: readonly string[]): Modifier[] {
  return modifiers.filter(({ id }) => modifierIds.includes(id));
}

function idOf({ id }: Modifier): string {
  return id;
}
