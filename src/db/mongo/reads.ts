import type { ClientSession, Document } from 'mongodb';
import type { Collection } from '../../domain/decision.js';
import { specOf, VERSIONS } from '../specs.js';
import type { CommandRecord, Commit, Scope } from '../store.js';
import { type DocumentChange, type Known, placeOf } from './draft.js';
import { commandId, counterId, headId, KEPT, ownerOf } from './layout.js';
import type { Records } from './records.js';

/** Of a commit, what names the records that it builds on. */
export interface Asked {
  readonly scope: Scope;
  readonly commit: Pick<Commit<unknown>, 'command' | 'counters'>;
}

/** What a group builds on besides documents, whose names its commits have yet to say. */
export async function knownFor(
  records: Records,
  session: ClientSession,
  group: readonly Asked[],
): Promise<Omit<Known, 'revs'>> {
  const heads = new Map<string, string>();
  const counters = new Map<string, string>();
  const commands = new Map<string, string>();
  for (const { scope, commit } of group) {
    const { organizationId } = scope;
    heads.set(headId(scope), organizationId);
    for (const name of commit.counters) counters.set(counterId(scope, name), organizationId);
    for (const name of VERSIONS) {
      counters.set(counterId(scope, `version/${name}`), organizationId);
    }
    if (commit.command) commands.set(commandId(scope, commit.command.id), organizationId);
  }
  const inTurn = async () => [
    await records.all(KEPT.head, heads, { session }),
    await records.all(KEPT.counter, counters, { session }),
  ];
  const [[foundHeads = [], foundCounters = []], foundCommands] = await Promise.all([
    inTurn(),
    // Beside the transaction: a duplicate is answered without a commit, so a majority must have it.
    records.all(KEPT.command, commands),
  ]);
  return {
    heads: new Map(foundHeads.map(({ _id, seq, epoch = null }) => [_id, { seq, epoch }])),
    counters: new Map(foundCounters.map(({ _id, last }) => [_id, last])),
    commands: new Map(foundCommands.map((found) => [found._id, recordIn(found)])),
  };
}

/** Adds the revs of documents to `revs`. */
export async function readRevs(
  records: Records,
  session: ClientSession,
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
  // A transaction takes one question at a time.
  for (const [collection, each] of ids) {
    const found = await records.all(collection, each, { session, projection: { 'doc.rev': 1 } });
    for (const { _id, doc } of found) revs.set(placeOf(collection, _id), doc.rev);
  }
}

/** A command's record without what only the store has to know. */
export function recordIn({ fingerprint, at, answer, epoch, seq }: Document): CommandRecord {
  return { fingerprint, at, answer, epoch, seq };
}
