import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import t, { type Test } from 'tap';
import type { StoredRecord } from '../../src/db/archive.js';
import { openEmbedded } from '../../src/db/embedded/store.js';
import { Kotd } from '../kotd.js';
import { MongoServer, noMongo } from '../mongo.js';
import { SECRET } from '../store-settings.js';
import { crowd } from './crowd.js';
import { kotd } from './run.js';

/** A data folder with one organization that is whole, and one whose import was cut off. */
async function halfImported(t: Test): Promise<string> {
  const data = t.testdir();
  const store = await openEmbedded({ folder: join(data, 'store'), newEpoch: () => 'epoch' });
  await store.load('a-whole', crowd('a-whole', { orders: 2 }));
  await t.rejects(store.load('b-half', cutOff(crowd('b-half', { orders: 2 }))), /cut off/);
  await store.close();
  return data;
}

async function* cutOff(records: AsyncIterable<StoredRecord>): AsyncGenerator<StoredRecord> {
  for await (const record of records) {
    yield record;
    if (record.kind === 'event') throw new Error('cut off');
  }
}

const LEFT_OUT =
  /^left out: organization b-half: it is here in part, .*; kotd import --replace makes it whole\n$/;

t.test('an organization that is here in part is told, not left out in silence', async (t) => {
  const data = await halfImported(t);
  const settings = { KOTD_DATA: data };
  const [into, metrics] = [join(data, 'backups'), join(data, 'kotd.prom')];
  const all = await kotd(['export', '--all', '--out', join(data, 'all.gz')], settings);
  t.match(all, { code: 1, out: /a-whole: .*\nwritten and verified/, err: LEFT_OUT });
  const backup = await kotd(['backup', '--into', into, '--metrics', metrics], settings);
  t.match(backup, { code: 1, out: /: base, 1 organization, .*verified\n$/, err: LEFT_OUT });
  t.notOk(existsSync(metrics), 'Prometheus is not told that all is well');
  t.match(await kotd(['export', '--organization', 'b-half'], settings), {
    code: 1,
    out: '',
    err: /^kotd export: organization b-half: it is here in part, .*\n$/,
  });
  const one = ['export', '--organization', 'a-whole', '--out', join(data, 'one.gz')];
  t.match(await kotd(one, settings), { code: 0, err: '' }, 'who did not ask for it is not told');
});

t.test('a database whose restore was cut off is told as that', { skip: noMongo }, async (t) => {
  const server = await MongoServer.start();
  t.teardown(() => server.stop());
  const url = server.url(server.newDatabase());
  const client = new MongoClient(url);
  t.teardown(() => client.close());
  const meta = client.db().collection<{ _id: string; format: string }>('meta');
  await meta.insertOne({ _id: 'store', format: 'being restored' });
  t.teardown(() => client.db().dropDatabase());
  const settings = { KOTD_STORE: url, KOTD_SECRET: SECRET };
  const says =
    /a restore into the database kotd_test_\S+ is under way, or was cut off: wait for it; or drop .*\n$/;
  for (const args of [
    ['export', '--all', '--out', '-'],
    ['restore', t.testdir()],
  ]) {
    const ran = await kotd(args, settings);
    t.match(ran, { code: 1, out: '' });
    if (args[0] === 'export') t.match(ran.err, says);
  }
  await t.rejects(Kotd.start(settings), { message: says });
});
