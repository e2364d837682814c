import { randomUUID } from 'node:crypto';
import t from 'tap';
import { openMongo } from '../../../src/db/mongo/store.js';
import type { Store } from '../../../src/db/store.js';
import { MongoServer, noMongo } from '../../mongo.js';
import { until } from '../../until.js';
import { commit, putting } from '../commits.js';
import { A, event, table } from '../documents.js';
import { POOL } from './adapter.js';

const IMPATIENT = { ...POOL, mongoSelectionMs: 500, mongoPoolMax: 2 };

t.test('outage', { skip: noMongo }, async (t) => {
  const server = await MongoServer.start();
  t.teardown(() => server.stop());
  const open = async () => {
    const address = server.url(server.newDatabase());
    const store = await openMongo({ address, pool: IMPATIENT, newEpoch: randomUUID });
    t.teardown(() => store.close());
    return store;
  };
  const one = putting([], [event('one')]);
  const kindOf = async (store: Store) => (await store.commit(A, one)).kind;
  const skip = server.ours ? false : 'the server is not ours to stop';

  t.test(
    'everything is refused as what may be tried again, until it is over',
    { skip },
    async (t) => {
      const store = await open();
      await commit(store, A, one);
      t.match(store.stats(), { failing: false });
      await server.kill();
      const unavailable = { code: 'store_unavailable', retryable: true };
      await t.rejects(store.get(A, 'table', 'x'), unavailable);
      t.match(store.stats(), { failing: false }, 'reads say nothing of commits');
      await Promise.all([
        t.rejects(store.commit(A, one), unavailable),
        t.rejects(store.page(A, 'table', { index: 'all', limit: 1 }), unavailable),
        t.rejects(store.events(A, 0, 1), unavailable),
        t.rejects(store.positions([A]), unavailable),
        t.rejects(store.organizations(null, 1), unavailable),
        t.rejects(store.sweep('2026-01-01', '2026-01-01'), unavailable),
      ]);
      t.match(store.stats(), { failing: true, queued: 0 });
      await server.restart();
      // Refused until the driver has seen that the server is back: it looks twice a second.
      const committed = async () => (await kindOf(store).catch(() => null)) === 'committed';
      await until(committed, 'commit');
      t.equal((await store.position(A)).seq, 2);
      t.match(store.stats(), { failing: false });
      t.equal(store.stats().server?.failovers, 1);
    },
  );

  t.test('a server that answers nothing for a while loses nothing', { skip }, async (t) => {
    const store = await open();
    const value = table('one');
    await commit(store, A, putting([{ collection: 'table', value }], [event('one')]));
    server.pause();
    const underWay = Array.from({ length: 10 }, () => commit(store, A, one));
    const answered = await Promise.race([
      Promise.allSettled(underWay).then(() => true),
      // Until the commits wait for connections that answer nothing.
      new Promise((resolve) => setTimeout(resolve, 300, false)),
    ]);
    t.equal(answered, false, 'nothing is acknowledged meanwhile');
    t.match(store.stats(), { queued: 10 });
    server.resume();
    const seqs = (await Promise.all(underWay)).map(({ seq }) => seq);
    t.same(seqs, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  t.test('the driver tells of connections and commands', async (t) => {
    const store = await open();
    const finds = () => store.stats().server?.commands.get('find')?.count ?? 0;
    const before = finds();
    await Promise.all(Array.from({ length: 20 }, (_, i) => store.get(A, 'table', `table-${i}`)));
    t.equal(finds() - before, 1, 'what is asked for in one turn is one question');
    await commit(store, A, one);
    const { server: stats } = store.stats();
    t.ok(stats);
    t.match(stats, { inUse: 0, waiting: 0, checkoutFailures: 0, failovers: 0, unknownResults: 0 });
    t.ok(stats && stats.connections >= 1 && stats.connections <= 2, 'no more than allowed');
    t.equal(stats?.groups, 1);
    const { count = 0, failures, seconds = 0 } = stats?.commands.get('find') ?? {};
    t.ok(count > 1 && seconds > 0);
    t.equal(failures, 0);
    t.match(stats?.commands.get('commitTransaction'), { count: 1 });
  });
});
