import type { Db, Document } from 'mongodb';
import type { Presence, StoredRecord } from '../archive.js';
import { Arrival, type Door, refuseThere } from '../arrival.js';
import { specOf } from '../specs.js';
import type { Scope } from '../store.js';
import {
  ARRIVALS,
  arrivalId,
  arrivingIn,
  commandId,
  counterId,
  documentId,
  eventId,
  headId,
  KEPT,
  ownerOf,
} from './layout.js';
import { isDuplicateKey } from './trouble.js';

/** Text sent at once, in characters, and records: well below what the server takes in a message. */
const BATCH_TEXT = 4 * 1024 * 1024;
const BATCH = 2000;

type Stored = { _id: string } & Document;

/** See `Archive.load`. */
export async function load(
  db: Db,
  epoch: string,
  organizationId: string,
  records: AsyncIterable<StoredRecord>,
): Promise<number> {
  await begin(db, organizationId);
  const arrival = new Arrival(organizationId);
  const batch = new Batch(db, organizationId);
  for await (const record of records) {
    const now = arrival.take(record);
    if (now) await batch.take(now);
  }
  const { heads, logins, organization } = arrival.end();
  for (const [outletId, seq] of heads) {
    const _id = headId(scopeOf(organizationId, outletId));
    await batch.add(KEPT.head, { _id, organizationId, outletId, seq, epoch });
  }
  for (const login of logins) await batch.take(login);
  await batch.send();
  await batch.take(organization);
  await batch.send();
  await marks(db).deleteOne({ _id: arrivalId(organizationId) });
  return arrival.count;
}

export async function presenceOf(db: Db, organizationId: string): Promise<Presence> {
  if (await marks(db).findOne({ _id: arrivalId(organizationId) })) return 'part';
  const _id = documentId({ organizationId }, 'organization', organizationId);
  const found = await db.collection<Stored>('organization').findOne({ _id, organizationId });
  return found ? 'whole' : 'none';
}

/** See `Archive.parts`. */
export async function partsIn(db: Db): Promise<string[]> {
  const found = await marks(db).find({ _id: ARRIVALS }).toArray();
  return found.map(({ _id }) => arrivingIn(_id));
}

/** Of two loads of the same organization, one is refused. */
async function begin(db: Db, organizationId: string): Promise<void> {
  const name = `organization ${organizationId}`;
  if ((await presenceOf(db, organizationId)) !== 'none') refuseThere(name);
  await marks(db)
    .insertOne({ _id: arrivalId(organizationId) })
    .catch(duplicate(name));
}

/** Of organizations that are here in part. */
export function marks(db: Db) {
  return db.collection<{ _id: string }>(KEPT.meta);
}

function scopeOf(organizationId: string, outletId: string | null): Scope {
  return outletId === null ? { organizationId } : { organizationId, outletId };
}

/** Records of one collection after the other, as they shall lie in the database. */
class Batch {
  readonly #db: Db;
  readonly #organizationId: string;
  #collection = '';
  #records: Stored[] = [];
  #text = 0;

  constructor(db: Db, organizationId: string) {
    this.#db = db;
    this.#organizationId = organizationId;
  }

  async take(record: Exclude<StoredRecord, { kind: 'head' }>): Promise<void> {
    const organizationId = this.#organizationId;
    if (record.kind === 'document') return await this.#document(record);
    if (record.kind === 'command') {
      const _id = commandId({ organizationId }, record.id);
      const kept = JSON.parse(record.text);
      // No transaction of this store: its proof is asked for by nobody.
      await this.add(KEPT.command, { _id, organizationId, ...kept, group: '' }, record.text.length);
      return;
    }
    const { outletId } = record;
    const scope = scopeOf(organizationId, outletId);
    if (record.kind === 'event') {
      const _id = eventId(scope, record.seq);
      const event = JSON.parse(record.text);
      await this.add(KEPT.event, { _id, organizationId, outletId, event }, record.text.length);
    } else {
      const { name, last } = record;
      const _id = counterId(scope, name);
      await this.add(KEPT.counter, { _id, organizationId, outletId, name, last });
    }
  }

  async #document({ collection, outletId, id, text }: Door): Promise<void> {
    const scope = scopeOf(this.#organizationId, outletId);
    const organizationId = ownerOf(scope, specOf(collection).level);
    const _id = documentId(scope, collection, id);
    await this.add(
      collection,
      { _id, organizationId, outletId, doc: JSON.parse(text) },
      text.length,
    );
  }

  async add(collection: string, record: Stored, text = 0): Promise<void> {
    const full = this.#text > BATCH_TEXT || this.#records.length === BATCH;
    if (full || collection !== this.#collection) await this.send();
    this.#collection = collection;
    this.#records.push(record);
    this.#text += text;
  }

  async send(): Promise<void> {
    const records = this.#records;
    if (records.length === 0) return;
    this.#records = [];
    this.#text = 0;
    const name = `part of ${this.#collection}`;
    await this.#db.collection<Stored>(this.#collection).insertMany(records).catch(duplicate(name));
  }
}

function duplicate(name: string): (error: unknown) => never {
  return (error) => {
    if (isDuplicateKey(error)) refuseThere(name);
    throw error;
  };
}
