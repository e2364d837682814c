import type { OutletScope, Store } from '../db/store.js';

/**
 * The stations of an outlet that hellos name. A station may be archived, but never goes: one that was
 * found is not looked for again, and all who ask for it at once ask the store once.
 */
export class Stations {
  readonly #store: Store;
  readonly #scope: OutletScope;
  /** Found, or looked for just now. */
  readonly #known = new Map<string, Promise<boolean>>();

  constructor(store: Store, scope: OutletScope) {
    this.#store = store;
    this.#scope = scope;
  }

  /** Which of these the outlet has, in their order. */
  has(ids: readonly string[]): Promise<boolean[]> {
    this.#lookFor(ids.filter((id) => !this.#known.has(id)));
    return Promise.all(ids.map((id) => this.#known.get(id) ?? false));
  }

  #lookFor(ids: readonly string[]): void {
    if (ids.length === 0) return;
    const found = this.#store.getMany(this.#scope, 'station', ids);
    for (const [i, id] of ids.entries()) {
      const known = found.then((stations) => stations[i] !== undefined);
      const forget = () => this.#known.delete(id);
      this.#known.set(id, known);
      known.then((exists) => exists || forget(), forget);
    }
  }
}
