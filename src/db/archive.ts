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
  /** Behind its stream's events; `seq` is that of the last one. A stream without events has none. */
  | { kind: 'head'; outletId: string | null; seq: number };

/** What an earlier dump of an organization had, for one that needs only what came after. */
export interface Since {
  /** Where each stream was; null names the organization's own. */
  heads: ReadonlyMap<string | null, number>;
  /** RFC 3339. Commands that the earlier dump did not have are not older. */
  commandsFrom: string;
}

/** `part`: a load or an erase was cut off, or is under way. */
export type Presence = 'whole' | 'part' | 'none';

/** Moves whole organizations between stores, and into backups. Both stores of kotd are archives too. */
export interface Archive {
  /**
   * Everything of an organization as of one moment, while others commit: its documents (and the logins
   * that lead to it), events, answers of commands, counters and heads. In the order of
   * `compareRecords`, which is the same in every store; the organization's own document comes last of all.
   *
   * With `since`, events and commands are those after it, and of orders, tickets and bills only those
   * that these events name: see `growing.ts`. All else is complete, so that what is missing is gone.
   */
  dump(organizationId: string, since?: Since): AsyncIterable<StoredRecord>;

  /**
   * Takes in what `dump` gave, of an organization that is not here. Its streams get an epoch of their
   * own, since whoever followed them elsewhere must begin again. It is not one commit: until the
   * organization's own document comes, last, nobody finds the organization; after a load that was cut
   * off, `erase` removes what came.
   * @returns how many records
   * @throws KotdError already_exists when the organization, part of it, or one of its logins is here;
   *   invalid when the records do not fit together or are another organization's
   */
  load(organizationId: string, records: AsyncIterable<StoredRecord>): Promise<number>;

  /**
   * Removes all that `dump` would give, slice by slice, and what a load or an erase that was cut off
   * has left; the organization's document and its logins first, so that nobody finds half of it.
   * @returns how many records
   */
  erase(organizationId: string): Promise<number>;

  presence(organizationId: string): Promise<Presence>;

  /** Ids of all organizations that are here in part; `Store.organizations` does not know them. */
  parts(): Promise<string[]>;
}
