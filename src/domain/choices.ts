import type { Context } from './decision.js';
import { type Fault, KotdError } from './errors.js';
import { sameName } from './names.js';
import type { MenuItem, ModifierGroup, NewMenuItem, Variant } from './shapes/menu.js';

/** Variants with an id each: the one they came with, or a new one. */
export function variantsOf(body: NewMenuItem['variants'] = [], context: Context): Variant[] {
  return body.map(({ id = context.newId(), name, price }) => ({ id, name, price }));
}

/** Modifier groups with an id each, and each of their modifiers. */
export function modifierGroupsOf(
  body: NewMenuItem['modifierGroups'] = [],
  context: Context,
): ModifierGroup[] {
  return body.map(({ id = context.newId(), name, min, max, modifiers }) => ({
    id,
    name,
    min,
    max,
    modifiers: modifiers.map((modifier) => ({ ...modifier, id: modifier.id ?? context.newId() })),
  }));
}

/**
 * Refuses an item that could not be ordered, or whose choices could not be told apart: an order
 * names a variant or a modifier by its id alone, people by its name.
 * @throws invalid
 */
export function checkChoices(item: MenuItem): void {
  const { variants, modifierGroups } = item;
  const modifiers = modifierGroups.flatMap((group, g) =>
    group.modifiers.map((modifier, m) => ({
      ...modifier,
      pointer: `/modifierGroups/${g}/modifiers/${m}`,
    })),
  );
  const faults = [
    ...repeats(
      item.stationIds,
      (id) => id,
      (index) => `/stationIds/${index}`,
    ),
    ...repeatedIds(variants, '/variants'),
    ...repeatedNames(variants, '/variants'),
    ...repeatedIds(modifierGroups, '/modifierGroups'),
    ...repeatedNames(modifierGroups, '/modifierGroups'),
    ...repeats(
      modifiers,
      ({ id }) => id,
      (index) => `${modifiers[index]?.pointer}/id`,
    ),
    ...modifierGroups.flatMap((group, g) => groupFaults(group, `/modifierGroups/${g}`)),
  ];
  if (faults.length > 0) throw new KotdError('invalid', { errors: faults });
}

function groupFaults({ min, max, modifiers }: ModifierGroup, pointer: string): Fault[] {
  const faults = repeatedNames(modifiers, `${pointer}/modifiers`);
  if (min > max) faults.push({ pointer: `${pointer}/min`, message: 'is above max' });
  if (min > modifiers.length) {
    faults.push({ pointer: `${pointer}/min`, message: 'is above the number of modifiers' });
  }
  return faults;
}

function repeatedIds(list: readonly { id: string }[], pointer: string): Fault[] {
  return repeats(
    list,
    ({ id }) => id,
    (index) => `${pointer}/${index}/id`,
  );
}

function repeatedNames(list: readonly { name: string }[], pointer: string): Fault[] {
  return repeats(
    list,
    ({ name }) => name,
    (index) => `${pointer}/${index}/name`,
    sameName,
  );
}

/** A fault for each member that one before it equals. */
function repeats<T>(
  list: readonly T[],
  key: (member: T) => string,
  pointer: (index: number) => string,
  same: (a: string, b: string) => boolean = (a, b) => a === b,
): Fault[] {
  return list.flatMap((member, index) => {
    const repeated = list.slice(0, index).some((other) => same(key(other), key(member)));
    return repeated ? [{ pointer: pointer(index), message: 'stands there twice' }] : [];
  });
}
