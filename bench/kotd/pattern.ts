import { seeded } from '../../demo/chance.js';

/** Ids of kotd, ids of commands, instants. */
const ULID = '[0-9A-HJKMNP-TV-Z]{26}';
const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const INSTANT = '\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z';
const NAMES = new RegExp(`"(${ULID}|${UUID}|${INSTANT})"`, 'g');
/** Characters of a ULID that are the time. */
const TIME = 10;
const DIGITS = 8;

/** What differs between two guests' orders: the ids that were made for them, and when. */
export class Names {
  readonly #places = new Map<string, number>();
  readonly #names: string[];
  readonly #first: number;

  /**
   * @param before what had its names already: they stay
   * @param added of one guest
   */
  constructor(before: readonly string[], added: readonly string[]) {
    const known = new Set(before.flatMap(namesIn));
    this.#names = [...new Set(added.flatMap(namesIn))].filter((name) => !known.has(name));
    for (const [place, name] of this.#names.entries()) this.#places.set(name, place);
    this.#first = Math.min(...this.#names.filter(isInstant).map((at) => Date.parse(at)));
  }

  placeOf(name: string): number | undefined {
    return this.#places.get(name);
  }

  /** What a name has become. */
  in(names: readonly string[], name: string): string {
    return names[this.#places.get(name) ?? -1] ?? name;
  }

  /**
   * The names of the guest with this number, in the order of their places. Their random digits zip no better than real ones.
   * @param at when the guest came; ms since 1970
   */
  of(guest: number, at: number): string[] {
    const chance = seeded(guest);
    const random = () => hex(Math.floor(chance() * 2 ** 32));
    return this.#names.map((name) => {
      if (isInstant(name)) return new Date(at + Date.parse(name) - this.#first).toISOString();
      const [a, b] = [random(), random()];
      // The time in front is a number that grows with the guests: so do ids.
      if (!name.includes('-')) return `${hex(guest).padStart(TIME, '0')}${a}${b}`.toUpperCase();
      const [c, d] = [random(), random()];
      return `${a}-${b.slice(0, 4)}-${b.slice(4)}-${c.slice(0, 4)}-${c.slice(4)}${d}`;
    });
  }
}

/** A text with the names taken out. */
export class Pattern {
  readonly #pieces: string[] = [];
  readonly #places: number[] = [];

  constructor(text: string, names: Names) {
    let from = 0;
    for (const found of text.matchAll(NAMES)) {
      const place = names.placeOf(found[1] ?? '');
      if (place === undefined) continue;
      this.#pieces.push(text.slice(from, found.index + 1));
      this.#places.push(place);
      from = found.index + found[0].length - 1;
    }
    this.#pieces.push(text.slice(from));
  }

  /** With the names of another guest: see `Names.of`. */
  filled(names: readonly string[]): string {
    const [first = '', ...rest] = this.#pieces;
    return rest.reduce((text, piece, i) => text + names[this.#places[i] ?? 0] + piece, first);
  }
}

function namesIn(text: string): string[] {
  return Array.from(text.matchAll(NAMES), ([, name]) => name ?? '');
}

function isInstant(name: string): boolean {
  return name.includes(':');
}

function hex(number: number): string {
  return number.toString(16).padStart(DIGITS, '0');
}
