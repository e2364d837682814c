import type { ClientSession, Db, MongoClient } from 'mongodb';
import { KEPT } from './layout.js';

/** A session whose reads are all of one moment. */
export interface Moment {
  session: ClientSession;
  close(): Promise<void>;
}

/**
 * A snapshot session: MongoDB keeps its moment readable for `minSnapshotHistoryWindowInSeconds`, 300 unless
 * set. There are servers that take such sessions and do not keep to the moment, and nothing in their
 * answers says so: a dump would mix moments and be well-formed. So the server is tried first, and one that
 * fails reads in a transaction, as long as it lets one live.
 */
export async function openMoment(client: MongoClient, db: Db): Promise<Moment> {
  const keeps = trials.get(client) ?? (await keepsMoments(client, db));
  trials.set(client, keeps);
  if (keeps) {
    const session = client.startSession({ snapshot: true });
    return { session, close: () => session.endSession() };
  }
  const session = client.startSession();
  session.startTransaction({ readConcern: { level: 'snapshot' } });
  return { session, close: () => session.endSession() };
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
