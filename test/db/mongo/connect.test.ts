import { randomUUID } from 'node:crypto';
import t from 'tap';
import { MongoClient } from 'mongodb';
import { onlyOneOf } from '../../../src/db/mongo/connect.js';
import { openMongo } from '../../../src/db/mongo/store.js';
import { openStore } from '../../../src/db/open.js';
import { MongoServer, noMongo } from '../../mongo.js';
import { A } from '../documents.js';
import { POOL } from './adapter.js';

const open = (address: string) =>
  openMongo({ address, pool: { ...POOL, mongoSelectionMs: 300 }, newEpoch: randomUUID });

t.test('open: says in a line where no server answers, and keeps the password', async (t) => {
  const error: unknown = await open('mongodb://kotd:secret@127.0.0.1:1/kotd').catch((e) => e);
  t.match(error, { name: 'MongoStartError', message: /^No MongoDB answers at 127\.0\.0\.1:1: / });
  t.notMatch(String(error), /secret/);
});

t.test('open: a direct connection is for a set of one', async (t) => {
  t.equal(onlyOneOf({ hosts: ['a:27017'] }), null);
  t.equal(onlyOneOf({ msg: 'isdbgrid' }), null, 'the door of a cluster finds every primary');
  t.match(onlyOneOf({ hosts: ['a:27017', 'b:27017'] }), /among 2 servers: leave it out$/);
  t.match(onlyOneOf({ hosts: ['a:27017'], passives: ['b:27017'] }), /among 2 servers/);
});

t.test('open', { skip: noMongo }, async (t) => {
  const skip = process.env.KOTD_TEST_MONGO_URL ? 'there is only the server that was given' : false;
  t.test('refuses a server that stands alone, and says what to do', { skip }, async (t) => {
    const alone = await MongoServer.start({ standalone: true });
    t.teardown(() => alone.stop());
    const error = { name: 'MongoStartError', message: /--replSet and run rs\.initiate\(\)/ };
    await t.rejects(open(alone.url(alone.newDatabase())), error);
  });

  t.test('by the settings of a worker', async (t) => {
    const server = await MongoServer.start();
    t.teardown(() => server.stop());
    const mongo = server.url(server.newDatabase());
    const store = await openStore({ mongo, storeFolder: 'nowhere', ...POOL }, () => 'epoch');
    t.same(await store.position(A), { epoch: 'epoch', seq: 0 });
    t.ok(store.stats().server, 'it is a server');
    await store.close();
  });

  t.test('directly, where there is no other server', async (t) => {
    const server = await MongoServer.start();
    t.teardown(() => server.stop());
    const store = await open(server.url(server.newDatabase(), 'directConnection=true'));
    t.match(await store.position(A), { seq: 0 });
    await store.close();
  });

  t.test('refuses a store of a later program', async (t) => {
    const server = await MongoServer.start();
    t.teardown(() => server.stop());
    const address = server.url(server.newDatabase());
    const client = new MongoClient(address);
    t.teardown(() => client.close());
    const meta = client.db().collection<{ _id: string }>('meta');
    await meta.insertOne({ _id: 'store', format: 2, epoch: 'later' } as { _id: string });
    await t.rejects(open(address), /has format 2, and this kotd knows 1/);
  });
});
