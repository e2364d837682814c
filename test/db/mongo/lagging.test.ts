import type { Document } from 'mongodb';
import t from 'tap';
import { connect } from '../../../src/db/mongo/connect.js';
import { snapshotOf } from '../../../src/db/mongo/moment.js';
import { openMongo } from '../../../src/db/mongo/store.js';
import { Tally } from '../../../src/db/mongo/tally.js';
import type { Order } from '../../../src/domain/shapes/order.js';
import { MongoServer, noMongo } from '../../mongo.js';
import { playEvening } from '../evening.js';
import { POOL } from './adapter.js';
import { hear } from './hear.js';

const LAGGING = { mode: 'secondaryPreferred', maxStalenessSeconds: 90 };
/** An operator who would send all reads to a secondary. */
const ELSEWHERE = 'readPreference=secondaryPreferred&readPreferenceTags=dc:east';

t.test('reads that may lag', { skip: noMongo }, async (t) => {
  const server = await MongoServer.start();
  t.teardown(() => server.stop());

  t.test('are the lists of finished orders alone, whatever the address says', async (t) => {
    const sent: Document[] = [];
    hear(t, (command) => sent.push(command));
    const address = server.url(server.newDatabase(), ELSEWHERE);
    const store = await openMongo({ address, pool: POOL, newEpoch: () => 'epoch' });
    t.teardown(() => store.close());
    const house = await playEvening(store, 7, 150);
    const found = await house.list<Order>('order.list', { status: 'cancelled' });
    t.ok(found.length > 0, `${found.length} are found`);
    t.ok(found.every(({ status }) => status === 'cancelled'));

    // The report of the running day reads backwards, from the primary.
    const isSearch = ({ find, filter, sort }: Document) =>
      find === 'order' &&
      ['paid', 'cancelled'].includes(filter['doc.status']) &&
      [...(sort as Map<string, number>).values()].every((way) => way === 1);
    const searches = sent.filter(isSearch);
    t.ok(searches.length > 10, `${searches.length} searches`);
    t.same(
      [...new Set(searches.map((one) => JSON.stringify(one.$readPreference)))],
      [JSON.stringify(LAGGING)],
    );
    const others = sent.filter((one) => !isSearch(one));
    t.ok(others.length > 500, `${others.length} other commands`);
    t.same(
      others.filter((one) => one.$readPreference !== undefined),
      [],
      'all else is for the primary',
    );
    const asked = new Set(others.map(({ find }) => find));
    for (const name of ['order', 'ticket', 'bill', 'head']) t.ok(asked.has(name), name);
  });

  t.test('a dump names the moment of its first answer, and is asked of secondaries', async (t) => {
    const sent: Document[] = [];
    hear(t, (command) => command.find && sent.push(command));
    const { client, db } = await connect(server.url(server.newDatabase()), POOL, new Tally());
    t.teardown(() => client.close());
    await db.collection('order').insertOne({ n: 1 });
    const moment = await snapshotOf(client, db.databaseName);
    t.teardown(() => moment.close());
    for (let i = 0; i < 3; i++) {
      const found = await moment.db.collection('order').find({}, moment).toArray();
      t.equal(found.length, 1);
    }
    const [first, ...rest] = sent;
    t.match(first, { find: 'meta', readConcern: { level: 'snapshot' } });
    t.notOk(first?.$readPreference, 'the primary says which moment it is');
    t.equal(rest.length, 3);
    const moments = rest.map(({ readConcern }) => String(readConcern.atClusterTime));
    t.match(moments[0], /^Timestamp|^\d+$/, `as of ${moments[0]}`);
    t.equal(new Set(moments).size, 1);
    for (const read of rest) {
      t.match(read.$readPreference, LAGGING);
      t.match(read.readConcern, { level: 'snapshot' });
    }
  });
});
