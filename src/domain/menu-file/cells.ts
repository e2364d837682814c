import { MAX_PRICE } from '../shapes/primitives.js';

/** Why a cell of a menu file is not taken. */
export type CellCode =
  | 'missing'
  | 'cells'
  | 'not_a_price'
  | 'price_too_large'
  | 'not_a_number'
  | 'not_a_choice'
  | 'not_a_list'
  | 'unknown_tax_class'
  | 'unknown_station'
  | 'repeated'
  | 'ambiguous'
  | 'does_not_fit';

/** A cell cannot be read, or cannot be so. The column is filled in by who knows it. */
export class WrongCell extends Error {
  readonly code: CellCode;
  column: string;

  constructor(code: CellCode, message: string, column = '') {
    super(message);
    this.name = 'WrongCell';
    this.code = code;
    this.column = column;
  }
}

/** What a spreadsheet would take for the beginning of a formula, and run. */
const FORMULA = /^['=+\-@\t\r]/;

/** Text as it may stand in a file that spreadsheets open; `bare` takes it back. */
export function guarded(text: string): string {
  const bared = text.trim();
  return FORMULA.test(bared) ? `'${bared}` : text;
}

/** What a cell says: without the spaces around it, and without the guard. */
export function bare(cell: string): string {
  const text = cell.trim();
  return text.startsWith("'") && FORMULA.test(text.slice(1)) ? text.slice(1) : text;
}

/**
 * '240', '240.5' or '240.50' in minor units, exactly. A comma might part thousands or be a decimal point:
 * it is refused rather than guessed.
 * @throws WrongCell
 */
export function readPrice(text: string): number {
  const [, whole = '', part = ''] = /^(\d+)(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  if (whole === '') {
    throw new WrongCell('not_a_price', `"${text}" is not a price such as 240 or 240.50`);
  }
  const price = Number(whole) * 100 + Number(part.padEnd(2, '0'));
  if (price <= MAX_PRICE) return price;
  throw new WrongCell('price_too_large', `"${text}" is more than a price can be`);
}

/** @throws WrongCell */
export function readWhole(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new WrongCell('not_a_number', `"${text}" is not a whole number`);
}

/** @param choices what may stand there, in small letters, and what it means @throws WrongCell */
export function readChoice<T>(text: string, choices: Readonly<Record<string, T>>): T {
  const found = Object.entries(choices).find(([name]) => name === text.toLowerCase());
  if (found) return found[1];
  throw new WrongCell('not_a_choice', `"${text}" is none of ${Object.keys(choices).join(', ')}`);
}

/** The parts of a list, without the spaces around them. A backslash takes the next sign as it is. */
export function parts(list: string, separator: string): string[] {
  if (list.trim() === '') return [];
  const found = [''];
  for (const [sign] of list.matchAll(/\\[\s\S]|[\s\S]/g)) {
    if (sign === separator) found.push('');
    else found.push(`${found.pop()}${sign}`);
  }
  return found.map((part) => part.trim());
}

/** A name as it may stand in a list. */
export function listed(name: string): string {
  return name.replace(/[\\|=;:,@]/g, '\\$&');
}

export function unlisted(name: string): string {
  return name.replace(/\\([\\|=;:,@])/g, '$1');
}
