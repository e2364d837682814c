import { KotdError } from '../../domain/errors.js';
import type { Part } from '../cursor.js';

/**
 * The first byte of every key: what is kept under it. The numbers are part of the format on disk.
 *
 * document     collection, scope, id                   -> the document
 * index        collection, index, scope, values, id    -> id
 * event        organization, outlet or null, seq       -> the event
 * head         organization, outlet or null            -> seq of the stream's newest event: see head.ts
 * counter      organization, outlet or null, name      -> the last number it gave
 * command      organization, id                        -> what the command answered
 * commandAge   at, organization, id                    -> where the command stands, oldest first
 * expiry       instant, collection, scope, id          -> where the document stands, soonest first
 * arrival      organization                            -> it is here in part: see archive-load.ts
 */
export const KIND = {
  format: 1,
  document: 2,
  index: 3,
  event: 4,
  head: 5,
  counter: 6,
  command: 7,
  commandAge: 8,
  expiry: 9,
  arrival: 10,
} as const;

type Kind = (typeof KIND)[keyof typeof KIND];

/** The longest key that LMDB takes with pages of 4 KiB, in bytes. */
const MAX_BYTES = 1978;

/** The tags put values in MongoDB's order: null, numbers, strings, false, true. None is 0xff. */
const NULL = 1;
const NUMBER = 2;
const STRING = 3;
const FALSE = 4;
const TRUE = 5;
/** A string that is no Unicode: UTF-8 would make one and the same of all of them. */
const ILL_FORMED = 6;

/** Holds the longest part that begins within the limit: each UTF-16 unit takes 3 bytes at most. */
const ROOM = 8 * MAX_BYTES;
/** Keys of some hundred commands lie side by side in one piece of memory: an allocation for each would cost more. */
const SLAB = 8 * ROOM;

let scratch = Buffer.allocUnsafeSlow(SLAB);
/** Where the next key begins. */
let free = 0;

/**
 * A key whose order in bytes is the order of its parts, one after the other, and that no other
 * parts give. Strings are in code point order. It shares its memory with others: see `keepable`.
 * @throws KotdError invalid when it is longer than the store can hold
 */
export function keyOf(kind: Kind, ...parts: readonly Part[]): Buffer {
  if (free + ROOM > SLAB) {
    scratch = Buffer.allocUnsafeSlow(SLAB);
    free = 0;
  }
  let end = free;
  scratch[end++] = kind;
  for (const part of parts) {
    end = write(part, end);
    if (end - free > MAX_BYTES) throw tooLong();
  }
  const key = scratch.subarray(free, end);
  free = end;
  return key;
}

/** The same with memory of its own: one that is kept for long would keep that of all its neighbours. */
export function keepable(key: Buffer): Buffer {
  const own = Buffer.allocUnsafeSlow(key.length);
  key.copy(own);
  return own;
}

/** Comes after every key that begins with this one, and before all others that are greater. */
export function after(key: Buffer): Buffer {
  return Buffer.concat([key, AFTER]);
}

const AFTER = Buffer.from([0xff]);

function write(part: Part, at: number): number {
  switch (typeof part) {
    case 'string':
      return writeString(part, at);
    case 'number':
      scratch[at] = NUMBER;
      return writeNumber(part, at + 1);
    case 'boolean':
      scratch[at] = part ? TRUE : FALSE;
      return at + 1;
    default:
      scratch[at] = NULL;
      return at + 1;
  }
}

function writeString(text: string, at: number): number {
  if (text.length > MAX_BYTES) throw tooLong();
  return writePlain(text, at) ?? writeAny(text, at);
}

/** Ids and names of collections, as nearly all are; null when it has other characters than ASCII's. */
function writePlain(text: string, at: number): number | null {
  let end = at;
  scratch[end++] = STRING;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 2 || code > 127) return null;
    scratch[end++] = code;
  }
  scratch[end++] = 0;
  return end;
}

function writeAny(text: string, at: number): number {
  const wellFormed = !/\p{Surrogate}/u.test(text);
  scratch[at] = wellFormed ? STRING : ILL_FORMED;
  const end = at + 1 + scratch.write(escaped(wellFormed ? text : JSON.stringify(text)), at + 1);
  scratch[end] = 0;
  return end + 1;
}

/**
 * Frees the byte 0 for the end of a string, so that "a" stands before "a\0" and what follows never
 * counts.
 */
function escaped(text: string): string {
  if (!text.includes('\u0000') && !text.includes('\u0001')) return text;
  return text.replaceAll('\u0001', '\u0001\u0002').replaceAll('\u0000', '\u0001\u0001');
}

/**
 * IEEE 754 orders like integers once the sign is turned: all bits of a negative, one of the others.
 */
function writeNumber(value: number, at: number): number {
  if (Number.isNaN(value)) throw new TypeError('NaN has no place in an order');
  scratch.writeDoubleBE(value === 0 ? 0 : value, at);
  const negative = value < 0;
  for (let i = at; i < at + 8; i++) scratch[i] = (scratch[i] ?? 0) ^ (negative ? 0xff : 0);
  if (!negative) scratch[at] = (scratch[at] ?? 0) ^ 0x80;
  return at + 8;
}

function tooLong(): KotdError {
  return new KotdError('invalid', { detail: 'An id or a name is too long' });
}

/** The parts that a key was made of. */
export function partsOf(key: Buffer): Part[] {
  const parts: Part[] = [];
  for (let at = 1; at < key.length; ) {
    const tag = key[at++];
    if (tag === NUMBER) {
      parts.push(readNumber(key, at));
      at += 8;
    } else if (tag === STRING || tag === ILL_FORMED) {
      const end = key.indexOf(0, at);
      const text = unescaped(key.toString('utf8', at, end));
      parts.push(tag === STRING ? text : JSON.parse(text));
      at = end + 1;
    } else parts.push(tag === NULL ? null : tag === TRUE);
  }
  return parts;
}

function unescaped(text: string): string {
  if (!text.includes('\u0001')) return text;
  return text.replaceAll('\u0001\u0001', '\u0000').replaceAll('\u0001\u0002', '\u0001');
}

function readNumber(key: Buffer, at: number): number {
  const bytes = Buffer.from(key.subarray(at, at + 8));
  const negative = ((bytes[0] ?? 0) & 0x80) === 0;
  for (let i = 0; i < 8; i++) bytes[i] = (bytes[i] ?? 0) ^ (negative ? 0xff : 0);
  if (!negative) bytes[0] = (bytes[0] ?? 0) ^ 0x80;
  return bytes.readDoubleBE(0);
}
