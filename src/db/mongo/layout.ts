import type { Collection, Documents, Event } from '../../domain/decision.js';
import type { CommandRecord, Scope } from '../store.js';
import { COLLECTIONS, type Level } from '../collections.js';

/**
 * How everything lies in MongoDB. Each kotd collection is a MongoDB collection of the same name; besides
 * them there are these. Every `_id` is a text that begins with whose it is, so it is unique over all
 * shards, and an event's is in the order of the stream, which needs no further index. Every filter names
 * `organizationId` (the shard key), so that a sharded cluster asks one shard.
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
  /** `_id: 'store'`: format and epoch. `_id: 'migrations'`: what `kotd migrate` has done. */
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

function homeId({ organizationId, outletId }: Scope): string {
  return JSON.stringify([organizationId, outletId ?? null]);
}

function ownerId(scope: Scope, level: Level): string {
  if (level === 'system') return '[]';
  if (level === 'organization') return JSON.stringify([scope.organizationId]);
  if (scope.outletId === undefined) throw new TypeError('such a document needs an outlet');
  return homeId(scope);
}
