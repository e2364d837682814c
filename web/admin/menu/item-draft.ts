import { decimalOf, minorOf, wholeOf } from '../form/amount.js';
import { type FaultKey, faults, type Faults, wrongName } from '../form/faults.js';
import type { MenuItem, NewItem } from './shapes.js';

/** An item as it stands in its form: what is typed is text until it is sent. */
export interface ItemDraft {
  name: string;
  code: string;
  price: string;
  /** Empty: in none. */
  categoryId: string;
  taxClassId: string;
  food: '' | 'veg' | 'egg' | 'nonVeg';
  hsn: string;
  stationIds: string[];
  variants: ChoiceDraft[];
  groups: GroupDraft[];
}

/** A variant or a modifier. */
export interface ChoiceDraft {
  /** Of its row; a new one has no id yet. */
  key: string;
  id?: string;
  name: string;
  price: string;
  /** Of a modifier: who must see it besides the item's own stations. */
  stationIds: string[];
}

export interface GroupDraft {
  key: string;
  id?: string;
  name: string;
  min: string;
  max: string;
  modifiers: ChoiceDraft[];
}

/** Most modifiers that may be chosen of a group. */
const MOST = 50;
const HSN = /^\d{4,8}$/;
const MAX_CODE = 20;

/** A new item: with the outlet's first tax class, and where its neighbours are cooked. */
export function blankDraft(preset: Partial<ItemDraft>): ItemDraft {
  return {
    name: '',
    code: '',
    price: '',
    categoryId: '',
    taxClassId: '',
    food: '',
    hsn: '',
    stationIds: [],
    variants: [],
    groups: [],
    ...preset,
  };
}

/** The one that is there most often. */
export function commonest(ids: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** @param digits of the currency behind the point */
export function draftOf(item: MenuItem, digits: number): ItemDraft {
  const choice = (each: { id: string; name: string; price: number; stationIds?: string[] }) => ({
    key: each.id,
    id: each.id,
    name: each.name,
    price: decimalOf(each.price, digits),
    stationIds: each.stationIds ?? [],
  });
  return {
    name: item.name,
    code: item.code ?? '',
    price: decimalOf(item.price, digits),
    categoryId: item.categoryId ?? '',
    taxClassId: item.taxClassId,
    food: item.food ?? '',
    hsn: item.hsn ?? '',
    stationIds: [...item.stationIds],
    variants: item.variants.map(choice),
    groups: item.modifierGroups.map(({ id, name, min, max, modifiers }) => ({
      ...{ key: id, id, name },
      min: String(min),
      max: String(max),
      modifiers: modifiers.map(choice),
    })),
  };
}

/** What is wrong with a draft, by pointer into what `bodyOf` makes of it. */
export function wrongWith(draft: ItemDraft, digits: number): Faults {
  const { name, code, price, taxClassId, hsn, variants, groups } = draft;
  return faults(
    ['/name', wrongName(name)],
    ['/price', wrongPrice(price, digits)],
    ['/code', code.trim().length > MAX_CODE ? 'tooLong' : null],
    ['/taxClassId', taxClassId === '' ? 'needed' : null],
    ['/hsn', hsn.trim() === '' || HSN.test(hsn.trim()) ? null : 'notHsn'],
    ...wrongChoices(variants, '/variants', digits),
    ...groups.flatMap((group, at) => wrongGroup(group, groups, at, digits)),
  );
}

/** Of a draft with which nothing is wrong. */
export function bodyOf(draft: ItemDraft, digits: number): NewItem {
  return {
    name: draft.name.trim(),
    price: minorIn(minorOf(draft.price, digits)),
    taxClassId: draft.taxClassId,
    categoryId: draft.categoryId === '' ? null : draft.categoryId,
    code: emptyIsNull(draft.code),
    food: draft.food === '' ? null : draft.food,
    hsn: emptyIsNull(draft.hsn),
    stationIds: draft.stationIds,
    variants: draft.variants.map((variant) => named(variant, digits)),
    modifierGroups: draft.groups.map(({ id, name, min, max, modifiers }) => ({
      ...(id === undefined ? {} : { id }),
      name: name.trim(),
      min: minorIn(wholeOf(min, 0, MOST)),
      max: minorIn(wholeOf(max, 1, MOST)),
      modifiers: modifiers.map((modifier) => ({
        ...named(modifier, digits),
        ...(modifier.stationIds.length === 0 ? {} : { stationIds: modifier.stationIds }),
      })),
    })),
  };
}

/** Only what differs: what somebody else changed meanwhile besides is not set back. */
export function changeOf(item: MenuItem, draft: ItemDraft, digits: number): Partial<NewItem> {
  const before = new Map(Object.entries(bodyOf(draftOf(item, digits), digits)));
  const differs = ([name, value]: [string, unknown]) =>
    JSON.stringify(value) !== JSON.stringify(before.get(name));
  return Object.fromEntries(Object.entries(bodyOf(draft, digits)).filter(differs));
}

type Found = readonly [string, FaultKey | null];

function wrongGroup(
  { name, min, max, modifiers }: GroupDraft,
  groups: readonly GroupDraft[],
  at: number,
  digits: number,
): Found[] {
  const pointer = `/modifierGroups/${at}`;
  const [least, most] = [wholeOf(min, 0, MOST), wholeOf(max, 1, MOST)];
  const bounds = 'value' in least && 'value' in most;
  const aboveMax = bounds && least.value > most.value;
  const aboveCount = 'value' in least && least.value > modifiers.length;
  return [
    [`${pointer}/name`, wrongName(name) ?? twice(name, groups, at)],
    [`${pointer}/max`, 'wrong' in most ? most.wrong : null],
    [
      `${pointer}/min`,
      'wrong' in least
        ? least.wrong
        : aboveMax
          ? 'minAboveMax'
          : aboveCount
            ? 'minAboveCount'
            : null,
    ],
    [`${pointer}/modifiers`, modifiers.length === 0 ? 'needed' : null],
    ...wrongChoices(modifiers, `${pointer}/modifiers`, digits),
  ];
}

function wrongChoices(choices: readonly ChoiceDraft[], pointer: string, digits: number): Found[] {
  return choices.flatMap(({ name, price }, at): Found[] => [
    [`${pointer}/${at}/name`, wrongName(name) ?? twice(name, choices, at)],
    [`${pointer}/${at}/price`, wrongPrice(price, digits)],
  ]);
}

/** Names are the same to people when only case and the spaces around them differ. */
function twice(name: string, list: readonly { name: string }[], at: number): FaultKey | null {
  const folded = name.trim().toLowerCase();
  return list.slice(0, at).some((each) => each.name.trim().toLowerCase() === folded)
    ? 'twice'
    : null;
}

function wrongPrice(price: string, digits: number): FaultKey | null {
  const figure = minorOf(price, digits);
  return 'wrong' in figure ? figure.wrong : null;
}

function named({ id, name, price }: ChoiceDraft, digits: number) {
  const found = { name: name.trim(), price: minorIn(minorOf(price, digits)) };
  return id === undefined ? found : { id, ...found };
}

function minorIn(figure: ReturnType<typeof minorOf>): number {
  if ('value' in figure) return figure.value;
  throw new RangeError(`a draft with a wrong figure was sent: ${figure.wrong}`);
}

function emptyIsNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}
