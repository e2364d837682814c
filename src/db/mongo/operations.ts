import type { Document } from 'mongodb';
import { specOf } from '../specs.js';
import type { Scope } from '../store.js';
import type { Writes } from './draft.js';
import { KEPT, markerId, ownerIn, type StoredMarker } from './layout.js';
import type { Records } from './records.js';
import type { Proof } from './transaction.js';

/** What is written to a collection, in the words of the server. */
export interface Operations {
  /** Each finds one record. */
  updates: { q: Document; u: Document }[];
  inserts: Document[];
}

/** Heads and counters first: what many fight for is refused before much was written. */
export function operationsOf(writes: Writes, records: Records): Map<string, Operations> {
  const all = new Map<string, Operations>();
  const on = (collection: string): Operations => {
    const made = all.get(collection);
    if (made) return made;
    const fresh = { updates: [], inserts: [] };
    all.set(collection, fresh);
    return fresh;
  };
  for (const { _id, scope, before, after } of writes.heads.values()) {
    const { seq } = after;
    const q = records.one(_id, scope.organizationId);
    if (before) on(KEPT.head).updates.push({ q, u: { $set: { seq } } });
    else on(KEPT.head).inserts.push({ _id, ...homeOf(scope), seq });
  }
  for (const { _id, scope, name, before, after: last } of writes.counters.values()) {
    const q = records.one(_id, scope.organizationId);
    if (before !== undefined) on(KEPT.counter).updates.push({ q, u: { $set: { last } } });
    else on(KEPT.counter).inserts.push({ _id, ...homeOf(scope), name, last });
  }
  for (const { _id, scope, collection, before, doc } of writes.documents.values()) {
    const organizationId = ownerIn(scope, collection);
    const ofOutlet = specOf(collection).level === 'outlet';
    const u = { organizationId, outletId: ofOutlet ? homeOf(scope).outletId : null, doc };
    const q = records.one(_id, organizationId);
    if (before !== undefined) on(collection).updates.push({ q, u });
    else on(collection).inserts.push({ _id, ...u });
  }
  if (writes.events.length > 0) on(KEPT.event).inserts.push(...writes.events);
  if (writes.commands.size > 0) on(KEPT.command).inserts.push(...writes.commands.values());
  else on(KEPT.meta).inserts.push(markerOf(writes.group));
  return all;
}

/** Any command that took effect bears the name of its transaction; without commands a marker does. */
export function proofOf({ commands, group }: Writes): Proof {
  const [command] = commands.values();
  if (!command) return { collection: KEPT.meta, organizationId: '', ...markerOf(group) };
  const { _id, organizationId } = command;
  return { collection: KEPT.command, _id, organizationId, group };
}

function markerOf(group: string): StoredMarker {
  return { _id: markerId(group), group };
}

function homeOf({ organizationId, outletId }: Scope) {
  return { organizationId, outletId: outletId ?? null };
}
