import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Collection } from '../../domain/decision.js';
import type { Since, StoredRecord } from '../archive.js';
import { GROWING, isGrowing, Named } from '../growing.js';
import { INNER } from '../record-order.js';
import { specOf } from '../specs.js';
import { headIn } from './head.js';
import { after, KIND, keyOf, partsOf } from './keys.js';
import type { Entry, Reads, Tree } from './tree.js';

/** Entries read in one go: a few milliseconds, so that a worker could go on meanwhile. */
const PAGE = 500;

/** See `Archive.dump`. The keys are in the very order of the records. */
export async function* dump(
  tree: Tree,
  organizationId: string,
  since?: Since,
): AsyncGenerator<StoredRecord> {
  const snapshot = tree.snapshot();
  try {
    yield* recordsOf(snapshot, organizationId, since);
  } finally {
    snapshot.release();
  }
}

async function* recordsOf(
  reads: Reads,
  organizationId: string,
  since?: Since,
): AsyncGenerator<StoredRecord> {
  const changed = since ? await changedSince(reads, organizationId, since) : null;
  for (const collection of INNER) {
    const prefix = keyOf(KIND.document, collection, organizationId);
    const entries =
      changed && isGrowing(collection)
        ? found(reads, changed.get(collection) ?? [])
        : below(reads, prefix);
    for await (const entry of entries) yield documentIn(collection, entry);
  }
  yield* streamsOf(reads, organizationId, since);
  const commands = since
    ? found(reads, await commandsSince(reads, organizationId, since))
    : below(reads, keyOf(KIND.command, organizationId));
  for await (const { key, text } of commands) {
    yield { kind: 'command', id: String(partsOf(key)[1]), text };
  }
  for await (const { key, text } of below(reads, keyOf(KIND.counter, organizationId))) {
    const [, outletId, name] = partsOf(key);
    yield { kind: 'counter', outletId: place(outletId), name: String(name), last: Number(text) };
  }
  yield* doorsOf(reads, organizationId);
}

async function* streamsOf(
  reads: Reads,
  organizationId: string,
  since?: Since,
): AsyncGenerator<StoredRecord> {
  for await (const { outletId, seq } of headsOf(reads, organizationId)) {
    for await (const entry of eventsOf(reads, organizationId, outletId, since)) {
      yield { kind: 'event', outletId, seq: Number(partsOf(entry.key)[2]), text: entry.text };
    }
    yield { kind: 'head', outletId, seq };
  }
}

async function* headsOf(reads: Reads, organizationId: string) {
  for await (const { key, text } of below(reads, keyOf(KIND.head, organizationId))) {
    const { seq } = headIn(text);
    if (seq > 0) yield { outletId: place(partsOf(key)[1]), seq };
  }
}

function eventsOf(reads: Reads, organizationId: string, outletId: string | null, since?: Since) {
  const stream = keyOf(KIND.event, organizationId, outletId);
  const known = since?.heads.get(outletId) ?? 0;
  return between(reads, keyOf(KIND.event, organizationId, outletId, known + 1), after(stream));
}

/** Logins are the system's, so all of them are looked through. Then the organization itself. */
async function* doorsOf(reads: Reads, organizationId: string): AsyncGenerator<StoredRecord> {
  for await (const entry of loginsOf(reads, organizationId)) yield documentIn('login', entry);
  const organization = keyOf(KIND.document, 'organization', organizationId);
  for await (const entry of below(reads, organization)) yield documentIn('organization', entry);
}

export async function* loginsOf(reads: Reads, organizationId: string): AsyncGenerator<Entry> {
  for await (const entry of below(reads, keyOf(KIND.document, 'login'))) {
    const login: { organizationId: string } = JSON.parse(entry.text);
    if (login.organizationId === organizationId) yield entry;
  }
}

/** Keys of the documents that events after the earlier dump name, in the order of keys. */
async function changedSince(reads: Reads, organizationId: string, since: Since) {
  const named = new Named();
  for await (const { outletId } of headsOf(reads, organizationId)) {
    if (outletId === null) continue;
    for await (const { text } of eventsOf(reads, organizationId, outletId, since)) {
      named.take(outletId, JSON.parse(text).data);
    }
  }
  const keys = new Map<Collection, Buffer[]>();
  for (const collection of GROWING) {
    const list: Buffer[] = [];
    for (const { outletId, ids } of named.in(collection)) {
      for (const id of ids) {
        list.push(keyOf(KIND.document, collection, organizationId, outletId, id));
      }
    }
    keys.set(collection, list.sort(Buffer.compare));
  }
  return keys;
}

async function commandsSince(reads: Reads, organizationId: string, { commandsFrom }: Since) {
  const keys: Buffer[] = [];
  const all = after(keyOf(KIND.commandAge));
  for await (const { text } of between(reads, keyOf(KIND.commandAge, commandsFrom), all)) {
    const [owner, id]: [string, string] = JSON.parse(text);
    if (owner === organizationId) keys.push(keyOf(KIND.command, owner, id));
  }
  return keys.sort(Buffer.compare);
}

function documentIn(collection: Collection, { key, text }: Entry): StoredRecord {
  const parts = partsOf(key);
  const outletId = specOf(collection).level === 'outlet' ? place(parts[2]) : null;
  return { kind: 'document', collection, outletId, id: String(parts.at(-1)), text };
}

/** A part of a key that names an outlet. */
function place(part: unknown): string | null {
  return typeof part === 'string' ? part : null;
}

async function* found(reads: Reads, keys: readonly Buffer[]): AsyncGenerator<Entry> {
  for (const [i, key] of keys.entries()) {
    if (i % PAGE === PAGE - 1) await nextTurn();
    const text = reads.get(key);
    // Nothing removes such a document, and an answer only in the sweep's own order.
    if (text === undefined) throw new Error(`${partsOf(key).join(' ')} is named and not there`);
    yield { key, text };
  }
}

function below(reads: Reads, prefix: Buffer): AsyncGenerator<Entry> {
  return between(reads, prefix, after(prefix));
}

async function* between(reads: Reads, first: Buffer, end: Buffer): AsyncGenerator<Entry> {
  for (let start = first, exclusiveStart = false; ; exclusiveStart = true) {
    const page = reads.range({ start, end, limit: PAGE, exclusiveStart });
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    start = last.key;
    await nextTurn();
  }
}
