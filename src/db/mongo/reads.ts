import type { Document } from 'mongodb';
import type { Collection } from '../../domain/decision.js';
import { specOf } from '../specs.js';
import type { CommandRecord, Commit, Scope } from '../store.js';
import { type DocumentChange, placeOf } from './draft.js';
import { ownerOf } from './layout.js';
import type { Records } from './records.js';

/** Of a commit, what names the records that it builds on. */
export interface Asked {
  readonly scope: Scope;
  readonly commit: Pick<Commit<unknown>, 'command' | 'counters'>;
}

/** Adds the revs of documents to `revs`. */
export async function readRevs(
  records: Records,
  documents: readonly DocumentChange[],
  revs: Map<string, number>,
): Promise<void> {
  const ids = new Map<Collection, Map<string, string>>();
  for (const { collection, _id, scope } of documents) {
    revs.set(placeOf(collection, _id), 0);
    const owner = ownerOf(scope, specOf(collection).level);
    const others = ids.get(collection);
    if (others) others.set(_id, owner);
    else ids.set(collection, new Map([[_id, owner]]));
  }
  await Promise.all(
    [...ids].map(async ([collection, each]) => {
      const found = await records.all(collection, each, { projection: { 'doc.rev': 1 } });
      for (const { _id, doc } of found) revs.set(placeOf(collection, _id), doc.rev);
    }),
  );
}

/** A command's record without what only the store has to know. */
export function recordIn({ fingerprint, at, answer, epoch, seq }: Document): CommandRecord {
  return { fingerprint, at, answer, epoch, seq };
}
