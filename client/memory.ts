import { Listeners } from './listeners.js';
import { Closed } from './problem.js';
import type { Change, DeviceStore, Stored } from './storage.js';

/**
 * A store that ends with the program: for tests, and for a browser that keeps nothing. Several may open the same
 * one, as tabs of a browser do.
 */
export class Memory {
  readonly #records = new Map<string, unknown>();
  readonly #pictures = new Map<string, unknown>();
  readonly #tabs = new Set<MemoryStore>();
  readonly #leaders = new Map<string, { tab: MemoryStore; begin: () => void }[]>();

  open(): DeviceStore {
    const tab = new MemoryStore(this, this.#records, this.#pictures);
    this.#tabs.add(tab);
    return tab;
  }

  /** The other tabs. */
  others(tab: MemoryStore): MemoryStore[] {
    return [...this.#tabs].filter((other) => other !== tab);
  }

  /** Queues for the lead; who is first has it. */
  lead(name: string, tab: MemoryStore, begin: () => void): () => void {
    const queue = this.#leaders.get(name) ?? [];
    this.#leaders.set(name, queue);
    const mine = { tab, begin };
    if (queue.push(mine) === 1) queueMicrotask(begin);
    return () => this.#leave(queue, (one) => one === mine);
  }

  gone(tab: MemoryStore): void {
    this.#tabs.delete(tab);
    for (const queue of this.#leaders.values()) this.#leave(queue, (one) => one.tab === tab);
  }

  #leave<T extends { begin: () => void }>(queue: T[], leaves: (one: T) => boolean): void {
    const [first] = queue;
    queue.splice(0, queue.length, ...queue.filter((one) => !leaves(one)));
    if (queue[0] && queue[0] !== first) queueMicrotask(queue[0].begin);
  }
}

class MemoryStore implements DeviceStore {
  readonly #memory: Memory;
  readonly #records: Map<string, unknown>;
  readonly #pictures: Map<string, unknown>;
  readonly #changed = new Listeners<[keys: readonly string[]]>();
  readonly #told = new Listeners<[message: unknown]>();
  #closed = false;

  constructor(memory: Memory, records: Map<string, unknown>, pictures: Map<string, unknown>) {
    this.#memory = memory;
    this.#records = records;
    this.#pictures = pictures;
  }

  async list(prefix: string): Promise<Stored[]> {
    const found = [...this.#records].filter(([key]) => key.startsWith(prefix));
    return structuredClone(found.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  async update(
    keys: readonly string[],
    decide: (values: unknown[]) => readonly Change[],
  ): Promise<void> {
    if (this.#closed) throw new Closed('the store');
    const changes = decide(keys.map((key) => structuredClone(this.#records.get(key))));
    for (const [key, value] of changes) {
      if (value === undefined) this.#records.delete(key);
      else this.#records.set(key, structuredClone(value));
    }
    for (const other of this.#memory.others(this)) {
      queueMicrotask(() => other.#changed.tell(changes.map(([key]) => key)));
    }
  }

  async keep(name: string, picture: unknown): Promise<void> {
    if (this.#closed) throw new Closed('the store');
    this.#pictures.set(name, structuredClone(picture));
  }

  async kept(name: string): Promise<unknown> {
    return structuredClone(this.#pictures.get(name));
  }

  onChanged(listener: (keys: readonly string[]) => void): () => void {
    return this.#changed.add(listener);
  }

  tell(message: unknown): void {
    const copy: unknown = structuredClone(message);
    for (const other of this.#memory.others(this)) queueMicrotask(() => other.#told.tell(copy));
  }

  onTold(listener: (message: unknown) => void): () => void {
    return this.#told.add(listener);
  }

  lead(name: string, begin: () => void): () => void {
    return this.#memory.lead(name, this, begin);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#memory.gone(this);
  }
}
