import { inUse } from '../archive.js';
import { folded } from '../names.js';
import type { Category, MenuItem, TaxClass } from '../shapes/menu.js';
import type { Outlet, Station } from '../shapes/organization.js';
import { WrongCell } from './cells.js';
import type { Stations } from './choices.js';

/** The menu that a file is read into, or written from. What is archived is as if it were not there. */
export interface MenuFileState {
  outlet: Outlet;
  stations: readonly Station[];
  taxClasses: readonly TaxClass[];
  categories: readonly Category[];
  items: readonly MenuItem[];
}

/** Finds by names, as people tell things apart, what an outlet has. */
export class KnownMenu {
  readonly stations: Stations;
  readonly #taxClasses: ReadonlyMap<string, TaxClass>;
  readonly #categories: Map<string, Category>;
  readonly #categoryIds: Set<string>;
  readonly #byCode = new Map<string, MenuItem>();
  readonly #byName = new Map<string, MenuItem[]>();

  constructor({ stations, taxClasses, categories, items }: MenuFileState) {
    this.stations = stationsOf(stations);
    this.#taxClasses = byName(taxClasses);
    this.#categories = byName(categories);
    this.#categoryIds = new Set([...this.#categories.values()].map(({ id }) => id));
    for (const item of items) if (inUse(item)) this.add(item);
  }

  /** @throws WrongCell */
  taxClassOf(name: string): string {
    const found = this.#taxClasses.get(folded(name));
    if (found) return found.id;
    throw new WrongCell('unknown_tax_class', `There is no tax class "${name}"`);
  }

  category(name: string): Category | undefined {
    return this.#categories.get(folded(name));
  }

  withCode(code: string): MenuItem | undefined {
    return this.#byCode.get(folded(code));
  }

  /** @param categoryId null: in none; undefined: in whichever */
  withName(name: string, categoryId: string | null | undefined): readonly MenuItem[] {
    const named = this.#byName.get(folded(name)) ?? [];
    if (categoryId === undefined) return named;
    return named.filter((item) => this.#placeOf(item) === categoryId);
  }

  addCategory(category: Category): void {
    this.#categories.set(folded(category.name), category);
    this.#categoryIds.add(category.id);
  }

  /** Takes an item in, so that later lines of the file find it. */
  add(item: MenuItem): void {
    if (item.code) this.#byCode.set(folded(item.code), item);
    const name = folded(item.name);
    const named = this.#byName.get(name);
    if (named) named.push(item);
    else this.#byName.set(name, [item]);
  }

  #placeOf({ categoryId }: MenuItem): string | null {
    return categoryId !== null && this.#categoryIds.has(categoryId) ? categoryId : null;
  }
}

export function stationsOf(stations: readonly Station[]): Stations {
  const ids = byName(stations);
  const names = new Map(stations.map(({ id, name }) => [id, name]));
  return {
    idOf(name) {
      const found = ids.get(folded(name));
      if (found) return found.id;
      throw new WrongCell('unknown_station', `There is no station "${name}"`);
    },
    nameOf: (id) => names.get(id) ?? id,
  };
}

function byName<T extends { name: string; archived?: boolean }>(things: readonly T[]) {
  return new Map(things.filter(inUse).map((thing) => [folded(thing.name), thing]));
}
