import type { Changes, Collection, Documents, Event } from '../domain/decision.js';
import type { IndexName } from './collections.js';
import type { Texts } from './texts.js';

/**
 * The Store port. What any store of kotd promises; `test/db/conformance.ts` holds each adapter to it.
 *
 * **Scope.** Every call names the organization, and the outlet where the collection is an outlet's.
 * Nothing of another organization can be named, so no forgotten filter can reach it.
 *
 * **rev.** Each document carries how often it was written. A put at rev n replaces exactly rev n - 1
 * (n = 1: there must be no such document yet); otherwise the commit is a conflict and has no effect.
 *
 * **seq.** Each scope has one stream of events numbered 1, 2, 3 … without a hole, written in the commit
 * whose state they describe. Outlets have theirs, and so does the organization itself (no outletId).
 * Position 0 means that nothing happened yet. **epoch** names the stream; it changes only when a
 * restore replaced it, and then no seq of the old epoch means anything.
 *
 * **Versions.** A collection may name a version (see collections.ts): each commit that writes such
 * documents advances the counter `version/<name>` of the scope by itself, besides `Commit.counters`.
 *
 * **Durability.** When `commit` resolves, a `kill -9` of any process or a power cut loses nothing of it.
 */
export interface Store {
  /** Takes effect wholly or not at all. Never throws for a conflict or a duplicate. */
  commit<R>(scope: Scope, commit: Commit<R>): Promise<CommitOutcome<R>>;

  get<C extends Collection>(
    scope: Scope,
    collection: C,
    id: string,
  ): Promise<Documents[C] | undefined>;

  /** In the order of `ids`; undefined where there is no such document. */
  getMany<C extends Collection>(
    scope: Scope,
    collection: C,
    ids: readonly string[],
  ): Promise<(Documents[C] | undefined)[]>;

  page<C extends Collection>(
    scope: Scope,
    collection: C,
    query: PageQuery<C>,
  ): Promise<Page<Documents[C]>>;

  /** What the command with this id answered, if it took effect. */
  command(scope: Scope, id: string): Promise<CommandRecord | undefined>;

  position(scope: Scope): Promise<Position>;

  /** Of many streams at the cost of about one question; in the order of `scopes`. */
  positions(scopes: readonly Scope[]): Promise<Position[]>;

  /** Events after `after`, in order, at most `limit`. */
  events(scope: Scope, after: number, limit: number): Promise<Event[]>;

  /** The last number the counter gave; 0 if none. */
  counter(scope: Scope, name: string): Promise<number>;

  /**
   * Answers what reads the counter without waiting, where the store can do so at the cost of a function
   * call and sees every commit that any process of this box was told of. A store that cannot has no such
   * method, and caches then rely on the stream alone.
   */
  counterReader?(scope: Scope, name: string): () => number;

  /** Ids of all organizations, in id order. Only for work on the whole store: start, audit, export. */
  organizations(after: string | null, limit: number): Promise<string[]>;

  /**
   * Removes answers of commands older than `commandsBefore` and documents that expired before `now`;
   * returns how many of both. It goes slice by slice, and begins no slice once `stopped` says so.
   */
  sweep(now: string, commandsBefore: string, stopped?: () => boolean): Promise<number>;

  stats(): StoreStats;

  /** Waits for commits under way, then lets go of everything. */
  close(): Promise<void>;
}

export interface Scope {
  readonly organizationId: string;
  readonly outletId?: string;
}

/** An outlet's own: of it is one stream, which screens follow and cached answers go with. */
export interface OutletScope extends Scope {
  readonly outletId: string;
}

export interface Commit<R> {
  /** Makes the commit happen at most once for this id within the organization. */
  command?: { id: string; fingerprint: string; at: string };
  /** Each name advances its counter by one, in the commit: numbers without gap or repeat. */
  counters: readonly string[];
  /** Pure; called inside the commit with the numbers taken, and again if the commit is tried again. */
  changes(numbers: readonly number[]): Changes<R>;
  /** What to keep as the command's answer, given the changes; asked for only when `command` is set. */
  answer?(changes: Changes<R>): unknown;
}

export type CommitOutcome<R> =
  | Committed<R>
  | { kind: 'conflict'; collection: Collection; id: string }
  | { kind: 'duplicate'; record: CommandRecord };

export interface Committed<R> {
  kind: 'committed';
  epoch: string;
  seq: number;
  events: Event[];
  changes: Changes<R>;
  /** The JSON of its documents and events, which whoever tells of them need not write again. */
  texts: Texts;
}

export interface CommandRecord {
  fingerprint: string;
  /** RFC 3339. */
  at: string;
  answer: unknown;
  /** Position of the stream after the command's own events. */
  epoch: string;
  seq: number;
}

export interface Position {
  epoch: string;
  seq: number;
}

export interface PageQuery<C extends Collection> {
  index: IndexName<C>;
  /** Values of the index's leading fields that must be equal. */
  equals?: readonly (string | number | boolean | null)[];
  /** 1 to 1,000. A page of large documents may hold fewer; `nextCursor` says whether there are more. */
  limit: number;
  /** From `nextCursor` of the page before; opaque. A cursor that is not one throws `invalid`. */
  cursor?: string | null;
  reverse?: boolean;
  /**
   * What was written in the last seconds, at most about 90, may be missing or as it was before: a store
   * of several servers may ask one that is behind. For search and reports only. Never for kitchen, money or
   * sign-in, for what a decision is made from, or for what is kept in a cache.
   */
  mayLag?: boolean;
}

export interface Page<D> {
  data: D[];
  nextCursor: string | null;
}

export interface StoreStats {
  commits: number;
  conflicts: number;
  duplicates: number;
  /** Commits handed over and not yet durable. */
  queued: number;
  /** The disk refused a commit less than 30 s ago and has taken none since. */
  failing: boolean;
  /** Only of a store that is a server. */
  server?: ServerStats;
}

/** What the driver of a store's server tells of itself. */
export interface ServerStats {
  /** Connections there are, those in use, and the calls that wait for one. */
  connections: number;
  inUse: number;
  waiting: number;
  /** Waits for a connection that ended without one. */
  checkoutFailures: number;
  /** By command's name. Seconds are the sum over all. */
  commands: ReadonlyMap<string, { count: number; failures: number; seconds: number }>;
  /** Times another server became the primary, and times there was none. */
  failovers: number;
  /** Commits whose result was not known at first and had to be looked for. */
  unknownResults: number;
  /** Transactions begun, and those tried again since another one was faster. */
  groups: number;
  groupConflicts: number;
}
