import { isUtf8 } from 'node:buffer';

/**
 * Reads MessagePack as far as it can say what JSON can. msgpackr's own reader also revives
 * extensions and compiles record definitions that come with the data, which no stranger's frame may
 * make it do; this one knows no such tokens, so nothing but plain data can come out of it.
 *
 * @param maxDepth how deep arrays and maps may stand in each other
 * @throws Error when the bytes are anything else
 */
export function readMsgpack(bytes: Buffer, maxDepth: number): unknown {
  const reader = new Reader(bytes);
  const value = reader.value(maxDepth);
  if (reader.left > 0) throw new Error('bytes after the value');
  return value;
}

/** Buffer's own reads throw a RangeError past the end, so a truncated frame needs no check here. */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  value(depth: number): unknown {
    const token = this.#uint(1);
    if (token < 0x80) return token;
    if (token < 0x90) return this.#map(token & 0x0f, depth);
    if (token < 0xa0) return this.#array(token & 0x0f, depth);
    if (token < 0xc0) return this.#string(token & 0x1f);
    if (token >= 0xe0) return token - 0x100;
    switch (token) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xca:
        return finite(this.#bytes.readFloatBE(this.#skip(4)));
      case 0xcb:
        return finite(this.#bytes.readDoubleBE(this.#skip(8)));
      case 0xcc:
      case 0xcd:
      case 0xce:
        return this.#uint(1 << (token - 0xcc));
      case 0xcf:
        return safe(this.#bytes.readBigUInt64BE(this.#skip(8)));
      case 0xd0:
      case 0xd1:
      case 0xd2:
        return this.#int(1 << (token - 0xd0));
      case 0xd3:
        return safe(this.#bytes.readBigInt64BE(this.#skip(8)));
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.#string(this.#uint(1 << (token - 0xd9)));
      case 0xdc:
      case 0xdd:
        return this.#array(this.#uint(2 << (token - 0xdc)), depth);
      case 0xde:
      case 0xdf:
        return this.#map(this.#uint(2 << (token - 0xde)), depth);
      default:
        throw new Error('a kind of value that JSON does not have');
    }
  }

  #array(length: number, depth: number): unknown[] {
    this.#enter(length, depth);
    const array: unknown[] = [];
    for (let i = 0; i < length; i++) array.push(this.value(depth - 1));
    return array;
  }

  #map(length: number, depth: number): Record<string, unknown> {
    this.#enter(length * 2, depth);
    const map: Record<string, unknown> = {};
    for (let i = 0; i < length; i++) {
      const key = this.value(0);
      if (typeof key !== 'string') throw new Error('a key that is not a string');
      if (key === '__proto__') throw new Error('a key that names the prototype');
      map[key] = this.value(depth - 1);
    }
    return map;
  }

  /** Each value takes a byte at least: a length beyond that is a lie, and would cost memory. */
  #enter(values: number, depth: number): void {
    if (depth <= 0) throw new Error('nested too deep');
    if (values > this.left) throw new Error('shorter than it says');
  }

  #string(length: number): string {
    const from = this.#skip(length);
    const text = this.#bytes.subarray(from, this.#at);
    if (text.length < length || !isUtf8(text)) throw new Error('a string that is not UTF-8');
    return text.toString('utf8');
  }

  #uint(size: number): number {
    return this.#bytes.readUIntBE(this.#skip(size), size);
  }

  #int(size: number): number {
    return this.#bytes.readIntBE(this.#skip(size), size);
  }

  #skip(size: number): number {
    const from = this.#at;
    this.#at += size;
    return from;
  }
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new Error('a number that is not finite');
  return value;
}

function safe(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new Error('a number beyond the safe integers');
  return number;
}
