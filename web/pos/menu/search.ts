/** What of an item is searched. */
export interface Searchable {
  readonly id: string;
  readonly name: string;
  readonly code?: string | null | undefined;
  readonly available: boolean;
}

/** What somebody typed: "3 butter ch" are three of what begins so. */
export interface Wanted<I> {
  readonly items: readonly I[];
  readonly quantity: number;
}

interface Entry<I> {
  readonly item: I;
  readonly name: string;
  readonly words: readonly string[];
  readonly initials: string;
  readonly code: string;
  readonly place: number;
}

/**
 * The menu as it is searched: made once for each menu, since large ones have twenty thousand items.
 */
export type Index<I> = readonly Entry<I>[];

/** Better is smaller; items that fit in no way have none. */
const FITS = {
  code: 0,
  codeBegins: 1,
  nameBegins: 2,
  inOrder: 3,
  anyOrder: 4,
  initials: 5,
  mistyped: 6,
} as const;
/** Shorter words would be anything with one letter wrong. */
const LEAST_MISTYPED = 4;
const MOST_QUANTITY = 999;

export function indexOf<I extends Searchable>(items: readonly I[]): Index<I> {
  return items.map((item, place) => {
    const words = wordsOf(item.name);
    return {
      item,
      place,
      words,
      name: words.join(' '),
      initials: words.map((word) => word.charAt(0)).join(''),
      code: plain(item.code ?? ''),
    };
  });
}

/**
 * Finds by short code, by the beginnings of words in any order, by initials, and with one letter
 * wrong. The best first; of equals the one used most; what cannot be ordered now comes last.
 * @param used how often each item was taken lately
 */
export function search<I extends Searchable>(
  index: Index<I>,
  typed: string,
  used: ReadonlyMap<string, number> = new Map(),
  most = 60,
): Wanted<I> {
  const whole = plain(typed).trim();
  const [, count = '', rest = ''] = /^(\d{1,3})\s*(?:x\s+|\s|×\s*)(\S.*)$/.exec(whole) ?? [];
  // "7 up" is a name, "2 naan" are two.
  const isName = index.some(({ name, code }) => name.startsWith(whole) || code === whole);
  const quantity = Number(count);
  if (count === '' || isName || quantity < 1 || quantity > MOST_QUANTITY) {
    return { items: ranked(index, whole, used, most), quantity: 1 };
  }
  return { items: ranked(index, rest, used, most), quantity };
}

function ranked<I extends Searchable>(
  index: Index<I>,
  text: string,
  used: ReadonlyMap<string, number>,
  most: number,
): I[] {
  const words = wordsOf(text);
  const compact = text.replace(/\s+/g, '');
  if (compact === '') return [];
  const found: { fit: number; entry: Entry<I> }[] = [];
  for (const entry of index) {
    const fit = fitOf(entry, words, compact);
    if (fit !== null) found.push({ fit, entry });
  }
  const usedOf = ({ entry }: { entry: Entry<I> }) => used.get(entry.item.id) ?? 0;
  found.sort(
    (a, b) =>
      Number(b.entry.item.available) - Number(a.entry.item.available) ||
      a.fit - b.fit ||
      usedOf(b) - usedOf(a) ||
      a.entry.place - b.entry.place,
  );
  return found.slice(0, most).map(({ entry }) => entry.item);
}

function fitOf(entry: Entry<Searchable>, words: readonly string[], compact: string) {
  const { code, name, initials } = entry;
  if (code !== '' && code === compact) return FITS.code;
  if (code !== '' && code.startsWith(compact)) return FITS.codeBegins;
  if (words.length === 0) return null;
  if (name.startsWith(words.join(' '))) return FITS.nameBegins;
  if (beginInOrder(entry.words, words)) return FITS.inOrder;
  if (beginAnywhere(entry.words, words, startsWith)) return FITS.anyOrder;
  if (compact.length > 1 && initials.startsWith(compact)) return FITS.initials;
  return beginAnywhere(entry.words, words, nearlyStartsWith) ? FITS.mistyped : null;
}

function beginInOrder(words: readonly string[], typed: readonly string[]): boolean {
  let at = 0;
  for (const word of words) {
    const next = typed[at];
    if (next !== undefined && word.startsWith(next)) at++;
  }
  return at === typed.length;
}

/** Each typed word begins a word of its own. */
function beginAnywhere(
  words: readonly string[],
  typed: readonly string[],
  begins: (word: string, typed: string) => boolean,
): boolean {
  const left = [...words];
  return typed.every((each) => {
    const at = left.findIndex((word) => begins(word, each));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

const startsWith = (word: string, typed: string) => word.startsWith(typed);

/** With one letter wrong, missing, too many, or two that changed places. */
function nearlyStartsWith(word: string, typed: string): boolean {
  if (word.startsWith(typed)) return true;
  if (typed.length < LEAST_MISTYPED || word.charAt(0) !== typed.charAt(0)) return false;
  let at = 0;
  while (at < typed.length && word.charAt(at) === typed.charAt(at)) at++;
  const rest = typed.slice(at + 1);
  const swapped =
    typed.charAt(at) === word.charAt(at + 1) && typed.charAt(at + 1) === word.charAt(at);
  return (
    word.startsWith(rest, at + 1) ||
    word.startsWith(rest, at) ||
    word.startsWith(typed.slice(at), at + 1) ||
    (swapped && word.startsWith(typed.slice(at + 2), at + 2))
  );
}

function wordsOf(text: string): string[] {
  return plain(text)
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '');
}

/** Small letters without accents; the vowel signs of Devanagari are letters, and stay. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
}
