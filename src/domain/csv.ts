import { KotdError } from './errors.js';

/** One record: the number of the line that it begins on, from 1, and what its cells say. */
export interface Row {
  line: number;
  cells: string[];
}

const SEPARATORS = [',', ';', '\t'] as const;

/**
 * Reads a table as RFC 4180 has it, and as spreadsheets write it: lines may end with CR, LF or both, a
 * byte order mark is passed over, and where the first line has more semicolons or tabs than commas, those
 * separate the cells. Lines without anything in their cells are no records: spreadsheets append some. A quote
 * within a cell that does not begin with one is a character like any other.
 * @throws KotdError `invalid` where a quote is not closed, or text follows a closed one
 */
export function* readCsv(text: string): Generator<Row> {
  const separator = separatorOf(text);
  const plain = new RegExp(`[^${separator}\r\n]*`, 'y');
  let at = text.startsWith('\ufeff') ? 1 : 0;
  let line = 1;
  while (at < text.length) {
    const row: Row = { line, cells: [] };
    for (;;) {
      if (text[at] === '"') {
        const end = endOfQuoted(text, at, line);
        const quoted = text.slice(at + 1, end - 1);
        line += quoted.split(/\r\n|\r|\n/).length - 1;
        row.cells.push(quoted.replaceAll('""', '"'));
        at = end;
        if (!isEndOfCell(text[at], separator)) throw unreadable(line, 'text after a closing quote');
      } else {
        plain.lastIndex = at;
        const [cell = ''] = plain.exec(text) ?? [];
        row.cells.push(cell);
        at += cell.length;
      }
      if (text[at] !== separator) break;
      at++;
    }
    if (row.cells.some((cell) => cell.trim() !== '')) yield row;
    if (text[at] === '\r' && text[at + 1] === '\n') at++;
    at++;
    line++;
  }
}

/** The table as a spreadsheet reads it: commas, CRLF, quotes where they are needed. */
export function writeCsv(rows: Iterable<readonly string[]>): string {
  let text = '';
  for (const cells of rows) {
    const line = cells.map((cell) => (/[",;\t\r\n\ufeff]/.test(cell) ? quoted(cell) : cell)).join();
    text += `${line}\r\n`;
  }
  return text;
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}

/** Behind the closing quote of the cell that begins at `from`. */
function endOfQuoted(text: string, from: number, line: number): number {
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) throw unreadable(line, 'a quote that nothing closes');
    if (text[quote + 1] !== '"') return quote + 1;
    at = quote + 2;
  }
}

function isEndOfCell(next: string | undefined, separator: string): boolean {
  return next === undefined || next === separator || next === '\r' || next === '\n';
}

/** By the first line, without what stands in quotes. */
function separatorOf(text: string): string {
  const [head = ''] = text.replace(/"[^"]*"/g, '').split(/[\r\n]/, 1);
  const count = (separator: string) => head.split(separator).length;
  return SEPARATORS.reduce((most, next) => (count(next) > count(most) ? next : most));
}

function unreadable(line: number, message: string): KotdError {
  return new KotdError('invalid', {
    detail: `The file cannot be read: line ${line}`,
    errors: [{ pointer: '/csv', message: `line ${line}: ${message}` }],
  });
}
