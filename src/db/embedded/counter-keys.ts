import type { Scope } from '../store.js';
import { KIND, keyOf } from './keys.js';
import { homeOf } from './places.js';

/** Beyond it all are forgotten: there are a few for each outlet that somebody looks at. */
const MAX = 20_000;

/** Keys of counters that were made before: a cached answer reads one, and making its key took longer than reading. */
export class CounterKeys {
  readonly #made = new Map<string, Buffer>();

  of(scope: Scope, name: string): Buffer {
    const { organizationId, outletId } = scope;
    // No id or name is cut by this: the lengths say where each ends.
    const label = `${organizationId.length} ${organizationId}${outletId === undefined ? '' : `/${outletId.length} ${outletId}`} ${name}`;
    const known = this.#made.get(label);
    if (known) return known;
    if (this.#made.size >= MAX) this.#made.clear();
    const key = keyOf(KIND.counter, ...homeOf(scope), name);
    this.#made.set(label, key);
    return key;
  }
}
