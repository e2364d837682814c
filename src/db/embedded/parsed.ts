import type { Collection } from '../../domain/decision.js';
import { frozen, isSteady } from '../steady.js';

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
    if (!isSteady(collection) || text.length > MAX_LENGTH) return JSON.parse(text);
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.#known.size >= MAX) this.#known.clear();
    const value = frozen(JSON.parse(text));
    this.#known.set(text, value);
    return value;
  }
}
