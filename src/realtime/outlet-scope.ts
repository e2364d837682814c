import type { Scope } from '../db/store.js';

/** Whose stream: an outlet's own. */
export interface OutletScope extends Scope {
  readonly outletId: string;
}
