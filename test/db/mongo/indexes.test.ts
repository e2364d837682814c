import { Readable } from 'node:stream';
import { MongoClient } from 'mongodb';
import t from 'tap';
import type { StoredRecord } from '../../../src/db/archive.js';
import { openMongo } from '../../../src/db/mongo/store.js';
import { MongoServer, noMongo } from '../../mongo.js';
import { putting } from '../commits.js';
import { Named } from '../contents.js';
import { station } from '../documents.js';
import { playEvening } from '../evening.js';
import { adapter, POOL } from './adapter.js';
import { listen, type Question, questionsOf, shapeOf, slowness } from './questions.js';

const COMMANDS = 120;

t.setTimeout(120_000);

t.test('indexes', { skip: noMongo }, async (t) => {
  const server = await MongoServer.start();
  t.teardown(() => server.stop());
  const address = server.url(server.newDatabase());
  const client = new MongoClient(address);
  t.teardown(async () => {
    await client.close();
    await adapter.destroy(address);
  });
  const db = client.db();

  t.test('every question of the store has its index, and none is sorted in memory', async (t) => {
    const heard = listen(t);
    const store = await openMongo({ address, pool: POOL, newEpoch: () => 'epoch' });
    const named = new Named();
    const house = await playEvening(named.within(store), 1, COMMANDS);
    await named.contents(store);
    const { organizationId } = house.person('owner');
    const scopes = house.outletIds.map((outletId) => ({ organizationId, outletId }));
    const stale = { collection: 'station', value: station('nowhere', { rev: 9 }) } as const;
    t.match(await store.commit({ organizationId, outletId: 'x' }, putting([stale])), {
      kind: 'conflict',
    });
    await store.positions([...scopes, { organizationId: 'another' }]);
    await store.getMany({ organizationId }, 'outlet', house.outletIds);
    await store.organizations(organizationId, 10);
    const heads = new Map(house.outletIds.map((outletId) => [outletId, 5]));
    const since = { heads, commandsFrom: '2026-03-31T00:00:00.000Z' };
    const records: StoredRecord[] = [];
    for await (const record of store.dump(organizationId)) records.push(record);
    const newer: StoredRecord[] = [];
    for await (const record of store.dump(organizationId, since)) newer.push(record);
    t.ok(newer.length > 0 && newer.length < records.length);
    await store.erase(organizationId);
    await store.load(organizationId, Readable.from(records));
    await store.presence(organizationId);
    await store.sweep('2027-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z');
    await store.close();

    const shapes = new Map(heard.map((question) => [shapeOf(question), question]));
    const asked = new Set(heard.map(({ collection }) => collection));
    for (const name of ['order', 'ticket', 'bill', 'event', 'command', 'head', 'counter']) {
      t.ok(asked.has(name), `${name} was asked for`);
    }
    t.ok(shapes.size > 40, `${shapes.size} kinds of questions`);
    for (const [shape, question] of shapes) t.equal(await slowness(db, question), null, shape);
  });

  t.test('what has no index is recognised', async (t) => {
    const order = { collection: 'order', sort: [] };
    const organizationId = 'a';
    for (const [question, why] of [
      [{ ...order, filter: { 'doc.guests': 3 } }, /collection scan/],
      [{ ...order, filter: { _id: { $gt: 'a' }, 'doc.guests': 3 } }, /collection scan/],
      [{ ...order, filter: {} }, /collection scan/],
      [
        { ...order, filter: { organizationId, outletId: 'b' }, sort: [['doc.updatedAt', 1]] },
        /sorted/,
      ],
      [
        {
          collection: 'bill',
          filter: { organizationId, outletId: 'b' },
          sort: [
            ['doc.issuedAt', 1],
            ['doc.id', -1],
          ],
        },
        /sorted/,
      ],
    ] satisfies [Question, RegExp][]) {
      t.match(await slowness(db, question), why);
    }
  });

  t.test('the questions of every command are heard', async (t) => {
    const filter = { a: 1 };
    const heard = listen(t);
    const other = new MongoClient(address, { monitorCommands: true });
    t.teardown(() => other.close());
    const things = other.db().collection('things');
    await things.find(filter).sort({ b: 1 }).toArray();
    await things.updateMany(filter, { $set: { b: 1 } });
    await things.bulkWrite([
      { deleteOne: { filter } },
      { replaceOne: { filter, replacement: {} } },
    ]);
    await things.aggregate([{ $match: filter }]).toArray();
    await things.findOneAndDelete(filter);
    await things.countDocuments(filter);
    await things.distinct('b', filter);
    t.equal(heard.length, 8);
    for (const question of heard) t.match(question, { collection: 'things', filter });
    t.same(heard[0]?.sort, [['b', 1]]);
    const ops = [
      { insert: 0, document: {} },
      { update: 0, filter },
      { delete: 0, filter },
    ];
    const bulk = { bulkWrite: 1, ops, nsInfo: [{ ns: 'house.things' }] };
    t.equal(questionsOf(bulk).length, 2);
    t.match(questionsOf(bulk)[1], { collection: 'things', filter });
  });
});
