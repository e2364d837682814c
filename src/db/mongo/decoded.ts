import { BSON } from 'mongodb';
import { frozen, isSteady } from '../steady.js';
import type { Stored } from './stored.js';

/** Records that are remembered; then all are forgotten, and those in use come back. */
const MAX = 4_096;
/** In bytes. Longer ones are decoded anew: hashing them costs what decoding the shorter ones does. */
const MAX_LENGTH = 4_096;

/**
 * What the bytes of steady records say. It is the bytes themselves, as they were just read, that are looked up:
 * nothing here can be out of date.
 */
export class Decoded {
  readonly #known = new Map<string, Stored>();

  /** @param bytes as the server sent them */
  of(collection: string, bytes: Uint8Array): Stored {
    if (!isSteady(collection) || bytes.length > MAX_LENGTH) return decode(bytes);
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    const known = this.#known.get(text);
    if (known) return known;
    if (this.#known.size >= MAX) this.#known.clear();
    const record = frozen(decode(bytes));
    this.#known.set(text, record);
    return record;
  }
}

export function decode(bytes: Uint8Array): Stored {
  return BSON.deserialize(bytes) as Stored;
}
