import type { Db, Document, FindOptions } from 'mongodb';

export type Stored = { _id: string } & Document;

/** Names of records, each with the organization it is of. */
export type Ids = ReadonlyMap<string, string>;

/**
 * Finds records by their `_id`. A filter of nothing else is what servers answer fastest, some of them
 * only then without looking through the collection; but a sharded cluster has to be told the
 * organization too, or it asks every shard.
 */
export class Records {
  readonly db: Db;
  readonly #sharded: boolean;

  constructor(db: Db, sharded: boolean) {
    this.db = db;
    this.#sharded = sharded;
  }

  one(_id: string, organizationId: string): { _id: string } & Document {
    return this.#sharded ? { _id, organizationId } : { _id };
  }

  many(ids: Ids): { _id: { $in: string[] } } & Document {
    const _id = { $in: [...ids.keys()] };
    return this.#sharded ? { _id, organizationId: { $in: [...new Set(ids.values())] } } : { _id };
  }

  get(collection: string, _id: string, organizationId: string): Promise<Stored | null> {
    return this.db.collection<Stored>(collection).findOne(this.one(_id, organizationId));
  }

  /** In no order; in one answer of the server as long as 16 MB hold it. */
  async all(collection: string, ids: Ids, options: FindOptions = {}): Promise<Stored[]> {
    if (ids.size === 0) return [];
    const found = this.db.collection<Stored>(collection).find(this.many(ids), {
      ...options,
      batchSize: ids.size + 1,
    });
    return await found.toArray();
  }
}
