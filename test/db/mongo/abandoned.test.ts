import { MongoClient } from 'mongodb';
import t from 'tap';
import { counterId } from '../../../src/db/mongo/layout.js';
import { MongoServer, noMongo } from '../../mongo.js';
import { freshStore } from '../adapter.js';
import { commit, committed, putting } from '../commits.js';
import { A, A2, event } from '../documents.js';
import { adapterOf } from './adapter.js';

/** Whether the server tells of transactions that wait for their client. */
async function listsSessions(client: MongoClient): Promise<boolean> {
  const idle = [{ $currentOp: { allUsers: false, idleSessions: true } }];
  const found = await client.db('admin').aggregate(idle).toArray();
  return found.some(({ type }) => type === 'idleSession');
}

t.test('a transaction that nobody goes on with', { skip: noMongo }, async (t) => {
  const server = await MongoServer.start();
  t.teardown(() => server.stop());
  const { place, store } = await freshStore(t, adapterOf(server));
  const counting = { ...putting([], [event('one')]), counters: ['bill'] };
  await commit(store, A, counting);

  const client = new MongoClient(place, { appName: 'kotd' });
  t.teardown(() => client.close());
  const session = client.startSession();
  session.startTransaction();
  const counters = client.db().collection<{ _id: string }>('counter');
  await counters.updateOne({ _id: counterId(A, 'bill') }, { $set: { last: 100 } }, { session });

  const lists = await listsSessions(client);
  const begun = performance.now();
  const stuck = store.commit(A, counting).then(committed, (error: unknown) => error);
  // In the same group, so that it is seen to get on without the other.
  const free = await commit(store, A2, counting);
  t.equal(free.seq, 1);
  t.ok(performance.now() - begun < 5000, 'other outlets hardly wait');
  if (lists) {
    t.match(await stuck, { seq: 2, kind: 'committed' }, 'it is ended by who is kept waiting');
  } else {
    t.comment('this server does not list sessions: the commit is given back in the end');
    t.match(await stuck, { code: 'busy', retryable: true });
    await session.abortTransaction();
    t.equal((await commit(store, A, counting)).seq, 2);
  }
  t.equal(await store.counter(A, 'bill'), 2);
  t.ok((store.stats().server?.groupConflicts ?? 0) > 3);
});
