import { newCategory } from '../category.js';
import { checkChoices, modifierGroupsOf, variantsOf } from '../choices.js';
import type { Row } from '../csv.js';
import { type Context, type Decision, decided, happened, type Put } from '../decision.js';
import { type Fault, KotdError } from '../errors.js';
import { same } from '../invariants/same.js';
import type { Category, MenuItem } from '../shapes/menu.js';
import type { ImportAction, ImportedLine, MenuImport } from '../shapes/menu-file.js';
import { WrongCell } from './cells.js';
import { type Column, type Layout, layoutOf } from './columns.js';
import { KnownMenu, type MenuFileState } from './known.js';
import { Line } from './line.js';

/** Of a line no more are told. */
const MAX_PROBLEMS = 5;

/** Whether a document fits its shape: what does not, if anything. */
export interface Shapes {
  item(item: MenuItem): readonly Fault[];
  category(category: Category): readonly Fault[];
}

/**
 * Reads a menu file line by line into an outlet's menu. Lines that are good are taken, each of the others
 * is refused with what is wrong in it. A line is about the item with its code or, where none has it, with
 * its name in its category; a line with a code is never about an item with another one.
 */
export class MenuImporter {
  readonly #layout: Layout;
  readonly #known: KnownMenu;
  readonly #outlet: MenuFileState['outlet'];
  readonly #shapes: Shapes;
  readonly #context: Context;
  readonly #lines: ImportedLine[] = [];
  readonly #puts: Put[] = [];
  readonly #newCategories: Category[] = [];
  /** Ids of items that a line was about. */
  readonly #met = new Set<string>();

  /** @throws KotdError `invalid` where the head of the file does not do */
  constructor(head: readonly string[], state: MenuFileState, shapes: Shapes, context: Context) {
    this.#layout = layoutOf(head);
    this.#known = new KnownMenu(state);
    this.#outlet = state.outlet;
    this.#shapes = shapes;
    this.#context = context;
  }

  take(row: Row): void {
    const line = new Line(row, this.#layout);
    const action = this.#actionOf(line);
    const problems = line.wrong.slice(0, MAX_PROBLEMS).map(({ column, code, message }) => {
      return { column, code, message };
    });
    this.#lines.push({ line: line.number, name: line.text('name'), action, problems });
  }

  /** All good lines in one commit; with `dryRun` only what would come of them. */
  decision(dryRun: boolean): Decision<MenuImport> {
    const count = (action: ImportAction) =>
      this.#lines.filter((each) => each.action === action).length;
    const [created, changed] = [count('created'), count('changed')];
    const totals = {
      lines: this.#lines.length,
      created,
      changed,
      unchanged: count('unchanged'),
      refused: count('refused'),
    };
    const result: MenuImport = {
      dryRun,
      lines: this.#lines,
      totals,
      newCategories: this.#newCategories.map(({ name }) => name),
      ignoredColumns: this.#layout.ignored,
    };
    if (dryRun || this.#puts.length === 0) return decided({ documents: [], events: [], result });
    const facts = { created, changed, categories: this.#newCategories.length };
    return decided({
      documents: this.#puts,
      events: [happened('menu.imported', facts, this.#context)],
      result,
    });
  }

  #actionOf(line: Line): ImportAction {
    const before = this.#itemOf(line);
    const { stations } = this.#known;
    const fields = line.fields(stations, (name) => this.#known.taxClassOf(name), before);
    if (!before && fields.taxClassId === undefined && line.text('tax_class') === '') {
      line.refuse('tax_class', new WrongCell('missing', 'a new item needs a tax class'));
    }
    const category = this.#categoryOf(line);
    if (line.wrong.length > 0) return 'refused';
    const item = this.#itemWith(fields, before, category, line);
    this.#check(item, category, line);
    if (line.wrong.length > 0) return 'refused';
    this.#met.add(item.id);
    if (before && same(before, item)) return 'unchanged';
    return this.#put(item, before, category);
  }

  /** The item that the line is about, if there is one. */
  #itemOf(line: Line): MenuItem | undefined {
    const [name, code] = [line.needed('name'), line.text('code')];
    const byCode = code === '' ? undefined : this.#known.withCode(code);
    const item = byCode ?? this.#itemNamed(name, code !== '', line);
    if (item && this.#met.has(item.id)) {
      line.refuse('name', new WrongCell('repeated', 'an earlier line is about the same item'));
    }
    return item;
  }

  #itemNamed(name: string, hasCode: boolean, line: Line): MenuItem | undefined {
    const inCategory = line.text('category');
    const categoryId =
      inCategory === '' ? null : (this.#known.category(inCategory)?.id ?? 'a new one');
    const named = this.#known.withName(name, line.has('category') ? categoryId : undefined);
    const [first, ...others] = named.filter((item) => !hasCode || !item.code);
    if (others.length > 0) {
      line.refuse('name', new WrongCell('ambiguous', `there are several items "${name}"`));
    }
    return first;
  }

  /** Undefined: the file says nothing of categories. A new one is made only with its first item. */
  #categoryOf(line: Line): Category | null | undefined {
    if (!line.has('category')) return undefined;
    const name = line.text('category');
    if (name === '') return null;
    return this.#known.category(name) ?? newCategory(name, undefined, this.#context);
  }

  #itemWith(
    { code, hsn, food, position, ...fields }: ReturnType<Line['fields']>,
    before: MenuItem | undefined,
    category: Category | null | undefined,
    line: Line,
  ): MenuItem {
    const name = line.text('name');
    const item: MenuItem = before
      ? { ...before, name: before.name.trim() === name ? before.name : name }
      : this.#blank(name);
    if (category !== undefined) item.categoryId = category?.id ?? null;
    if (fields.price !== undefined) item.price = fields.price;
    if (fields.taxClassId !== undefined) item.taxClassId = fields.taxClassId;
    if (fields.stationIds !== undefined) item.stationIds = fields.stationIds;
    if (fields.available !== undefined) item.available = fields.available;
    if (fields.variants) item.variants = variantsOf(fields.variants, this.#context);
    if (fields.modifierGroups) {
      item.modifierGroups = modifierGroupsOf(fields.modifierGroups, this.#context);
    }
    // What nobody filled in, and nobody does now, stays a field that is not there.
    if (code !== undefined) item.code = code;
    if (hsn !== undefined && hsn !== (item.hsn ?? null)) item.hsn = hsn;
    if (food !== undefined && food !== (item.food ?? null)) item.food = food;
    if (position !== undefined && position !== (item.position ?? null)) item.position = position;
    return item;
  }

  #blank(name: string): MenuItem {
    return {
      id: this.#context.newId(),
      rev: 1,
      name,
      categoryId: null,
      price: 0,
      taxClassId: '',
      available: true,
      stationIds: [this.#outlet.defaultStationId],
      variants: [],
      modifierGroups: [],
    };
  }

  #check(item: MenuItem, category: Category | null | undefined, line: Line): void {
    for (const { pointer, message } of this.#shapes.item(item)) {
      line.refuse(columnOf(pointer), new WrongCell('does_not_fit', `${pointer}: ${message}`));
    }
    for (const { message } of category ? this.#shapes.category(category) : []) {
      line.refuse('category', new WrongCell('does_not_fit', message));
    }
    try {
      checkChoices(item);
    } catch (error) {
      if (!(error instanceof KotdError)) throw error;
      for (const { pointer, message } of error.errors) {
        line.refuse(columnOf(pointer), new WrongCell('does_not_fit', `${pointer}: ${message}`));
      }
    }
  }

  #put(item: MenuItem, before: MenuItem | undefined, category?: Category | null): ImportAction {
    if (category && !this.#known.category(category.name)) {
      this.#known.addCategory(category);
      this.#newCategories.push(category);
      this.#puts.push({ collection: 'category', value: category });
    }
    const value = before ? { ...item, rev: before.rev + 1 } : item;
    this.#puts.push({ collection: 'menuItem', value });
    this.#known.add(value);
    return before ? 'changed' : 'created';
  }
}

const COLUMN_OF: Readonly<Record<string, Column>> = {
  code: 'code',
  price: 'price',
  hsn: 'hsn',
  stationIds: 'stations',
  variants: 'variants',
  modifierGroups: 'modifiers',
  position: 'position',
};

/** The column that a field of the item comes from. */
function columnOf(pointer: string): Column {
  return COLUMN_OF[pointer.split('/')[1] ?? ''] ?? 'name';
}
