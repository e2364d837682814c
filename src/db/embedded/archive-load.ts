import type { Presence, StoredRecord } from '../archive.js';
import { Arrival, type Door, type Ending, refuseThere } from '../arrival.js';
import type { Scope } from '../store.js';
import type { Write } from './commit.js';
import { LOADED } from './format.js';
import { headText } from './head.js';
import { after, KIND, keyOf, partsOf } from './keys.js';
import { documentKey, homeOf, signposts } from './places.js';
import type { Reads, Tree } from './tree.js';

/**
 * Text written in one transaction, in characters: some ten milliseconds during which the commits of
 * a kotd that runs wait.
 */
const BATCH = 2 * 1024 * 1024;
/** Keys of small records take longer than their text says. */
const KEY_COST = 200;

/** See `Archive.load`. */
export async function load(
  tree: Tree,
  epoch: string,
  organizationId: string,
  records: AsyncIterable<StoredRecord>,
): Promise<number> {
  const mark: Write = [arrivalKey(organizationId), JSON.stringify({ epoch })];
  await begin(tree, organizationId, mark);
  const arrival = new Arrival(organizationId);
  await writeAll(tree, organizationId, records, arrival);
  await finish(tree, { organizationId, epoch, mark }, arrival.end());
  return arrival.count;
}

/** While a batch is written, the next one is gathered. */
async function writeAll(
  tree: Tree,
  organizationId: string,
  records: AsyncIterable<StoredRecord>,
  arrival: Arrival,
): Promise<void> {
  let batch = new Batch();
  let written = Promise.resolve();
  try {
    for await (const record of records) {
      const now = arrival.take(record);
      if (!now) continue;
      batch.take(organizationId, now);
      if (batch.size < BATCH) continue;
      await written;
      written = batch.write(tree);
      // Met by whoever waits for it next.
      written.catch(() => undefined);
      batch = new Batch();
    }
  } finally {
    // What comes after, such as an erase, must not be overtaken.
    await written;
  }
  await batch.write(tree);
}

/** @returns `part` for one whose load or erase has not come to its end */
export function presenceOf(reads: Reads, organizationId: string): Presence {
  if (reads.get(arrivalKey(organizationId)) !== undefined) return 'part';
  const scope = { organizationId };
  const organization = reads.get(documentKey(scope, 'organization', organizationId));
  return organization === undefined ? 'none' : 'whole';
}

/** See `Archive.parts`. */
export function partsIn(reads: Reads): string[] {
  const start = keyOf(KIND.arrival);
  const entries = reads.range({ start, end: after(start), limit: Number.MAX_SAFE_INTEGER });
  return entries.map(({ key }) => String(partsOf(key)[0]));
}

export function arrivalKey(organizationId: string): Buffer {
  return keyOf(KIND.arrival, organizationId);
}

/** Of two loads of the same organization, one is refused. */
async function begin(tree: Tree, organizationId: string, mark: Write): Promise<void> {
  await commit(tree, [mark], () => {
    if (presenceOf(tree, organizationId) !== 'none') refuseThere(`organization ${organizationId}`);
    const key = keyOf(KIND.format);
    const format = JSON.parse(tree.get(key) ?? '{}');
    return [[key, JSON.stringify({ ...format, format: LOADED })]];
  });
}

interface Arriving {
  organizationId: string;
  epoch: string;
  mark: Write;
}

/** All that leads to the organization, in one commit. */
async function finish(
  tree: Tree,
  { organizationId, epoch, mark }: Arriving,
  { heads, logins, organization }: Ending,
): Promise<void> {
  const batch = new Batch();
  for (const [outletId, seq] of heads) {
    const home = [organizationId, outletId] as const;
    batch.writes.push([keyOf(KIND.head, ...home), headText({ seq, epoch })]);
  }
  for (const door of [...logins, organization]) batch.take(organizationId, door);
  batch.writes.push([mark[0], null]);
  await batch.write(tree);
}

/** Records as they shall lie in the tree. */
class Batch {
  readonly writes: Write[] = [];
  /** What may not be there. */
  readonly #fresh: { key: Buffer; name: string }[] = [];
  size = 0;

  take(organizationId: string, record: Exclude<StoredRecord, { kind: 'head' }>): void {
    const scope = scopeOf(organizationId, record);
    if (record.kind === 'counter') {
      const key = keyOf(KIND.counter, ...homeOf(scope), record.name);
      this.#put(key, String(record.last));
    } else if (record.kind === 'event') {
      this.#put(keyOf(KIND.event, ...homeOf(scope), record.seq), record.text);
    } else if (record.kind === 'command') {
      this.#put(keyOf(KIND.command, organizationId, record.id), record.text);
      const mark = JSON.stringify([organizationId, record.id]);
      this.#put(keyOf(KIND.commandAge, atOf(record.text), organizationId, record.id), mark);
    } else this.#document(scope, record);
  }

  #document(scope: Scope, { collection, id, text }: Door): void {
    const key = documentKey(scope, collection, id);
    this.#fresh.push({ key, name: `${collection} ${id}` });
    this.#put(key, text);
    for (const sign of signposts(scope, collection, JSON.parse(text))) {
      if (sign) this.#put(sign.key, sign.text);
    }
  }

  #put(key: Buffer, text: string): void {
    this.writes.push([key, text]);
    this.size += text.length + KEY_COST;
  }

  /** @throws KotdError already_exists, with nothing of the batch written */
  async write(tree: Tree): Promise<void> {
    await commit(tree, this.writes, () => {
      for (const { key, name } of this.#fresh) if (tree.get(key) !== undefined) refuseThere(name);
      return [];
    });
  }
}

/** How a CommandRecord begins that kotd has written: its answer, which is long, need not be parsed for its time. */
const BEGINNING = /^\{"fingerprint":"[^"\\]*","at":"([^"\\]*)",/;

function atOf(text: string): string {
  const found = BEGINNING.exec(text)?.[1];
  if (found !== undefined) return found;
  const { at }: { at: string } = JSON.parse(text);
  return at;
}

function scopeOf(organizationId: string, record: StoredRecord): Scope {
  if (record.kind === 'command' || record.outletId === null) return { organizationId };
  return { organizationId, outletId: record.outletId };
}

/** One transaction; what `first` throws leaves nothing. */
async function commit(
  tree: Tree,
  writes: readonly Write[],
  first: () => readonly Write[],
): Promise<void> {
  if (writes.length === 0) return;
  await tree.transaction(() => {
    for (const [key, text] of [...first(), ...writes]) {
      if (text === null) tree.remove(key);
      else tree.put(key, text);
    }
  });
}
