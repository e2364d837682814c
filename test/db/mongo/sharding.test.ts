import { MongoClient } from 'mongodb';
import t from 'tap';
import { COLLECTIONS } from '../../../src/db/collections.js';
import { commandId, documentId, eventId, headId, ownerOf } from '../../../src/db/mongo/layout.js';
import { SCHEMA } from '../../../src/db/mongo/schema.js';
import { forShell, shard, shardingCommands } from '../../../src/db/mongo/sharding.js';
import { MongoServer, noMongo } from '../../mongo.js';

const commands = shardingCommands('house');
const of = (kind: string) => commands.filter(({ command }) => kind in command);

t.test('sharding: each collection but meta, by organization', async (t) => {
  const names = [...Object.keys(COLLECTIONS), 'event', 'command', 'head', 'counter'];
  t.same(
    of('shardCollection'),
    names.map((name) => ({
      database: 'admin',
      command: { shardCollection: `house.${name}`, key: { organizationId: 1 } },
    })),
  );
  t.same(of('enableSharding'), [{ database: 'admin', command: { enableSharding: 'house' } }]);
});

t.test('sharding: first an index with the key where there is none, then the rest', async (t) => {
  const given = of('createIndexes').map(({ database, command }) => {
    t.equal(database, 'house');
    t.match(command.indexes, [{ name: 'byOrganization', key: { organizationId: 1 } }]);
    return command.createIndexes;
  });
  t.same(given, ['pairingCode', 'pinTries', 'approval', 'event', 'head', 'counter']);
  for (const [name, indexes] of SCHEMA) {
    const own = indexes.some(
      ({ key, partialFilterExpression }) =>
        Object.keys(key)[0] === 'organizationId' && !partialFilterExpression,
    );
    t.ok(own || given.includes(name) || name === 'meta', `${name} has one`);
  }
  const kinds = commands.map(({ command }) => Object.keys(command)[0]);
  t.same([...new Set(kinds)], ['createIndexes', 'enableSharding', 'shardCollection']);
});

t.test('sharding: what has the same _id has the same key, and meets on one shard', async (t) => {
  const one = { organizationId: 'a', outletId: 'x' };
  const other = { organizationId: 'a"]', outletId: 'x' };
  const ids: ((scope: typeof one) => string)[] = [
    (scope) => documentId(scope, 'order', '1'),
    (scope) => documentId(scope, 'staff', '1'),
    (scope) => commandId(scope, '1'),
    (scope) => eventId(scope, 1),
    (scope) => headId(scope),
  ];
  for (const idOf of ids) t.not(idOf(one), idOf(other), 'another organization, another id');
  t.equal(documentId(one, 'login', '1'), documentId(other, 'login', '1'), 'but for logins');
  t.equal(ownerOf(one, 'system'), ownerOf(other, 'system'), 'whose key is the same for all');
});

t.test('sharding: printed as what mongosh takes', async (t) => {
  t.equal(
    forShell({ database: 'admin', command: { shardCollection: 'house.order', key: { a: 1 } } }),
    'db.getSiblingDB("admin").runCommand({"shardCollection":"house.order","key":{"a":1}})',
  );
});

t.test('sharding: says when the server is no mongos', { skip: noMongo }, async (t) => {
  const server = await MongoServer.start();
  t.teardown(() => server.stop());
  const client = new MongoClient(server.url(server.newDatabase()));
  t.teardown(() => client.close());
  const nothing = () => t.fail('something was run');
  await t.rejects(shard(client.db(), nothing), { name: 'SchemaError', message: /no mongos/ });
});
