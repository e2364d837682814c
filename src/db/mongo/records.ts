import type { Db, Document, FindOptions } from 'mongodb';
import { Decoded, decode } from './decoded.js';
import { Gathering } from './gathering.js';
import type { Ids, Stored } from './stored.js';

/**
 * Finds records by their `_id`. A filter of nothing else is what servers answer fastest, some of them
 * only then without looking through the collection; but a sharded cluster has to be told the
 * organization too, or it asks every shard.
 */
export class Records {
  readonly db: Db;
  readonly #sharded: boolean;
  readonly #decoded = new Decoded();
  readonly #gatherings = new Map<string, Gathering<Found>>();

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

  /** One question, together with what others ask for: see `Gathering`. In the order of `ids`. */
  async get(
    collection: string,
    ids: readonly string[],
    organizationId: string,
  ): Promise<(Stored | undefined)[]> {
    let gathering = this.#gatherings.get(collection);
    if (!gathering) {
      gathering = new Gathering((all) => this.#found(collection, all));
      this.#gatherings.set(collection, gathering);
    }
    const found = await gathering.get(ids, organizationId);
    return found.map((one) => one?.take());
  }

  /** In no order; in one answer of the server as long as 16 MB hold it. */
  async all(collection: string, ids: Ids, options: FindOptions = {}): Promise<Stored[]> {
    return (await this.#raw(collection, ids, options)).map(decode);
  }

  /** As bytes, since the driver decodes all else twice: for who asked, and for who counts its commands. */
  async #raw(collection: string, ids: Ids, options: FindOptions = {}): Promise<Uint8Array[]> {
    if (ids.size === 0) return [];
    const found = this.db.collection<Stored>(collection).find<Uint8Array>(this.many(ids), {
      ...options,
      batchSize: ids.size + 1,
      raw: true,
    });
    return await found.toArray();
  }

  async #found(collection: string, ids: Ids): Promise<Map<string, Found>> {
    const found = new Map<string, Found>();
    for (const bytes of await this.#raw(collection, ids)) {
      const record = this.#decoded.of(collection, bytes);
      found.set(record._id, new Found(bytes, record));
    }
    return found;
  }
}

/** A record that several may have asked for: what the one does to it, no other sees. */
class Found {
  readonly #bytes: Uint8Array;
  readonly #record: Stored;
  #taken = false;

  constructor(bytes: Uint8Array, record: Stored) {
    this.#bytes = bytes;
    this.#record = record;
  }

  take(): Stored {
    if (this.#taken && !Object.isFrozen(this.#record)) return decode(this.#bytes);
    this.#taken = true;
    return this.#record;
  }
}
