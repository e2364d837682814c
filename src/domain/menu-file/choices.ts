import { decimal } from '../money.js';
import { sameName } from '../names.js';
import type { MenuItem, Modifier, ModifierGroup, NewMenuItem, Variant } from '../shapes/menu.js';
import { listed, parts, readPrice, unlisted, WrongCell } from './cells.js';

/** Stations that are in use: an id for a name, and back. */
export interface Stations {
  /** @throws WrongCell */
  idOf(name: string): string;
  nameOf(id: string): string;
}

/** `Half=180.00|Full=320.00` */
export function writeVariants(variants: readonly Variant[]): string {
  return variants.map(({ name, price }) => `${listed(name)}=${decimal(price)}`).join('|');
}

/**
 * A variant with a name that the item has already is that one, and keeps its id.
 * @throws WrongCell
 */
export function readVariants(text: string, item?: MenuItem): Variants {
  return parts(text, '|').map((entry) => {
    const { name, price } = namePrice(entry);
    if (price === null) throw new WrongCell('not_a_list', `"${entry}" has no price`);
    return { ...namedLike(item?.variants, name), price };
  });
}

/** `Spice 0-1: Mild=0.00|Hot=0.00; Bread 0-2: Garlic=20.00@Tandoor,Bar` */
export function writeModifiers(groups: readonly ModifierGroup[], stations: Stations): string {
  const write = ({ name, min, max, modifiers }: ModifierGroup) =>
    `${listed(name)} ${min}-${max}: ${modifiers.map((each) => modifier(each, stations)).join('|')}`;
  return groups.map(write).join('; ');
}

function modifier({ name, price, stationIds = [] }: Modifier, stations: Stations): string {
  const at = stationIds.map((id) => listed(stations.nameOf(id))).join();
  return `${listed(name)}=${decimal(price)}${at === '' ? '' : `@${at}`}`;
}

/** As variants: what has a known name keeps its id. @throws WrongCell */
export function readModifiers(text: string, stations: Stations, item?: MenuItem): Groups {
  return parts(text, ';').map((entry) => {
    const [head = '', list = '', ...rest] = parts(entry, ':');
    const [, written = '', min, max] = /^([\s\S]*\S)\s+(\d{1,2})-(\d{1,2})$/.exec(head) ?? [];
    if (written === '' || rest.length > 0) {
      throw new WrongCell('not_a_list', `"${entry}" is not such as: Spice 0-1: Mild=0|Hot=0`);
    }
    const name = unlisted(written);
    const before = item?.modifierGroups.find((group) => sameName(group.name, name));
    const modifiers = parts(list, '|').map((each) => readModifier(each, stations, before));
    const group = namedLike(item?.modifierGroups, name);
    return { ...group, min: Number(min), max: Number(max), modifiers };
  });
}

type Variants = NonNullable<NewMenuItem['variants']>;
type Groups = NonNullable<NewMenuItem['modifierGroups']>;

function readModifier(entry: string, stations: Stations, group?: ModifierGroup) {
  const [choice = '', at = '', ...rest] = parts(entry, '@');
  if (rest.length > 0) throw new WrongCell('not_a_list', `"${entry}" has two @`);
  const { name, price } = namePrice(choice);
  const stationIds = parts(at, ',').map((each) => stations.idOf(unlisted(each)));
  const before = group?.modifiers.find((each) => sameName(each.name, name));
  const told = stationIds.length > 0 || before?.stationIds !== undefined;
  return {
    ...namedLike(group?.modifiers, name),
    price: price ?? 0,
    ...(told ? { stationIds } : {}),
  };
}

/** @throws WrongCell */
function namePrice(entry: string): { name: string; price: number | null } {
  const [name = '', price, ...rest] = parts(entry, '=');
  if (name === '' || rest.length > 0) {
    throw new WrongCell('not_a_list', `"${entry}" is not such as Half=180.00`);
  }
  return { name: unlisted(name), price: price === undefined ? null : readPrice(price) };
}

/** The name, with the id of what has it already; spaces around that one's name are no change. */
function namedLike(
  known: readonly { id: string; name: string }[] = [],
  name: string,
): { id?: string; name: string } {
  const found = known.find((each) => sameName(each.name, name));
  if (!found) return { name };
  return { id: found.id, name: found.name.trim() === name ? found.name : name };
}
