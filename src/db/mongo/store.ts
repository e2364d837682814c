import type { Db, MongoClient } from 'mongodb';
import type { Collection, Documents, Event } from '../../domain/decision.js';
import { KotdError } from '../../domain/errors.js';
import type { Archive, Presence, Since, StoredRecord } from '../archive.js';
import { CommitCounts } from '../commit-counts.js';
import type {
  CommandRecord,
  Commit,
  CommitOutcome,
  Page,
  PageQuery,
  Position,
  Scope,
  Store,
  StoreStats,
} from '../store.js';
import { dump } from './archive-dump.js';
import { erase } from './archive-erase.js';
import { load, partsIn, presenceOf } from './archive-load.js';
import { Commands } from './commands.js';
import { connect, type PoolSettings } from './connect.js';
import { GroupCommit } from './group-commit.js';
import { counterId, documentId, eventId, headId, KEPT, ownerIn } from './layout.js';
import { pageOf } from './page.js';
import { Records } from './records.js';
import { halfRestored, RESTORING } from './restoring.js';
import { ensureSchema } from './schema.js';
import { Sessions } from './sessions.js';
import { MongoStartError } from './start-error.js';
import { sweep } from './sweep.js';
import { Tally } from './tally.js';
import { Transactions } from './transaction.js';
import { asRefusal, isDuplicateKey } from './trouble.js';
import { Writer } from './writer.js';

/** Raised by one when records change so that an older program could not read them. */
const FORMAT = 1;
/** Longer than a killed worker's transactions are in the way of others; ms. */
const PATIENCE_MS = 10_000;

export interface MongoOptions {
  /** `mongodb://…/database`; all workers of all boxes open the same one. */
  address: string;
  pool: PoolSettings;
  /** Names the streams of a new store. */
  newEpoch(): string;
  /**
   * How long a commit is tried that others are in the way of, until it is refused as `busy`; ms, 10,000
   * unless set. Who gives calls up by a time of his own lets it be less.
   */
  patienceMs?: number | undefined;
  /** Name of the box whose worker this is: it is on the roll from the start. See `boxesAtWork`. */
  box?: string | undefined;
}

/**
 * The store of a fleet: MongoDB, a replica set or a sharded cluster.
 * @throws MongoStartError
 */
export async function openMongo({
  address,
  pool,
  newEpoch,
  patienceMs = PATIENCE_MS,
  box,
}: MongoOptions): Promise<Store & Archive> {
  const tally = new Tally();
  const { client, db, sharded, wireVersion } = await connect(address, pool, tally);
  try {
    await ensureSchema(db);
    const { format, epoch } = await formatOf(db, newEpoch);
    if (format === RESTORING) throw new MongoStartError(halfRestored(db.databaseName));
    if (format !== FORMAT) {
      throw new MongoStartError(
        `The store in the database ${db.databaseName} has format ${format}, and this kotd knows ${FORMAT}: run the` +
          ' kotd that wrote it',
      );
    }
    const records = new Records(db, sharded);
    const sessions = new Sessions(client, db, box);
    const writer = new Writer(client, db, wireVersion);
    const transactions = new Transactions({ sessions, records, writer, tally });
    const commands = new Commands(records);
    const parts = { records, commands, transactions, sessions, epoch, tally, patienceMs };
    const commits = new GroupCommit(parts);
    if (box !== undefined) await sessions.attend();
    return new MongoStore({ client, records, commands, commits, sessions, tally, epoch, newEpoch });
  } catch (error) {
    await client.close();
    throw error;
  }
}

interface Format {
  _id: 'store';
  format: number | typeof RESTORING;
  epoch: string;
}

/** Of several processes that open a new store at once, one gives it its epoch. */
async function formatOf(db: Db, newEpoch: () => string): Promise<Format> {
  const meta = db.collection<Format>(KEPT.meta);
  const found = await meta.findOne({ _id: 'store' });
  if (found) return found;
  try {
    await meta.insertOne({ _id: 'store', format: FORMAT, epoch: newEpoch() });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  return await formatOf(db, newEpoch);
}

interface MongoStoreParts {
  client: MongoClient;
  records: Records;
  commands: Commands;
  commits: GroupCommit;
  sessions: Sessions;
  tally: Tally;
  epoch: string;
  newEpoch(): string;
}

class MongoStore implements Store, Archive {
  readonly #parts: MongoStoreParts;
  readonly #counts = new CommitCounts();
  readonly #underWay = new Set<Promise<unknown>>();
  #closed = false;

  constructor(parts: MongoStoreParts) {
    this.#parts = parts;
  }

  commit<R>(scope: Scope, commit: Commit<R>): Promise<CommitOutcome<R>> {
    return this.#counts.count(() => this.#ask(() => this.#parts.commits.commit(scope, commit)));
  }

  async get<C extends Collection>(scope: Scope, collection: C, id: string) {
    return (await this.getMany(scope, collection, [id]))[0];
  }

  getMany<C extends Collection>(scope: Scope, collection: C, ids: readonly string[]) {
    return this.#ask(async (): Promise<(Documents[C] | undefined)[]> => {
      const asked = ids.map((id) => documentId(scope, collection, id));
      const found = await this.#parts.records.get(collection, asked, ownerIn(scope, collection));
      return found.map((record) => record?.doc);
    });
  }

  page<C extends Collection>(
    scope: Scope,
    collection: C,
    query: PageQuery<C>,
  ): Promise<Page<Documents[C]>> {
    return this.#ask(() => pageOf(this.#parts.records.db, scope, collection, query));
  }

  command(scope: Scope, id: string): Promise<CommandRecord | undefined> {
    return this.#ask(() => this.#parts.commands.get(scope, id));
  }

  position(scope: Scope): Promise<Position> {
    return this.#ask(async () => {
      const { records, epoch } = this.#parts;
      const [head] = await records.get(KEPT.head, [headId(scope)], scope.organizationId);
      return { epoch: head?.epoch ?? epoch, seq: head?.seq ?? 0 };
    });
  }

  /** One question, since all are asked for in the same turn. */
  positions(scopes: readonly Scope[]): Promise<Position[]> {
    return Promise.all(scopes.map((scope) => this.position(scope)));
  }

  /** By their names, since a stream has no hole: up to its head each of them is there. */
  async events(scope: Scope, after: number, limit: number): Promise<Event[]> {
    const { seq } = await this.position(scope);
    const ids = new Map<string, string>();
    for (let next = after + 1; next <= Math.min(seq, after + limit); next++) {
      ids.set(eventId(scope, next), scope.organizationId);
    }
    const found = await this.#ask(() => this.#parts.records.all(KEPT.event, ids));
    return found.map(({ event }): Event => event).sort((a, b) => a.seq - b.seq);
  }

  counter(scope: Scope, name: string): Promise<number> {
    return this.#ask(async () => {
      const ids = [counterId(scope, name)];
      const [found] = await this.#parts.records.get(KEPT.counter, ids, scope.organizationId);
      return found?.last ?? 0;
    });
  }

  organizations(after: string | null, limit: number): Promise<string[]> {
    return this.#ask(async () => {
      const beyond = after === null ? { $gte: '' } : { $gt: after };
      const found = this.#parts.records.db
        .collection('organization')
        .find({ organizationId: beyond }, { limit, batchSize: limit + 1 })
        .sort({ organizationId: 1 })
        .project({ _id: 0, organizationId: 1 });
      return (await found.toArray()).map(({ organizationId }) => organizationId);
    });
  }

  sweep(now: string, commandsBefore: string, stopped = () => false): Promise<number> {
    const { client, records } = this.#parts;
    return this.#ask(() => sweep(client, records, now, commandsBefore, stopped));
  }

  dump(organizationId: string, since?: Since): AsyncIterable<StoredRecord> {
    const { client, records } = this.#parts;
    return dump(client, records.db, organizationId, since);
  }

  load(organizationId: string, records: AsyncIterable<StoredRecord>): Promise<number> {
    const { records: here, newEpoch } = this.#parts;
    return this.#ask(() => load(here.db, newEpoch(), organizationId, records));
  }

  erase(organizationId: string): Promise<number> {
    return this.#ask(() => erase(this.#parts.records.db, organizationId));
  }

  presence(organizationId: string): Promise<Presence> {
    return this.#ask(() => presenceOf(this.#parts.records.db, organizationId));
  }

  parts(): Promise<string[]> {
    return this.#ask(() => partsIn(this.#parts.records.db));
  }

  stats(): StoreStats {
    return { ...this.#counts.stats(), server: this.#parts.tally.stats() };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#counts.closed();
    await Promise.allSettled(this.#underWay);
    await this.#parts.sessions.close();
    await this.#parts.client.close();
  }

  /** Whatever is asked of the server: `close` waits for it, and an outage is a refusal. */
  async #ask<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) {
      throw new KotdError('store_unavailable', { detail: 'The store is closed' });
    }
    const answer = work();
    this.#underWay.add(answer);
    try {
      return await answer;
    } catch (error) {
      throw asRefusal(error);
    } finally {
      this.#underWay.delete(answer);
    }
  }
}
