import { KotdError } from './errors.js';

/** What can be taken out of use without being lost: bills, tickets and reports go on naming it. */
export interface Archivable {
  archived?: boolean;
}

/** Still in use. */
export function inUse(thing: Archivable): boolean {
  return thing.archived !== true;
}

/**
 * What is archived stays as it is until it is taken back, alone or with other changes.
 * @throws archived
 */
export function refuseFrozen(thing: Archivable, change: Archivable): void {
  if (thing.archived && change.archived !== false) throw new KotdError('archived');
}

/** What goes on using something that was to be archived. */
export type User =
  | 'items'
  | 'routing'
  | 'fallback'
  | 'defaultStation'
  | 'openTickets'
  | 'openOrders';

/** @param users what uses it, if anything @throws in_use with `usedBy` */
export function refuseUsed(usedBy: User | null): void {
  if (usedBy) throw new KotdError('in_use', { extra: { usedBy } });
}
