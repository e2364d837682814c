import { MongoClient } from 'mongodb';
import t from 'tap';
import { SCHEMA } from '../../src/db/mongo/schema.js';
import { shardingCommands } from '../../src/db/mongo/sharding.js';
import { MongoServer, noMongo } from '../mongo.js';
import { kotd } from './run.js';

t.test('kotd migrate: has nothing to do for the embedded store', async (t) => {
  const ran = await kotd(['migrate']);
  t.match(ran, { code: 0, out: '', err: /names no MongoDB; the embedded store needs no/ });
  t.match(await kotd(['migrate', '--shard']), {
    code: 2,
    out: '',
    err: /^kotd: KOTD_STORE names no MongoDB, and/,
  });
});

t.test('kotd migrate --shard: prints what mongosh takes, and asks no server', async (t) => {
  const settings = settingsFor('mongodb://nobody.invalid:1/house?replicaSet=x');
  const { code, out } = await kotd(['migrate', '--shard'], settings);
  t.equal(code, 0);
  const lines = out.trim().split('\n');
  t.ok(lines.includes('db.getSiblingDB("admin").runCommand({"enableSharding":"house"})'));
  t.equal(lines.length, shardingCommands('house').length);
});

t.test('kotd migrate: says when no server is there', async (t) => {
  const settings = settingsFor('mongodb://127.0.0.1:1/house');
  const quick = { ...settings, KOTD_MONGO_SELECTION_MS: '200' };
  const { code, err } = await kotd(['migrate'], quick);
  t.equal(code, 1);
  t.match(err, /kotd migrate: No MongoDB answers at 127\.0\.0\.1:1/);
  t.notMatch(err, /^ +at /m);
});

t.test(
  'kotd migrate: an address that the driver does not understand is a wrong setting',
  async (t) => {
    for (const [address, says] of [
      ['mongodb://127.0.0.1:1/house?nonsense=1', 'option nonsense is not supported'],
      ['mongodb://127.0.0.1:1/house?tls=true&tlsCAFile=/nowhere', '/nowhere'],
    ] as const) {
      const { code, out, err } = await kotd(['migrate'], settingsFor(address));
      t.match({ code, out }, { code: 2, out: '' });
      t.match(err, /^kotd migrate: KOTD_STORE is no address for MongoDB: [^\n]*\n$/);
      t.match(err, says);
    }
  },
);

t.test('kotd migrate: names that nobody knows are a server that is away', async (t) => {
  const { code, err } = await kotd(['migrate'], settingsFor('mongodb+srv://nobody.invalid/house'));
  t.match(
    { code, err },
    { code: 1, err: /^kotd migrate: No MongoDB answers at nobody\.invalid: [^\n]*\n$/ },
  );
});

t.test('kotd migrate: on a server', { skip: noMongo }, async (t) => {
  const server = await MongoServer.start();
  t.teardown(() => server.stop());
  const database = server.newDatabase();
  const url = server.url(database);
  const client = new MongoClient(url);
  t.teardown(async () => {
    await client.db().dropDatabase();
    await client.close();
  });

  t.test('twice: the second finds nothing to do', async (t) => {
    const first = await kotd(['migrate'], settingsFor(url));
    t.equal(first.code, 0);
    t.match(first.out, /^done 1: collections and indexes$/m);
    t.match(first.out, `The database ${database} has version 1.`);
    t.match(first.err, /kotd may keep running/);
    const names = (await client.db().listCollections().toArray()).map(({ name }) => name);
    t.same(names.toSorted(), [...SCHEMA.keys()].toSorted());
    const second = await kotd(['migrate'], settingsFor(url));
    t.same(second.out, `The database ${database} has version 1.\n`);
  });

  t.test('--shard --apply: says that this server is no mongos', async (t) => {
    const { code, err } = await kotd(['migrate', '--shard', '--apply'], settingsFor(url));
    t.equal(code, 1);
    t.match(err, /kotd migrate: The server is no mongos/);
  });

  t.test('the database of a newer kotd is left alone', async (t) => {
    const meta = client.db().collection<{ _id: string }>('meta');
    await meta.updateOne({ _id: 'migrations' }, { $set: { version: 99 } });
    const { code, err } = await kotd(['migrate'], settingsFor(url));
    t.equal(code, 1);
    t.match(err, /has version 99, and this kotd knows none above 1: run the newer kotd/);
  });
});

/** Without a secret: who serves nobody needs none. */
function settingsFor(store: string): Record<string, string> {
  return { KOTD_STORE: store };
}
