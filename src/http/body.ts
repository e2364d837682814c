import { KotdError } from '../domain/errors.js';

/** The longest body that is read, in bytes. */
export const MAX_BODY = 1024 * 1024;
/**
 * Of a call that anybody may make, in bytes. It is read before it is counted, since it says whose limit it draws
 * on: a mebibyte of small fields takes a tenth of a second to read and to refuse.
 */
export const MAX_PUBLIC_BODY = 16 * 1024;

/**
 * Gathers a body in one growing buffer: a client that sends it byte by byte must not cost an object for
 * each. The chunks are copied, since uWebSockets takes them back.
 */
export class Body {
  readonly #most: number;
  #bytes = Buffer.alloc(0);
  #length = 0;

  /** @param most bytes that it may have */
  constructor(most: number) {
    this.#most = most;
  }

  /** @throws KotdError `body_too_large` */
  append(chunk: ArrayBuffer): void {
    const length = this.#length + chunk.byteLength;
    if (length > this.#most) throw new KotdError('body_too_large');
    if (length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(length, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(new Uint8Array(chunk), this.#length);
    this.#length = length;
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}
