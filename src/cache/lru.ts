/** The most that a cache may hold. */
export interface Bounds {
  entries: number;
  bytes: number;
}

interface Slot<V> {
  readonly value: V;
  bytes: number;
}

/**
 * Keeps what was used last, within a number of entries and of bytes. A Map remembers the order in which
 * keys came, so a key that is put back at each use leaves the least recently used one in front.
 * (node-cache, which is on the stack list, knows neither an order of use nor a bound in bytes.)
 */
export class Lru<V> {
  readonly #bounds: Bounds;
  readonly #slots = new Map<string, Slot<V>>();
  #newest: Slot<V> | null = null;
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

  get(key: string): V | undefined {
    const slot = this.#slots.get(key);
    if (slot === undefined) return undefined;
    if (slot !== this.#newest) {
      this.#slots.delete(key);
      this.#slots.set(key, slot);
      this.#newest = slot;
    }
    return slot.value;
  }

  /** Takes the place of what the key held. What is larger than the whole cache is not kept. */
  set(key: string, value: V, bytes: number): void {
    this.delete(key);
    if (bytes > this.#bounds.bytes) return;
    const slot = { value, bytes };
    this.#slots.set(key, slot);
    this.#newest = slot;
    this.#bytes += bytes;
    for (const oldest of this.#slots.keys()) {
      if (this.#slots.size <= this.#bounds.entries && this.#bytes <= this.#bounds.bytes) break;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const slot = this.#slots.get(key);
    if (slot === undefined) return;
    this.#slots.delete(key);
    this.#bytes -= slot.bytes;
  }
}
