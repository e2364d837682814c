import type { Store } from '../../db/store.js';

interface Look {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly done: Promise<void>;
}

/**
 * The outlets of organizations, as far as limits have to know them. Whoever is looked up needs them, and
 * a new worker looks up a thousand people of one organization within a second: they share one question.
 */
export class OutletLists {
  readonly #store: Store;
  readonly #ids = new Map<string, Set<string>>();
  /** The last look at each, which may be under way. */
  readonly #looks = new Map<string, Look>();

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Resolves when the outlets are known as they were less than so many ms ago.
   * @param now milliseconds since 1970
   */
  know(organizationId: string, now: number, believedMs: number): Promise<void> {
    const last = this.#looks.get(organizationId);
    // The clock may have been set back.
    if (last && Math.abs(now - last.at) < believedMs) return last.done;
    const isLast = () => this.#looks.get(organizationId) === look;
    const query = { index: 'byCreation', limit: 1000 } as const;
    const found = this.#store.page({ organizationId }, 'outlet', query);
    const done = found.then(({ data }) => {
      if (isLast()) this.#ids.set(organizationId, new Set(data.map(({ id }) => id)));
    });
    const look: Look = { at: now, done };
    this.#looks.set(organizationId, look);
    done.catch(() => isLast() && this.#looks.delete(organizationId));
    return done;
  }

  /** How many there are; 0 when that is not known. */
  count(organizationId: string): number {
    return this.#ids.get(organizationId)?.size ?? 0;
  }

  opened(organizationId: string, outletId: string): void {
    this.#ids.get(organizationId)?.add(outletId);
  }

  /** They may be others now: what a look that began before brings is not kept. */
  doubt(organizationId: string): void {
    this.#looks.delete(organizationId);
  }

  doubtAll(): void {
    this.#looks.clear();
  }
}
