import type { Collection, Documents, Event } from '../../domain/decision.js';
import { COLLECTIONS, type Level } from '../collections.js';
import type { CommandRecord, Scope } from '../store.js';

/**
 * How everything lies in MongoDB. Each kotd collection is a MongoDB collection of the same name; besides
 * them there are these. Every `_id` is a text that begins with whose it is, so it is unique over all
 * shards, and an event's is in the order of the stream, which needs no further index. On a sharded cluster
 * every filter names `organizationId` (the shard key), so that it asks one shard; see `records.ts`.
 */
export const KEPT = {
  /** One for each event. */
  event: 'event',
  /** One for each command that took effect. */
  command: 'command',
  /** One for each stream: how far it is. Every commit with events writes it. */
  head: 'head',
  /** One for each counter of a scope. */
  counter: 'counter',
  /**
   * `_id: 'store'`: format and epoch. `_id: 'migrations'`: what `kotd migrate` has done. `_id: 'group:…'`:
   * a transaction that took effect and has no command to show it. `_id: 'worker:…'`: a worker that is there, and the
   * sessions of its transactions. `_id: 'arrival:…'`: an organization that is here in part, since it is being
   * loaded or erased.
   */
  meta: 'meta',
} as const;

/** What every record has. organizationId is '' for what is the system's (logins). */
interface Owned {
  _id: string;
  organizationId: string;
}

export interface StoredDocument<C extends Collection = Collection> extends Owned {
  outletId: string | null;
  /** As the store was given it: numbers stay numbers, the order of fields stays. */
  doc: Documents[C];
}

export interface StoredEvent extends Owned {
  outletId: string | null;
  event: Event;
}

export interface StoredCommand extends Owned, CommandRecord {
  /** Which transaction wrote it: by this a commit of unknown result is told from somebody else's. */
  group: string;
}

export interface StoredHead extends Owned {
  outletId: string | null;
  seq: number;
  /** Set when the stream was imported: see `Store.load`. Else the epoch is the store's. */
  epoch?: string;
}

export interface StoredCounter extends Owned {
  outletId: string | null;
  name: string;
  last: number;
}

/** Proof of a transaction without commands; `_id` is in the order of time. */
export interface StoredMarker {
  _id: string;
  group: string;
}

const WIDTH = 16;

/** Of a document, by the level of its collection. */
export function documentId(scope: Scope, collection: Collection, id: string): string {
  return `${ownerId(scope, COLLECTIONS[collection].level)}:${id}`;
}

export function eventId(scope: Scope, seq: number): string {
  return `${homeId(scope)}:${String(seq).padStart(WIDTH, '0')}`;
}

/** Commands are the organization's, whatever the outlet. */
export function commandId(scope: Scope, id: string): string {
  return `${JSON.stringify([scope.organizationId])}:${id}`;
}

/** The name of a transaction that begins at `ms` since 1970; in the order of time. */
export function groupName(ms: number, unique: string): string {
  return `${ms.toString(36).padStart(9, '0')}-${unique}`;
}

export function markerId(group: string): string {
  return `group:${group}`;
}

const ARRIVAL = 'arrival:';
/** Finds the marks of all organizations that are here in part. */
export const ARRIVALS = idsFrom(ARRIVAL);

export function arrivalId(organizationId: string): string {
  return `${ARRIVAL}${JSON.stringify([organizationId])}`;
}

/** Whose such an id is. */
export function arrivingIn(id: string): string {
  return JSON.parse(id.slice(ARRIVAL.length))[0];
}

/** The `_id` of all that is an organization's, or one of its outlets'. */
export function idsOf(organizationId: string): IdRange {
  return idsFrom(JSON.stringify([organizationId]).slice(0, -1));
}

export interface IdRange {
  $gte: string;
  $lt: string;
}

export function idsFrom(prefix: string): IdRange {
  return { $gte: prefix, $lt: `${prefix}\u{10ffff}` };
}

export function headId(scope: Scope): string {
  return homeId(scope);
}

export function counterId(scope: Scope, name: string): string {
  return `${homeId(scope)}:${name}`;
}

/** Value of `organizationId` of a record of that level. */
export function ownerOf(scope: Scope, level: Level): string {
  return level === 'system' ? '' : scope.organizationId;
}

/** Value of `organizationId` of a document of that collection. */
export function ownerIn(scope: Scope, collection: Collection): string {
  return ownerOf(scope, COLLECTIONS[collection].level);
}

/** Finds the documents of a collection that are the scope's. */
export function ownerFilter(scope: Scope, collection: Collection) {
  const { level } = COLLECTIONS[collection];
  const organizationId = ownerIn(scope, collection);
  if (level !== 'outlet') return { organizationId };
  if (scope.outletId === undefined) throw new TypeError(`${collection} needs an outlet`);
  return { organizationId, outletId: scope.outletId };
}

function homeId({ organizationId, outletId }: Scope): string {
  return JSON.stringify([organizationId, outletId ?? null]);
}

function ownerId(scope: Scope, level: Level): string {
  if (level === 'system') return '[]';
  if (level === 'organization') return JSON.stringify([scope.organizationId]);
  if (scope.outletId === undefined) throw new TypeError('such a document needs an outlet');
  return homeId(scope);
}
