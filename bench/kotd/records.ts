import { isDeepStrictEqual } from 'node:util';
import { type Document, MongoClient } from 'mongodb';

type Stored = Document & { _id: string };

/** A record as bare-mongo-commit.js takes it. */
export interface WrittenRecord {
  collection: string;
  record: Stored;
  /** Of a record that was there before, the field that the work set anew; null: the record is new. */
  field: string | null;
}

/** Where kotd keeps what a command writes; `meta` is its own. */
const COLLECTIONS = ['head', 'counter', 'order', 'event', 'command'];

/** What a MongoDB store holds more, or otherwise, after the work. Nobody else may write meanwhile. */
export async function recordsBy(
  url: string,
  work: () => Promise<unknown>,
): Promise<WrittenRecord[]> {
  const client = new MongoClient(url);
  try {
    const before = await all(client);
    await work();
    return changes(before, await all(client));
  } finally {
    await client.close();
  }
}

type Contents = ReadonlyMap<string, readonly Stored[]>;

export function changes(before: Contents, now: Contents): WrittenRecord[] {
  const written: WrittenRecord[] = [];
  for (const [collection, records] of now) {
    const known = new Map((before.get(collection) ?? []).map((record) => [record._id, record]));
    for (const record of records) {
      const old = known.get(record._id);
      const fields = Object.keys(record);
      const field = old ? fields.find((name) => !isDeepStrictEqual(record[name], old[name])) : null;
      if (field !== undefined) written.push({ collection, record, field });
    }
  }
  return written;
}

async function all(client: MongoClient): Promise<Contents> {
  const contents = new Map<string, Stored[]>();
  for (const name of COLLECTIONS) {
    contents.set(name, await client.db().collection<Stored>(name).find().toArray());
  }
  return contents;
}
