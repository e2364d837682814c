import type { Collection } from '../../domain/decision.js';

/** Read for every order and changed now and then; the others change at nearly every command. */
const STEADY: ReadonlySet<Collection> = new Set<Collection>([
  'organization',
  'outlet',
  'staff',
  'station',
  'category',
  'taxClass',
  'menuItem',
]);

/** Texts that are remembered; then all are forgotten, and those in use come back. */
const MAX = 4_096;
/** Longer ones are read anew: hashing them costs what parsing the shorter ones does. */
const MAX_LENGTH = 4_096;

/**
 * What the texts of steady documents say. It is the text itself, as it was just read, that is looked up:
 * nothing here can be out of date. Frozen, since many get the same.
 */
export class Parsed {
  readonly #known = new Map<string, unknown>();

  /** @param text JSON, as stored */
  of(collection: Collection, text: string): unknown {
    if (!STEADY.has(collection) || text.length > MAX_LENGTH) return JSON.parse(text);
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.#known.size >= MAX) this.#known.clear();
    const value = frozen(JSON.parse(text));
    this.#known.set(text, value);
    return value;
  }
}

function frozen(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
