/** The most that a cache may hold. */
export interface Bounds {
  entries: number;
  bytes: number;
}

interface Slot<V> {
  readonly value: V;
  readonly bytes: number;
  /** Since it was put in, or last spared. */
  used: boolean;
}

/**
 * Keeps what was used last, nearly, within a number of entries and of bytes: the oldest goes, unless it was
 * used; then it is spared once and becomes the newest ("second chance"; a use costs one assignment, where
 * an exact order would move the key in its Map). A Map remembers the order in which keys came.
 * (node-cache, which is on the stack list, knows neither an order of use nor a bound in bytes.)
 */
export class Lru<V> {
  readonly #bounds: Bounds;
  readonly #slots = new Map<string, Slot<V>>();
  #bytes = 0;

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  get entries(): number {
    return this.#slots.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  *values(): Iterable<V> {
    for (const { value } of this.#slots.values()) yield value;
  }

  get(key: string): V | undefined {
    const slot = this.#slots.get(key);
    if (slot === undefined) return undefined;
    slot.used = true;
    return slot.value;
  }

  /** Takes the place of what the key held. What is larger than the whole cache is not kept. */
  set(key: string, value: V, bytes: number): void {
    this.delete(key);
    if (bytes > this.#bounds.bytes) return;
    this.#makeRoom(bytes);
    this.#slots.set(key, { value, bytes, used: false });
    this.#bytes += bytes;
  }

  #makeRoom(bytes: number): void {
    for (const [oldest, slot] of this.#slots) {
      const { entries, bytes: most } = this.#bounds;
      if (this.#slots.size < entries && this.#bytes + bytes <= most) return;
      this.#slots.delete(oldest);
      // Comes up again behind all others, within this very loop.
      if (slot.used) this.#slots.set(oldest, { ...slot, used: false });
      else this.#bytes -= slot.bytes;
    }
  }

  delete(key: string): void {
    const slot = this.#slots.get(key);
    if (slot === undefined) return;
    this.#slots.delete(key);
    this.#bytes -= slot.bytes;
  }
}
