import type { Db, Document, FindOptions } from 'mongodb';

export type Stored = { _id: string } & Document;

/** Names of records, each with the organization it is of. */
export type Ids = ReadonlyMap<string, string>;

/** Asked for in one question; beyond it a single answer would hold up the others. */
const MAX_GATHERED = 500;

/** A question that is still being gathered. */
interface Question {
  ids: Map<string, string>;
  answer: Promise<ReadonlyMap<string, Stored>>;
}

/**
 * Finds records by their `_id`. A filter of nothing else is what servers answer fastest, some of them
 * only then without looking through the collection; but a sharded cluster has to be told the
 * organization too, or it asks every shard.
 */
export class Records {
  readonly db: Db;
  readonly #sharded: boolean;
  readonly #questions = new Map<string, Question>();

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

  /**
   * What is asked for in the same turn of the event loop is asked for together: a question costs several
   * times as much as what it finds.
   */
  async get(collection: string, _id: string, organizationId: string): Promise<Stored | undefined> {
    let question = this.#questions.get(collection);
    // A record given to two callers would show the one what the other does to it.
    if (!question || question.ids.has(_id) || question.ids.size === MAX_GATHERED) {
      question = this.#gather(collection);
    }
    question.ids.set(_id, organizationId);
    return (await question.answer).get(_id);
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

  #gather(collection: string): Question {
    const ids = new Map<string, string>();
    const turn = new Promise((resolve) => setImmediate(resolve));
    const answer = turn.then(async () => {
      if (this.#questions.get(collection) === question) this.#questions.delete(collection);
      const found = await this.all(collection, ids);
      return new Map(found.map((record) => [record._id, record]));
    });
    const question = { ids, answer };
    this.#questions.set(collection, question);
    return question;
  }
}
