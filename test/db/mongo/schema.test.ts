import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type CommandStartedEvent, type Db, MongoClient } from 'mongodb';
import t, { type Test } from 'tap';
import { COLLECTIONS } from '../../../src/db/collections.js';
import { ensureSchema, SCHEMA } from '../../../src/db/mongo/schema.js';
import { MongoServer, noMongo } from '../../mongo.js';
import { indexesIn, inOrder } from './present.js';

const WRITING = new Set(['create', 'createIndexes', 'dropIndexes', 'insert', 'update']);

t.test('schema', { skip: noMongo }, async (t) => {
  const server = await MongoServer.start();
  t.teardown(() => server.stop());
  const client = new MongoClient(server.url('admin'), { monitorCommands: true });
  t.teardown(() => client.close());
  const sent: CommandStartedEvent[] = [];
  client.on('commandStarted', (event) => sent.push(event));

  /** A database of its own, removed with the test. */
  function fresh(t: Test): Db {
    const db = client.db(server.newDatabase());
    t.teardown(() => db.dropDatabase());
    return db;
  }

  t.test('makes every collection and every index that is declared', async (t) => {
    const db = fresh(t);
    await ensureSchema(db);
    t.same(await indexesIn(db), inOrder(SCHEMA));
  });

  t.test('writes nothing when all is there', async (t) => {
    const db = fresh(t);
    await ensureSchema(db);
    sent.length = 0;
    await ensureSchema(db);
    t.same(
      sent.filter(({ commandName }) => WRITING.has(commandName)),
      [],
    );
    t.equal(sent.length, SCHEMA.size, 'one question for each collection');
  });

  t.test('makes what is missing again, and leaves what it does not know', async (t) => {
    const db = fresh(t);
    await ensureSchema(db);
    await db.collection('order').dropIndex('byStatus');
    await db.collection('order').createIndex({ 'doc.note': 1 }, { name: 'byHand' });
    await ensureSchema(db);
    const names = (await indexesIn(db)).get('order')?.map(({ name }) => name);
    t.same(names, ['byCreation', 'byHand', 'byStatus']);
  });

  t.test('takes an index of the same keys under another name for its own', async (t) => {
    const db = fresh(t);
    await db.collection('command').createIndex({ at: 1 }, { name: 'byHand' });
    await ensureSchema(db);
    const names = (await indexesIn(db)).get('command')?.map(({ name }) => name);
    t.same(names, ['byHand', 'ownByAge']);
  });

  t.test('says which index has the name of a declared one and other keys', async (t) => {
    const db = fresh(t);
    await db.collection('bill').createIndex({ 'doc.issuedAt': 1 }, { name: 'byDay' });
    const named = { name: 'SchemaError', message: /byDay of .*\.bill has other keys/ };
    await t.rejects(ensureSchema(db), named);
  });

  t.test('four processes make it at once', async (t) => {
    const db = fresh(t);
    const url = server.url(db.databaseName);
    const maker = fileURLToPath(new URL('./maker.js', import.meta.url));
    const makers = [1, 2, 3, 4].map(() => fork(maker, [url]));
    t.teardown(() => makers.map((child) => child.kill('SIGKILL')));
    await Promise.all(
      makers.map((child) => Promise.race([once(child, 'message'), failing(child)])),
    );
    const ends = makers.map((child) => once(child, 'exit'));
    for (const child of makers) child.send('now');
    t.same(await Promise.all(ends), Array(4).fill([0, null]));
    t.same(await indexesIn(db), inOrder(SCHEMA));
  });
});

async function failing(child: ChildProcess): Promise<never> {
  throw new Error(`ended at its start with ${await once(child, 'exit')}`);
}

t.test('schema: lists are indexed in the order in which they are asked for', async (t) => {
  const { key } = SCHEMA.get('order')?.find(({ name }) => name === 'byStatus') ?? {};
  t.same(Object.keys(key ?? {}), [
    'organizationId',
    'outletId',
    'doc.status',
    'doc.createdAt',
    'doc.id',
  ]);
  t.match(SCHEMA.get('ticket'), [
    { name: 'byOrder' },
    { name: 'open', partialFilterExpression: { 'doc.open': true } },
  ]);
  for (const [collection, { indexes }] of Object.entries(COLLECTIONS)) {
    const names = new Set(SCHEMA.get(collection)?.map(({ name }) => name));
    for (const name of Object.keys(indexes)) t.ok(names.has(name), `${collection}.${name}`);
  }
});
