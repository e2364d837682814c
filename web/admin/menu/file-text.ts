/** Bytes that the server reads of one file, with some room for what JSON adds to it. */
export const MOST_BYTES = 1024 * 1024;

/** A file as it was read, or what it is instead of a text. */
export type FileText =
  /** `guessed`: it does not say how its signs are to be read, and accents may have become others. */
  { text: string; guessed: boolean } | { wrong: 'workbook' | 'binary' };

/** How files begin that people take for a table: workbooks of now and of before 2007; and a printed page. */
const WORKBOOKS = ['504b0304', 'd0cf11e0'];
const PDF = '25504446';
/** Of a line that is shown. */
const MOST_SHOWN = 160;
/** Nought is no sign of any text; of a table it would stand among the first. */
const LOOKED_AT = 4096;

/**
 * The text of a file. Spreadsheets save in UTF-8, in UTF-16 ("Unicode text") or in the code page of Windows, in
 * which every byte means something.
 */
export function textOf(bytes: Uint8Array): FileText {
  const begin = hexOf(bytes.subarray(0, 4));
  if (WORKBOOKS.includes(begin)) return { wrong: 'workbook' };
  const wide = begin.startsWith('fffe') ? 'utf-16le' : begin.startsWith('feff') ? 'utf-16be' : null;
  if (wide) return { text: new TextDecoder(wide).decode(bytes), guessed: false };
  if (begin === PDF || bytes.subarray(0, LOOKED_AT).includes(0)) return { wrong: 'binary' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), guessed: false };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), guessed: true };
  }
}

/** A line of a text, from 1; at most so much of it as one can look at. */
export function lineOf(text: string, line: number): string {
  const whole = text.split(/\r\n|\r|\n/, line)[line - 1] ?? '';
  return whole.length > MOST_SHOWN ? `${whole.slice(0, MOST_SHOWN)}…` : whole;
}

/** How many bytes a request with this text has at least. */
export function bytesOf(csv: string): number {
  return new TextEncoder().encode(JSON.stringify(csv)).length;
}

/** What a cell said, as the complaint about it quotes it; null where it quotes nothing. */
export function quotedIn(message: string): string | null {
  return /"([^"]*)"/.exec(message)?.[1] ?? null;
}

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
