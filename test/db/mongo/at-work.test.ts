import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Document } from 'mongodb';
import t from 'tap';
import { boxesAtWork } from '../../../src/db/at-work.js';
import { connect } from '../../../src/db/mongo/connect.js';
import { counterId } from '../../../src/db/mongo/layout.js';
import { Sessions } from '../../../src/db/mongo/sessions.js';
import { openMongo } from '../../../src/db/mongo/store.js';
import { Tally } from '../../../src/db/mongo/tally.js';
import { Kotd } from '../../kotd.js';
import { MongoServer, noMongo } from '../../mongo.js';
import { kotd as run } from '../../operator/run.js';
import { A } from '../documents.js';
import { POOL } from './adapter.js';
import { hear } from './hear.js';

const HOLDER = fileURLToPath(new URL('./holder.js', import.meta.url));

t.test('at work', { skip: noMongo }, async (t) => {
  const server = await MongoServer.start();
  t.teardown(() => server.stop());

  t.test('each box whose workers are there, though they have committed nothing', async (t) => {
    const address = server.url(server.newDatabase());
    t.same(await boxesAtWork(address, POOL), [], 'nobody is waited for');
    const open = (box?: string) =>
      openMongo({ address, pool: POOL, newEpoch: randomUUID, patienceMs: 1_000, box });
    const stores = [await open('north'), await open('south'), await open('north'), await open()];
    t.same(await boxesAtWork(address, POOL), ['north', 'south']);
    await Promise.all(stores.map((store) => store.close()));
    t.same(await boxesAtWork(address, POOL), []);
  });

  t.test('not one that was killed, whatever the roll says', async (t) => {
    const address = server.url(server.newDatabase());
    const store = await openMongo({ address, pool: POOL, newEpoch: randomUUID });
    t.teardown(() => store.close());
    const args = [HOLDER, address, counterId(A, 'bill')];
    const holder = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    t.same(await boxesAtWork(address, POOL), ['a box without a name'], 'of an older kotd');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    t.same(await boxesAtWork(address, POOL), []);
  });

  t.test('who never committed is taken off the roll, and nobody else suffers', async (t) => {
    const address = server.url(server.newDatabase());
    const sent: Document[] = [];
    hear(t, (command) => sent.push(command));
    const { client, db } = await connect(address, POOL, new Tally());
    t.teardown(() => client.close());
    const roll = db.collection<{ _id: string }>('meta');
    await roll.insertOne({ _id: 'worker:idle', at: new Date(0), sessions: [] } as { _id: string });
    const sessions = new Sessions(client, db, 'here');
    await sessions.attend();
    t.teardown(() => sessions.close());
    await sessions.endOfAbsent();
    t.equal(await roll.countDocuments({ _id: 'worker:idle' }), 0);
    t.same(
      sent.filter(({ killSessions }) => killSessions),
      [],
      'a list of none would mean all',
    );
  });

  t.test('kotd import --replace and restore are refused while a box runs', async (t) => {
    const mongo = { KOTD_STORE: server.url(server.newDatabase()), KOTD_SECRET: 'x'.repeat(40) };
    const dir = t.testdir();
    const kotd = await Kotd.start({ ...mongo, KOTD_BOX: 'box-7' });
    t.teardown(() => kotd.remove());
    const out = `${dir}/all.gz`;
    t.match(await run(['export', '--all', '--out', out], mongo), { code: 0 }, 'which reads, may');
    const refusal = /^kotd \w+: kotd runs on this database: stop it first on box-7\n$/;
    t.match(await run(['import', out, '--replace'], mongo), { code: 1, err: refusal });
    t.match(await run(['restore', out], mongo), { code: 1, err: refusal });
    await kotd.stop();
    t.match(await run(['import', out, '--replace'], mongo), { code: 0 });
  });
});
