import type { Row } from '../csv.js';
import type { Food, MenuItem } from '../shapes/menu.js';
import { bare, parts, readChoice, readPrice, readWhole, unlisted, WrongCell } from './cells.js';
import { readModifiers, readVariants, type Stations } from './choices.js';
import type { Column, Layout } from './columns.js';

const FOODS: Readonly<Record<string, Food>> = {
  veg: 'veg',
  egg: 'egg',
  nonveg: 'nonVeg',
  'non-veg': 'nonVeg',
};
const YES_NO: Readonly<Record<string, boolean>> = { yes: true, no: false };

/** One line of a menu file, cell by cell. What is wrong is gathered, so that all of it is told at once. */
export class Line {
  readonly number: number;
  readonly wrong: WrongCell[] = [];
  readonly #cells: readonly string[];
  readonly #layout: Layout;

  constructor({ line, cells }: Row, layout: Layout) {
    this.number = line;
    this.#cells = cells;
    this.#layout = layout;
    if (cells.length > layout.width) {
      this.refuse('name', new WrongCell('cells', `${cells.length} cells under ${layout.width}`));
    }
  }

  refuse(column: Column, why: WrongCell): void {
    why.column = column;
    this.wrong.push(why);
  }

  has(column: Column): boolean {
    return this.#layout.places.has(column);
  }

  /** Empty where the file has no such column, or the line no such cell. */
  text(column: Column): string {
    return bare(this.#cells[this.#layout.places.get(column) ?? -1] ?? '');
  }

  /** What a cell says as `read` has it; undefined where it cannot be read. */
  read<T>(column: Column, read: (text: string) => T): T | undefined {
    try {
      return read(this.text(column));
    } catch (error) {
      if (!(error instanceof WrongCell)) throw error;
      this.refuse(column, error);
      return undefined;
    }
  }

  needed(column: Column): string {
    const text = this.text(column);
    if (text === '') this.refuse(column, new WrongCell('missing', `${column} is empty`));
    return text;
  }

  /**
   * What the line says of an item besides its name and category: a column that the file does not have
   * says nothing, an empty cell that there is none, or nothing where there must be one.
   */
  fields(stations: Stations, taxClassOf: (name: string) => string, item?: MenuItem) {
    const orNull = <T>(column: Column, read: (text: string) => T) =>
      this.has(column) ? this.read(column, (text) => (text === '' ? null : read(text))) : undefined;
    const unlessEmpty = <T>(column: Column, read: (text: string) => T) =>
      this.text(column) === '' ? undefined : this.read(column, read);
    const whole = <T>(column: Column, read: (text: string) => T) =>
      this.has(column) ? this.read(column, read) : undefined;
    return {
      code: unlessEmpty('code', (text) => text),
      price: this.needed('price') === '' ? undefined : this.read('price', readPrice),
      taxClassId: unlessEmpty('tax_class', taxClassOf),
      hsn: orNull('hsn', (text) => text),
      stationIds: unlessEmpty('stations', (text) =>
        parts(text, '|').map((name) => stations.idOf(unlisted(name))),
      ),
      food: orNull('food', (text) => readChoice(text, FOODS)),
      variants: whole('variants', (text) => readVariants(text, item)),
      modifierGroups: whole('modifiers', (text) => readModifiers(text, stations, item)),
      available: unlessEmpty('available', (text) => readChoice(text, YES_NO)),
      position: orNull('position', readWhole),
    };
  }
}
