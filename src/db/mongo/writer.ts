import {
  type ClientSession,
  type Db,
  type Document,
  type MongoClient,
  MongoServerError,
} from 'mongodb';
import type { Operations } from './operations.js';

/** The wire version of MongoDB 8.0, the first that takes writes to several collections in one command. */
const BULK_WIRE_VERSION = 25;
/** No such command, or not before the operator has told the server to leave the older version behind. */
const NO_BULK = new Set([59, 115]);
/**
 * Roughly, of documents: a command takes 16 MB, with the events and answers that repeat them, and with letters of
 * several bytes.
 */
const BULK_BYTES = 1024 * 1024;

/** As JSON does: what is undefined is not there. */
export const ENCODING = { ignoreUndefined: true } as const;

export interface Writing {
  /** By collection, in the order in which they are to be written. */
  operations: ReadonlyMap<string, Operations>;
  /** Roughly. */
  bytes: number;
}

/**
 * Sends the writes of a transaction as commands of the server, since the driver's own bulk writes measure every
 * document before they send it, which takes as long as sending it. In one command if that can be: between two,
 * the server waits until a busy worker has come to the next, and all of the same outlet wait with it.
 */
export class Writer {
  readonly #client: MongoClient;
  readonly #db: Db;
  #bulk: boolean;

  /** @param wireVersion of the server, as its hello says */
  constructor(client: MongoClient, db: Db, wireVersion: number) {
    this.#client = client;
    this.#db = db;
    // What an address says of it the driver sends with a transaction's first command, and bulkWrite takes none.
    const readConcern = client.readConcern;
    this.#bulk = wireVersion >= BULK_WIRE_VERSION && readConcern === undefined;
  }

  /**
   * @returns false when not all was as the writes take for granted: the transaction must not be committed
   * @throws MongoServerError for a record that is there already, another transaction in the way, and the like
   */
  async write(session: ClientSession, { operations, bytes }: Writing): Promise<boolean> {
    if (!this.#bulk || bytes > BULK_BYTES) return await this.#oneByOne(session, operations);
    try {
      return await this.#atOnce(session, operations);
    } catch (error) {
      if (!(error instanceof MongoServerError) || !NO_BULK.has(Number(error.code))) throw error;
      // Another server has become the primary. The transaction is lost, and the next goes the other way.
      this.#bulk = false;
      return false;
    }
  }

  async #oneByOne(session: ClientSession, operations: Writing['operations']): Promise<boolean> {
    const options = { session, ...ENCODING };
    for (const [collection, { updates, inserts }] of operations) {
      if (updates.length > 0) {
        const { nModified, writeErrors = [] } = await this.#db.command(
          { update: collection, updates },
          options,
        );
        refuse(writeErrors[0]);
        if (nModified !== updates.length) return false;
      }
      if (inserts.length > 0) {
        const { n, writeErrors = [] } = await this.#db.command(
          { insert: collection, documents: inserts },
          options,
        );
        refuse(writeErrors[0]);
        if (n !== inserts.length) return false;
      }
    }
    return true;
  }

  async #atOnce(session: ClientSession, operations: Writing['operations']): Promise<boolean> {
    const { databaseName } = this.#db;
    const ops: Document[] = [];
    let modified = 0;
    let inserted = 0;
    for (const [at, { updates, inserts }] of [...operations.values()].entries()) {
      for (const { q, u } of updates)
        ops.push({ update: at, filter: q, updateMods: u, multi: false });
      for (const document of inserts) ops.push({ insert: at, document });
      modified += updates.length;
      inserted += inserts.length;
    }
    const nsInfo = [...operations.keys()].map((name) => ({ ns: `${databaseName}.${name}` }));
    const done = await this.#client
      .db('admin')
      .command(
        { bulkWrite: 1, ops, nsInfo, ordered: true, errorsOnly: true },
        { session, ...ENCODING },
      );
    refuse(done.cursor.firstBatch[0]);
    return done.nModified === modified && done.nInserted === inserted;
  }
}

/** @throws MongoServerError when the server has refused a record */
function refuse(error: Document | undefined): void {
  if (error) throw new MongoServerError({ message: error.errmsg, code: error.code });
}
