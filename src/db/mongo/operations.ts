import type { Document } from 'mongodb';
import { specOf } from '../specs.js';
import type { Scope } from '../store.js';
import type { Writes } from './draft.js';
import { KEPT, markerId, ownerIn, type StoredMarker } from './layout.js';
import type { Proof } from './proof.js';
import type { Records } from './records.js';

/** What is written to a collection, in the words of the server. */
export interface Operations {
  /** Each changes one record: that it names, if it is still as the group takes for granted. */
  updates: { q: Document; u: Document[] }[];
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
    if (before) {
      // Of two fields in one list, one that is missing counts as null.
      const u = setWhere(['$seq', '$epoch'], [before.seq, before.epoch], 'seq', seq);
      on(KEPT.head).updates.push({ q, u });
    } else on(KEPT.head).inserts.push({ _id, ...homeOf(scope), seq });
  }
  for (const { _id, scope, name, before, after: last } of writes.counters.values()) {
    const q = records.one(_id, scope.organizationId);
    if (before !== undefined) {
      on(KEPT.counter).updates.push({ q, u: setWhere('$last', before, 'last', last) });
    } else on(KEPT.counter).inserts.push({ _id, ...homeOf(scope), name, last });
  }
  for (const { _id, scope, collection, before, doc } of writes.documents.values()) {
    const organizationId = ownerIn(scope, collection);
    if (before !== undefined) {
      // As it is: a text in it that begins with a dollar names no field.
      const u = setWhere('$doc.rev', before, 'doc', { $literal: doc });
      on(collection).updates.push({ q: records.one(_id, organizationId), u });
    } else {
      const ofOutlet = specOf(collection).level === 'outlet';
      const outletId = ofOutlet ? homeOf(scope).outletId : null;
      on(collection).inserts.push({ _id, organizationId, outletId, doc });
    }
  }
  if (writes.events.length > 0) on(KEPT.event).inserts.push(...writes.events);
  if (writes.commands.size > 0) on(KEPT.command).inserts.push(...writes.commands.values());
  else on(KEPT.meta).inserts.push(markerOf(writes.group));
  return all;
}

/**
 * Sets a field where another is as is believed. Where it is not, the record stays as it is, and the server does
 * not count it as modified. In a filter of its own the condition would keep some servers from finding
 * the record by its `_id`: see `Records`.
 */
function setWhere(now: unknown, believed: unknown, field: string, value: unknown): Document[] {
  return [{ $set: { [field]: { $cond: [{ $eq: [now, believed] }, value, `$${field}`] } } }];
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
