import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { MongoClient } from 'mongodb';
import t from 'tap';
import { counterId } from '../../../src/db/mongo/layout.js';
import { openMongo } from '../../../src/db/mongo/store.js';
import { MongoServer, noMongo } from '../../mongo.js';
import { freshStore } from '../adapter.js';
import { commit, committed, putting } from '../commits.js';
import { A, A2, event } from '../documents.js';
import { adapterOf, POOL } from './adapter.js';

const HOLDER = fileURLToPath(new URL('./holder.js', import.meta.url));
const counting = { ...putting([], [event('one')]), counters: ['bill'] };

t.test(
  'sessions: what a killed worker had begun is ended by who is kept waiting',
  { skip: noMongo },
  async (t) => {
    const server = await MongoServer.start();
    t.teardown(() => server.stop());
    const { place, store } = await freshStore(t, adapterOf(server));
    await commit(store, A, counting);

    const holder = spawn(process.execPath, [HOLDER, place, counterId(A, 'bill')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    t.teardown(() => holder.kill('SIGKILL'));
    await once(holder.stdout, 'data');
    let told = false;
    const stuck = store.commit(A, counting).then((outcome) => {
      told = true;
      return committed(outcome);
    });
    // In the same group, so that it is seen to get on without the other.
    const free = await commit(store, A2, counting);
    t.equal(free.seq, 1);
    t.notOk(told, 'who is alive is not disturbed');
    holder.kill('SIGKILL');
    t.match(await stuck, { seq: 2, kind: 'committed' });
    t.equal(await store.counter(A, 'bill'), 2);
    t.ok((store.stats().server?.groupConflicts ?? 0) > 0);
  },
);

t.test(
  'sessions: who may not wait as long is refused, and its repeats end what the killed one had begun',
  { skip: noMongo },
  async (t) => {
    const server = await MongoServer.start();
    t.teardown(() => server.stop());
    const address = server.url(server.newDatabase());
    const options = { address, pool: POOL, newEpoch: randomUUID, patienceMs: 600 };
    const store = await openMongo(options);
    t.teardown(() => store.close());
    await commit(store, A, counting);
    const holder = spawn(process.execPath, [HOLDER, address, counterId(A, 'bill')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    holder.kill('SIGKILL');
    const killedAt = performance.now();
    let refused = 0;
    for (let done = false; !done; ) {
      done = await store.commit(A, counting).then(
        () => true,
        (error) => {
          t.match(error, { code: 'busy', retryable: true });
          refused++;
          return false;
        },
      );
    }
    t.ok(refused > 0, `refused ${refused} times`);
    t.ok(performance.now() - killedAt < 15_000, 'long before the server would end it');
    t.equal(await store.counter(A, 'bill'), 2);
  },
);

t.test('sessions: a worker that closes leaves the roll', { skip: noMongo }, async (t) => {
  const server = await MongoServer.start();
  t.teardown(() => server.stop());
  const { place, store, openAgain } = await freshStore(t, adapterOf(server));
  const other = await openAgain();
  await commit(store, A, counting);
  await commit(other, A, counting);
  const client = new MongoClient(place);
  t.teardown(() => client.close());
  const roll = client.db().collection<{ _id: string }>('meta');
  const present = () => roll.countDocuments({ _id: { $gte: 'worker:', $lt: 'worker;' } });
  t.equal(await present(), 2);
  await other.close();
  t.equal(await present(), 1);
});
