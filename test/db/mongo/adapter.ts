import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { rollIn } from '../../../src/db/mongo/roll.js';
import { openMongo } from '../../../src/db/mongo/store.js';
import type { MongoServer } from '../../mongo.js';
import type { Adapter } from '../adapter.js';

/** Fewer connections than a worker has, since a test opens many stores; a wait that is not endless. */
export const POOL = {
  mongoPoolMax: 20,
  mongoPoolMin: 0,
  mongoIdleMs: 30_000,
  mongoQueueMs: 5_000,
  mongoSelectionMs: 5_000,
  mongoSocketMs: 45_000,
};

/** A database that will not go is a failure, and must not keep the tests behind it waiting; ms. */
const DESTROY_MS = 60_000;

/** Places are addresses of databases, so that it works in processes that know no server. */
export const adapter: Omit<Adapter, 'newPlace'> = {
  name: 'mongo',
  module: import.meta.url,
  openStore: (address) => openMongo({ address, pool: POOL, newEpoch: randomUUID }),
  destroy: async (address) => {
    const client = new MongoClient(address, { timeoutMS: DESTROY_MS });
    const db = client.db();
    // Writers that a test killed may have left transactions, for which a drop would wait.
    const sessions = (await rollIn(db).find().toArray()).flatMap((worker) => worker.sessions);
    if (sessions.length > 0) await client.db('admin').command({ killSessions: sessions });
    await db.dropDatabase();
    await client.close();
  },
};

export function adapterOf(server: MongoServer): Adapter {
  return { ...adapter, newPlace: async () => server.url(server.newDatabase()) };
}
