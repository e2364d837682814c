import t from 'tap';
import { MongoServer, noMongo } from '../../mongo.js';
import { type Ack, TABLES } from '../ack.js';
import { freshStore } from '../adapter.js';
import { audit, prepareForWriters } from '../audit.js';
import { Writer } from '../writers.js';
import { adapterOf } from './adapter.js';
import { insist } from './terminal.js';
import { rounds } from '../../long.js';

const KILLS = rounds(2, 4);
const LANES = 12;

t.test('crash', { skip: noMongo }, async (t) => {
  const server = await MongoServer.start();
  t.teardown(() => server.stop());
  const adapter = adapterOf(server);

  t.test('kill -9 of a writer: loses nothing acknowledged, stops nobody else', async (t) => {
    const { place, store } = await freshStore(t, adapter);
    await prepareForWriters(store);
    const survivor = new Writer(t, adapter, place, 'survivor');
    await survivor.more(1);
    const acks: Ack[] = [];
    for (let round = 0; round < KILLS; round++) {
      const victim = new Writer(t, adapter, place, `victim-${round}`);
      // How far it comes is left to chance: each run kills at other places.
      await victim.more(1 + Math.floor(Math.random() * 20));
      await victim.kill();
      await survivor.more(5);
      acks.push(...victim.acks);
    }
    await survivor.kill();
    acks.push(...survivor.acks);
    const commits = await audit(t, store, acks);
    t.ok(commits >= acks.length, `${acks.length} acknowledged, ${commits} there`);
  });

  const skip = server.ours ? false : 'the server is not ours to kill';
  t.test('kill -9 of the server: loses nothing acknowledged', { skip }, async (t) => {
    const { store } = await freshStore(t, adapter);
    await prepareForWriters(store);
    const acks: Ack[] = [];
    let heard = () => {};
    let stopped = false;
    const lane = async (_: unknown, lane: number) => {
      for (let i = 0; !stopped; i++) {
        const id = `${lane}-${i}`;
        acks.push(await insist(store, id, TABLES[i % TABLES.length] ?? ''));
        heard();
      }
    };
    const lanes = Promise.all(Array.from({ length: LANES }, lane));
    const more = async (commits: number) => {
      const enough = acks.length + commits;
      while (acks.length < enough) {
        await new Promise<void>((resolve) => {
          heard = resolve;
        });
      }
    };
    for (let round = 0; round < KILLS; round++) {
      await more(10 + Math.floor(Math.random() * 50));
      await server.kill();
      await server.restart();
    }
    await more(10);
    stopped = true;
    await lanes;
    const commits = await audit(t, store, acks);
    t.equal(commits, acks.length, 'each command once');
    t.ok((store.stats().server?.failovers ?? 0) >= 1, 'the driver has seen that it was away');
  });
});
