import assert from 'node:assert';
import { Value } from '@sinclair/typebox/value';
import { readCsv } from '../../../src/domain/csv.js';
import { MenuImporter } from '../../../src/domain/menu-file/import.js';
import type { MenuFileState } from '../../../src/domain/menu-file/known.js';
import { Category, MenuItem } from '../../../src/domain/shapes/menu.js';
import { MenuImport } from '../../../src/domain/shapes/menu-file.js';
import { context, frozen, outlet } from '../money-fixtures.js';

let ids = 0;
/** Ids sort in the order they were made, as those of kotd do. */
export const here = { ...context(), newId: () => String(++ids).padStart(9, '0') };
const SHAPES = {
  item: (item: MenuItem) => faults(MenuItem, item),
  category: (category: Category) => faults(Category, category),
};

function faults(schema: typeof MenuItem | typeof Category, value: unknown) {
  return [...Value.Errors(schema, value)].map(({ path, message }) => ({ pointer: path, message }));
}

export const EMPTY: MenuFileState = frozen({
  outlet: outlet(),
  stations: [
    { id: 'station-1', rev: 1, name: 'Kitchen' },
    { id: 'bar', rev: 1, name: 'Bar & Juice' },
    { id: 'attic', rev: 2, name: 'Attic', archived: true },
  ],
  taxClasses: [
    { id: 'gst', rev: 1, name: 'GST 5 %', rate: 500, inclusive: false, hsn: '996331' },
    { id: 'vat', rev: 1, name: 'VAT', rate: 2000, inclusive: true, hsn: null },
  ],
  categories: [],
  items: [],
});

/** Reads the file into the menu; answers the report, and the menu as it is then. */
export function load(csv: string, before: MenuFileState = EMPTY) {
  const [head, ...rows] = [...readCsv(csv)];
  const importer = new MenuImporter(head?.cells ?? [], before, SHAPES, here);
  for (const row of rows) importer.take(row);
  const { documents, events, result } = importer.decision(false).changes([]);
  assert.deepStrictEqual([...Value.Errors(MenuImport, result)], []);
  const [items, categories] = [[...before.items], [...before.categories]];
  for (const { collection, value } of documents) {
    const list: (MenuItem | Category)[] = collection === 'menuItem' ? items : categories;
    const place = list.findIndex(({ id }) => id === value.id);
    assert.equal(value.rev, (list[place]?.rev ?? 0) + 1);
    list.splice(place < 0 ? list.length : place, 1, value as MenuItem);
  }
  const after: MenuFileState = { ...before, items, categories };
  return { report: result, events, after, dry: importer.decision(true).changes([]) };
}

/** The items by name, as somebody would tell of them. */
export const item = ({ items }: MenuFileState, name: string) =>
  items.find((each) => each.name === name);
export const actions = ({ lines }: MenuImport) => lines.map(({ action }) => action);
export const problems = ({ lines }: MenuImport) =>
  lines.map(({ line, problems }) => [
    line,
    ...problems.map(({ column, code }) => `${column} ${code}`),
  ]);
