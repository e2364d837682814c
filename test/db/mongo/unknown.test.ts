import t from 'tap';
import { MongoServer, noMongo } from '../../mongo.js';
import { type Ack, TABLES } from '../ack.js';
import { freshStore } from '../adapter.js';
import { audit, prepareForWriters } from '../audit.js';
import { commit, putting } from '../commits.js';
import { A, event, table } from '../documents.js';
import { adapterOf } from './adapter.js';
import { FailPoint } from './fail-point.js';
import { insist } from './terminal.js';

/** Of each fault. For thousands: `KOTD_TEST_COMMITS=2000 TAP_TIMEOUT=1800`. */
const COMMITS = Number(process.env.KOTD_TEST_COMMITS ?? 144);
const TERMINALS = 12;
/** A fault for each so many: after most of them the driver waits for half a second or two. */
const EVERY = 24;

/** What a commit may meet: the primary steps down before or after it took effect, or its answer is lost. */
const FAULTS = {
  'not the primary (10107)': { errorCode: 10107 },
  'primary steps down (189)': { errorCode: 189 },
  'interrupted by a change of state (11602)': { errorCode: 11602 },
  'connection closed': { closeConnection: true },
  'took effect, but no majority said so (64)': {
    writeConcernError: { code: 64, errmsg: 'waiting for replication timed out' },
  },
  'took effect while the server shut down (91)': {
    writeConcernError: { code: 91, errmsg: 'Replication is being shut down' },
  },
} as const;

t.test('unknown results', { skip: noMongo }, async (t) => {
  const server = await MongoServer.start();
  t.teardown(() => server.stop());
  const failPoint = new FailPoint(server);
  t.teardown(() => failPoint.close());

  for (const [name, how] of Object.entries(FAULTS)) {
    t.test(`${name}: each command takes effect once, and is acknowledged as it did`, async (t) => {
      const { store } = await freshStore(t, adapterOf(server));
      await prepareForWriters(store);
      // It connects with its first command: during that the terminals would go past several faults.
      await failPoint.off();
      const acks: Ack[] = [];
      let next = 0;
      let faults = 0;
      const beganAt = performance.now();
      const terminal = async () => {
        for (let i = next++; i < COMMITS; i = next++) {
          // Two, since the driver asks a second time by itself.
          if (i % EVERY === 0) {
            await failPoint.commits(2, how);
            faults++;
          }
          acks.push(await insist(store, `command-${i}`, TABLES[i % TABLES.length] ?? ''));
        }
      };
      await Promise.all(Array.from({ length: TERMINALS }, terminal));
      await failPoint.off();
      t.equal(await audit(t, store, acks), COMMITS);
      t.equal(acks.length, COMMITS);
      const { server: stats } = store.stats();
      t.ok(stats && stats.unknownResults >= 5, `${stats?.unknownResults} results were unknown`);
      const seconds = Math.round((performance.now() - beganAt) / 1000);
      t.comment(
        `${COMMITS} commands, ${stats?.groups} transactions, ${faults} faults: ${seconds} s`,
      );
    });
  }

  t.test('without a command: what took effect is found by its marker', async (t) => {
    const { store } = await freshStore(t, adapterOf(server));
    const tookEffect = { writeConcernError: { code: 64, errmsg: 'timed out' } };
    for (let i = 1; i <= 20; i++) {
      await failPoint.commits(2, i % 2 ? tookEffect : { closeConnection: true });
      const documents = [{ collection: 'table' as const, value: table('one', { rev: i }) }];
      const { seq } = await commit(store, A, putting(documents, [event('table.changed')]));
      t.equal(seq, i, 'once');
    }
    t.ok((store.stats().server?.unknownResults ?? 0) >= 20);
  });
});
