import { type ClientSession, type Db, type Document, MongoError, type MongoClient } from 'mongodb';
import type { Collection } from '../../domain/decision.js';
import { KotdError } from '../../domain/errors.js';
import type { Since, StoredRecord } from '../archive.js';
import { GROWING, type Growing, isGrowing, Named } from '../growing.js';
import { compareCodePoints, compareOutlets, INNER } from '../record-order.js';
import type { Scope } from '../store.js';
import { commandId, counterId, documentId, eventId, idsFrom, idsOf, KEPT } from './layout.js';
import { recordIn } from './reads.js';
import { inDocument } from './schema.js';
import { type Moment, openMoment } from './moment.js';
import { asRefusal } from './trouble.js';

/** Documents asked for by their ids in one question. */
const ASKED = 500;
/** The server has forgotten the moment. */
const SNAPSHOT_TOO_OLD = 239;

type Stored = { _id: string } & Document;

/** See `Archive.dump`. */
export async function* dump(
  client: MongoClient,
  db: Db,
  organizationId: string,
  since?: Since,
): AsyncGenerator<StoredRecord> {
  const moment = await openMoment(client, db);
  try {
    yield* new Dump(moment, organizationId).records(since);
  } catch (error) {
    const late = error instanceof MongoError && error.code === SNAPSHOT_TOO_OLD;
    throw late ? tooOld(error) : asRefusal(error);
  } finally {
    await moment.close();
  }
}

class Dump {
  readonly #db: Db;
  readonly #session: ClientSession;
  readonly #organizationId: string;

  constructor({ db, session }: Moment, organizationId: string) {
    this.#db = db;
    this.#session = session;
    this.#organizationId = organizationId;
  }

  async *records(since?: Since): AsyncGenerator<StoredRecord> {
    const heads = await this.#heads();
    const changed = since ? await this.#changed(heads, since) : null;
    for (const collection of INNER) {
      const found =
        changed && isGrowing(collection) ? this.#named(collection, changed) : this.#all(collection);
      for await (const stored of found) yield documentIn(collection, stored);
    }
    for (const { outletId, seq } of heads) {
      for await (const { event } of this.#all(KEPT.event, this.#events(outletId, since))) {
        yield { kind: 'event', outletId, seq: event.seq, text: JSON.stringify(event) };
      }
      yield { kind: 'head', outletId, seq };
    }
    yield* this.#commands(since);
    yield* this.#counters();
    yield* this.#doors();
  }

  async #heads(): Promise<{ outletId: string | null; seq: number }[]> {
    const found = await this.#all(KEPT.head).toArray();
    return found
      .map(({ outletId, seq }) => ({ outletId, seq }))
      .filter(({ seq }) => seq > 0)
      .sort((a, b) => compareOutlets(a.outletId, b.outletId));
  }

  #scope(outletId: string | null): Scope {
    const organizationId = this.#organizationId;
    return outletId === null ? { organizationId } : { organizationId, outletId };
  }

  #events(outletId: string | null, since?: Since): Document {
    const scope = this.#scope(outletId);
    const known = since?.heads.get(outletId) ?? 0;
    return { $gte: eventId(scope, known + 1), $lte: eventId(scope, Number.MAX_SAFE_INTEGER) };
  }

  async *#commands(since?: Since): AsyncGenerator<StoredRecord> {
    const prefix = commandId(this.#scope(null), '').length;
    const found = since ? this.#commandsSince(since) : this.#all(KEPT.command);
    for await (const stored of found) {
      const text = JSON.stringify(recordIn(stored));
      yield { kind: 'command', id: stored._id.slice(prefix), text };
    }
  }

  /** Their ids are sorted here: the server would sort them with all their answers. */
  async *#commandsSince({ commandsFrom }: Since): AsyncGenerator<Stored> {
    const filter = { organizationId: this.#organizationId, at: { $gte: commandsFrom } };
    const found = await this.#find(KEPT.command, filter, { projection: { _id: 1 } }).toArray();
    const ids = found.map(({ _id }) => _id);
    yield* this.#byId(KEPT.command, ids.sort(compareCodePoints));
  }

  /** Those of the organization itself come first, and not where their ids have them. */
  async *#counters(): AsyncGenerator<StoredRecord> {
    const own = idsFrom(counterId(this.#scope(null), ''));
    const outlets = idsFrom(`${JSON.stringify([this.#organizationId]).slice(0, -1)},"`);
    for (const range of [own, outlets]) {
      for await (const { outletId, name, last } of this.#all(KEPT.counter, range)) {
        yield { kind: 'counter', outletId, name, last };
      }
    }
  }

  async *#doors(): AsyncGenerator<StoredRecord> {
    const filter = { organizationId: '', [inDocument('organizationId')]: this.#organizationId };
    const logins = await this.#find('login', filter).toArray();
    logins.sort((a, b) => compareCodePoints(a._id, b._id));
    for (const stored of logins) yield documentIn('login', stored);
    for await (const stored of this.#all('organization')) {
      yield documentIn('organization', stored);
    }
  }

  /** What events after the earlier dump name. */
  async #changed(heads: readonly { outletId: string | null }[], since: Since): Promise<Named> {
    const named = new Named();
    const fields = GROWING.map((name) => [`event.data.${name}.id`, 1]);
    for (const { outletId } of heads) {
      if (outletId === null) continue;
      const filter = {
        _id: this.#events(outletId, since),
        organizationId: this.#organizationId,
      };
      const options = { projection: Object.fromEntries(fields) };
      for await (const { event } of this.#find(KEPT.event, filter, options)) {
        named.take(outletId, event?.data ?? {});
      }
    }
    return named;
  }

  async *#named(collection: Growing, named: Named): AsyncGenerator<Stored> {
    const outlets = [...named.in(collection)];
    outlets.sort((a, b) => compareCodePoints(a.outletId, b.outletId));
    for (const { outletId, ids } of outlets) {
      const scope = this.#scope(outletId);
      const sorted = [...ids].sort(compareCodePoints);
      yield* this.#byId(
        collection,
        sorted.map((id) => documentId(scope, collection, id)),
      );
    }
  }

  /** In the order of the ids. */
  async *#byId(collection: string, ids: readonly string[]): AsyncGenerator<Stored> {
    for (let i = 0; i < ids.length; i += ASKED) {
      const asked = ids.slice(i, i + ASKED);
      const filter = { _id: { $in: asked }, organizationId: this.#organizationId };
      const found = await this.#find(collection, filter).toArray();
      const byId = new Map(found.map((stored) => [stored._id, stored]));
      for (const id of asked) {
        const stored = byId.get(id);
        if (!stored) throw new Error(`${collection} ${id} is named and not there`);
        yield stored;
      }
    }
  }

  #all(collection: string, _id: Document = idsOf(this.#organizationId)) {
    const filter = { _id, organizationId: this.#organizationId };
    return this.#find(collection, filter, { sort: { _id: 1 } });
  }

  #find(collection: string, filter: Document, options: Document = {}) {
    const session = this.#session;
    return this.#db.collection<Stored>(collection).find(filter, { ...options, session });
  }
}

function documentIn(collection: Collection, { outletId = null, doc }: Stored): StoredRecord {
  const { id }: { id: string } = doc;
  return { kind: 'document', collection, outletId, id, text: JSON.stringify(doc) };
}

function tooOld(cause: unknown): KotdError {
  const detail =
    'The server does not remember the moment at which the reading began: raise its' +
    ' minSnapshotHistoryWindowInSeconds above the time that reading the largest organization takes';
  return Object.assign(new KotdError('store_unavailable', { detail }), { cause });
}
