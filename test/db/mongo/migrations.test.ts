import { type Db, MongoClient } from 'mongodb';
import t, { type Test } from 'tap';
import {
  MIGRATIONS,
  type Migration,
  migrate,
  versionOf,
} from '../../../src/db/mongo/migrations.js';
import { ensureSchema, SCHEMA } from '../../../src/db/mongo/schema.js';
import { MongoServer, noMongo } from '../../mongo.js';
import { freshStore } from '../adapter.js';
import { audit, prepareForWriters } from '../audit.js';
import { order } from '../documents.js';
import { Writer } from '../writers.js';
import { adapterOf } from './adapter.js';
import { indexesIn, inOrder } from './present.js';

/** Orders of somebody else: enough that an index is not built at once. */
const OTHERS = 3_000;

interface Kept {
  _id: string;
  done?: unknown[];
}

const first: Migration = { version: 1, what: 'all', run: ensureSchema };
/** Of an index that is not declared any more. */
const second: Migration = {
  version: 2,
  what: 'no more byHand',
  async run(db) {
    const indexes = await db.collection('order').listIndexes().toArray();
    if (!indexes.some(({ name }) => name === 'byHand')) return;
    await db.collection('order').dropIndex('byHand');
  },
};
const silent = () => undefined;

t.setTimeout(120_000);

t.test('migrations: numbered without a gap, so that their number is the newest', async (t) => {
  const versions = MIGRATIONS.map(({ version }) => version);
  t.same(
    versions,
    MIGRATIONS.map((_, i) => i + 1),
  );
});

t.test('migrate', { skip: noMongo }, async (t) => {
  const server = await MongoServer.start();
  t.teardown(() => server.stop());
  const client = new MongoClient(server.url('admin'));
  t.teardown(() => client.close());

  /** A database of its own, removed with the test. */
  function fresh(t: Test): Db {
    const db = client.db(server.newDatabase());
    t.teardown(() => db.dropDatabase());
    return db;
  }

  const recordOf = (db: Db) => db.collection<Kept>('meta').findOne({ _id: 'migrations' });

  t.test('does each migration once, in order, and records it', async (t) => {
    const db = fresh(t);
    const done: number[] = [];
    const note = ({ version }: Migration) => done.push(version);
    t.equal(await versionOf(db), 0);
    t.equal(await migrate(db, note, [first]), 1);
    t.equal(await migrate(db, note, [first]), 1);
    t.same(done, [1]);
    t.equal(await migrate(db, note, [first, second]), 2);
    t.same(done, [1, 2]);
    t.equal(await versionOf(db), 2);
    t.match(await recordOf(db), { done: [{ version: 1 }, { version: 2 }] });
  });

  t.test('only a migration drops an index that is declared no more', async (t) => {
    const db = fresh(t);
    await db.collection('order').createIndex({ 'doc.guests': 1 }, { name: 'byHand' });
    await migrate(db, silent, [first]);
    t.ok((await indexesIn(db)).get('order')?.some(({ name }) => name === 'byHand'));
    await migrate(db, silent, [first, second]);
    t.same(await indexesIn(db), inOrder(SCHEMA));
  });

  t.test('makes again what was lost after the last migration', async (t) => {
    const db = fresh(t);
    await migrate(db, silent);
    await db.collection('ticket').dropIndexes();
    await migrate(db, silent);
    t.same(await indexesIn(db), inOrder(SCHEMA));
  });

  t.test('two at once leave one record', async (t) => {
    const db = fresh(t);
    const both = [1, 2].map(() => migrate(db, silent, [first, second]));
    t.same(await Promise.all(both), [2, 2]);
    t.equal((await recordOf(db))?.done?.length, 2);
  });

  t.test('one that failed is done again', async (t) => {
    const db = fresh(t);
    const failing = { ...second, run: () => Promise.reject(new Error('power')) };
    await t.rejects(migrate(db, silent, [first, failing]), { message: 'power' });
    t.equal(await versionOf(db), 1);
    t.equal(await migrate(db, silent, [first, second]), 2);
  });

  t.test('refuses the database of a newer kotd', async (t) => {
    const db = fresh(t);
    await migrate(db, silent, [first, second]);
    const refusal = { name: 'SchemaError', message: /version 2, .* none above 1: run the newer/ };
    await t.rejects(migrate(db, silent, [first]), refusal);
  });

  t.test('while another process commits: nothing fails and nothing is lost', async (t) => {
    const adapter = adapterOf(server);
    const { place, store } = await freshStore(t, adapter);
    const db = client.db(new URL(place).pathname.slice(1));
    await prepareForWriters(store);
    const others = Array.from({ length: OTHERS }, (_, i) => ({
      _id: `["others"]:${i}`,
      organizationId: 'others',
      outletId: 'main',
      doc: order(String(i)),
    }));
    await db.collection<(typeof others)[number]>('order').insertMany(others);
    await db.collection('order').dropIndexes();

    const writer = new Writer(t, adapter, place, 'writer');
    await writer.more(20);
    await migrate(db, silent);
    await writer.more(20);
    await writer.kill();
    t.same(await indexesIn(db), inOrder(SCHEMA));
    t.ok((await audit(t, store, writer.acks)) >= writer.acks.length);
  });
});
