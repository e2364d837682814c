import type { Collection } from '../domain/decision.js';

/**
 * One thing that a store holds of an organization, in the form in which it travels between stores and
 * into backups. `text` is its JSON exactly as the store was given it, so that counts and checksums of
 * the same organization are the same in every store.
 */
export type StoredRecord =
  | { kind: 'document'; collection: Collection; outletId: string | null; id: string; text: string }
  /** `text`: the Event. */
  | { kind: 'event'; outletId: string | null; seq: number; text: string }
  /** `text`: the CommandRecord. */
  | { kind: 'command'; id: string; text: string }
  | { kind: 'counter'; outletId: string | null; name: string; last: number }
  /** Last of its stream's records; `seq` is also the number of its events. */
  | { kind: 'head'; outletId: string | null; seq: number };

/** Moves whole organizations between stores, and into backups. Both stores of kotd are archives too. */
export interface Archive {
  /**
   * Everything of an organization as of one moment, while others commit: its documents (and the logins
   * that lead to it), events, answers of commands, counters and heads. Documents by collection, each
   * stream in order with its head behind it; the organization's own document comes last of all.
   */
  dump(organizationId: string): AsyncIterable<StoredRecord>;

  /**
   * Takes in what `dump` gave, of an organization that is not here. Its streams get an epoch of their
   * own, since whoever followed them elsewhere must begin again. It is not one commit: until the
   * organization's own document comes, last, nobody finds the organization; after a load that was cut
   * off, `erase` removes what came.
   * @returns how many records
   * @throws KotdError already_exists when the organization, or a login, is here
   */
  load(organizationId: string, records: AsyncIterable<StoredRecord>): Promise<number>;

  /** Removes all that `dump` would give, slice by slice, the organization's document first. */
  erase(organizationId: string): Promise<number>;
}
