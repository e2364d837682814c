import type { Category, MenuItem, TaxClass } from '../src/domain/shapes/menu.js';
import type { Outlet, Station } from '../src/domain/shapes/organization.js';
import type { Found } from './calls.js';

/** What the house is and offers, as the server last told. */
export interface Catalog {
  /** null until it was read for the first time on this device. */
  readonly outlet: Outlet | null;
  readonly stations: readonly Station[];
  /** In the server's order. */
  readonly menu: Found<'menu.read'> | null;
  readonly items: ReadonlyMap<string, MenuItem>;
  readonly categories: ReadonlyMap<string, Category>;
  readonly taxClasses: ReadonlyMap<string, TaxClass>;
}

/** What is read of the server, each part by itself. */
export interface Parts {
  readonly outlet: Outlet | null;
  readonly stations: readonly Station[];
  readonly menu: Found<'menu.read'> | null;
}
export type Part = keyof Parts;

export const NO_PARTS: Parts = { outlet: null, stations: [], menu: null };

export function catalogOf(parts: Parts): Catalog {
  const { items = [], categories = [], taxClasses = [] } = parts.menu ?? {};
  return {
    ...parts,
    items: byId(items),
    categories: byId(categories),
    taxClasses: byId(taxClasses),
  };
}

/** The part that an event of this type is about; null when it is about none. */
export function partOf(type: string): Part | null {
  switch (type.slice(0, type.indexOf('.'))) {
    case 'menu':
      return 'menu';
    case 'station':
      return 'stations';
    case 'outlet':
      return 'outlet';
    default:
      return null;
  }
}

/** The parts with what an event holds in its place: an item that has run out must not be sold meanwhile. */
export function amended(parts: Parts, data: Readonly<Record<string, unknown>>): Parts {
  const { outlet, station, item, category, taxClass } = data as {
    outlet?: Outlet;
    station?: Station;
    item?: MenuItem;
    category?: Category;
    taxClass?: TaxClass;
  };
  const { menu } = parts;
  return {
    outlet: outlet ?? parts.outlet,
    stations: withOne(parts.stations, station),
    menu: menu && {
      ...menu,
      items: withOne(menu.items, item),
      categories: withOne(menu.categories, category),
      taxClasses: withOne(menu.taxClasses, taxClass),
    },
  };
}

interface Listed {
  readonly id: string;
  readonly rev: number;
  readonly archived?: boolean;
}

function withOne<T extends Listed>(list: readonly T[], one: T | undefined): T[] {
  if (!one) return [...list];
  const known = list.find(({ id }) => id === one.id);
  if (known && known.rev > one.rev) return [...list];
  if (one.archived === true) return list.filter(({ id }) => id !== one.id);
  return known ? list.map((other) => (other === known ? one : other)) : [...list, one];
}

function byId<T extends { id: string }>(list: readonly T[]): ReadonlyMap<string, T> {
  return new Map(list.map((one) => [one.id, one]));
}
