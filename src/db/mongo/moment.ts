import type { ClientSession, Db, MongoClient } from 'mongodb';
import { LAGGING } from './connect.js';
import { KEPT } from './layout.js';

/** Reads that are all of one moment, which is not before it was opened. */
export interface Moment {
  session: ClientSession;
  /** To be read with the session; without a read concern of its own. */
  db: Db;
  close(): Promise<void>;
}

/**
 * A snapshot session: MongoDB keeps its moment readable for `minSnapshotHistoryWindowInSeconds`, 300 unless
 * set. There are servers that take such sessions and do not keep to the moment, and nothing in their
 * answers says so: a dump would mix moments and be well-formed. So the server is tried first, and one that
 * fails reads in a transaction, as long as it lets one live.
 *
 * Which moment it is, the primary says; all else is asked of secondaries, who are not in the way of commits.
 * One that is behind answers when it has got there.
 */
export async function openMoment(client: MongoClient, db: Db): Promise<Moment> {
  const keeps = trials.get(client) ?? (await keepsMoments(client, db));
  trials.set(client, keeps);
  return keeps ? await snapshotOf(client, db.databaseName) : transactionOn(client, db.databaseName);
}

/** Of a server that keeps to the moment of such a session. */
export async function snapshotOf(client: MongoClient, database: string): Promise<Moment> {
  const session = client.startSession({ snapshot: true });
  const close = () => session.endSession();
  try {
    // The driver takes the moment from the first answer, and names it in all that it asks from then on.
    const first = client.db(database).collection<{ _id: string }>(KEPT.meta);
    await first.findOne({ _id: 'store' }, { session });
    return { session, db: client.db(database, { readPreference: LAGGING }), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function transactionOn(client: MongoClient, database: string): Moment {
  const session = client.startSession();
  session.startTransaction({ readConcern: { level: 'snapshot' } });
  return { session, db: client.db(database), close: () => session.endSession() };
}

/** What was found out, once for each connection. */
const trials = new WeakMap<MongoClient, boolean>();

/** Changes a record that such a session has read, and has the session read it again. */
async function keepsMoments(client: MongoClient, db: Db): Promise<boolean> {
  const session = client.startSession({ snapshot: true });
  const _id = `moment:${session.id?.id.toString('hex') ?? ''}`;
  const meta = client.db(db.databaseName).collection<{ _id: string; n: number }>(KEPT.meta);
  try {
    await meta.insertOne({ _id, n: 1 });
    await meta.findOne({ _id }, { session });
    await meta.updateOne({ _id }, { $set: { n: 2 } });
    return (await meta.findOne({ _id }, { session }))?.n === 1;
  } finally {
    await session.endSession();
    await meta.deleteOne({ _id });
  }
}
