import { KotdError } from '../errors.js';

/** The columns of a menu file, in the order in which it is written. */
export const COLUMNS = [
  'code',
  'name',
  'category',
  'price',
  'tax_class',
  'hsn',
  'stations',
  'food',
  'variants',
  'modifiers',
  'available',
  'position',
] as const;
export type Column = (typeof COLUMNS)[number];

const NEEDED: readonly Column[] = ['name', 'price'];

/** Where each column stands in the file at hand. */
export interface Layout {
  places: ReadonlyMap<Column, number>;
  /** Cells that a line has. */
  width: number;
  /** Heads of columns that mean nothing here. */
  ignored: string[];
}

/**
 * Reads the head of a file: columns in any order, case, spaces, hyphens and underscores do not matter.
 * @throws KotdError `invalid` where name or price is missing, or a column stands there twice
 */
export function layoutOf(head: readonly string[]): Layout {
  const places = new Map<Column, number>();
  const ignored: string[] = [];
  for (const [place, cell] of head.entries()) {
    const column = COLUMNS.find((each) => folded(each) === folded(cell));
    if (column === undefined) ignored.push(cell.trim());
    else if (places.has(column)) throw unfit(`the column ${column} stands there twice`);
    else places.set(column, place);
  }
  for (const column of NEEDED) {
    if (!places.has(column)) throw unfit(`the column ${column} is missing`);
  }
  return { places, width: head.length, ignored: ignored.filter((name) => name !== '') };
}

function folded(head: string): string {
  return head.toLowerCase().replace(/[\s_-]/g, '');
}

function unfit(message: string): KotdError {
  return new KotdError('invalid', {
    detail: `The first line: ${message}`,
    errors: [{ pointer: '/csv', message }],
  });
}
