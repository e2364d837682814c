import { BSON, MongoClient } from 'mongodb';
import { ensureSchema } from '../../src/db/mongo/schema.js';
import { MongoServer, noMongo } from '../../test/mongo.js';
import { contestOf } from '../contest.js';
import { used } from '../cores.js';
import { Folder } from '../folder.js';
import { ordersOf } from '../kotd/asks.js';
import { metric } from '../kotd/metrics.js';
import { recordsBy } from '../kotd/records.js';
import { Kotd } from '../kotd/server.js';
import { takeaway } from '../kotd/takeaway.js';
import { writtenBy } from '../kotd/written.js';
import { postAgain, TERMINALS } from '../load/autocannon.js';
import { SHORT_ROUNDS } from '../load/wrk.js';
import { Program } from '../program.js';
import type { Contest, Measure, Row } from '../row.js';
import { SECRET, token } from './read.js';

const SECONDS = 1;
const MICROSECONDS = 1e6;

export const write: Row = {
  name: 'write.order',
  group: 'writes',
  what: `POST …/orders (5 lines, an id each), ${TERMINALS} at once, durable; limit: LMDB alone, without HTTP: the same entries in a transaction each, as many at once`,
  unit: 'orders/s',
  units: { cpu: 'µs of CPU' },
  seconds: 22,
  rounds: SHORT_ROUNDS,
  goals: [{ against: 'limit', atLeast: 0.6 }],
  waitsFor: 'the disk',
  open: openEmbedded,
};

export const writeMongo: Row = {
  name: 'write.order.mongo',
  group: 'writes',
  what: `the same on MongoDB; limit: the driver alone, without HTTP: the same records in transactions of as many orders; peers: Fastify with 6 calls in sequence, Fastify with one insert`,
  unit: 'orders/s',
  units: { cpu: 'µs of CPU' },
  seconds: 40,
  rounds: SHORT_ROUNDS,
  goals: [
    { against: 'limit', atLeast: 0.6 },
    { against: 'sixCalls', atLeast: 5 },
  ],
  waitsFor: 'MongoDB',
  missing: () => noMongo || null,
  open: openMongo,
};

function openEmbedded(): Promise<Contest> {
  return contestOf(async (keep) => {
    const kotd = keep(await Kotd.start());
    const ours = await ordersOf(kotd);
    const once = onceOf(kotd);
    // The first one of a day also makes the counter that all others only raise.
    await once();
    const entries = await writtenBy(kotd.store, once);
    const folder = keep(await Folder.make());
    const bare = keep(
      await Program.start('bare-lmdb-commit.js', {
        FOLDER: folder.path,
        ENTRIES: JSON.stringify(entries),
        IN_FLIGHT: String(TERMINALS),
      }),
    );
    await commitsOf(bare);
    await postAgain(ours);
    return { ours: () => postAgain(ours), limit: () => commitsOf(bare) };
  });
}

function openMongo(): Promise<Contest> {
  return contestOf(async (keep) => {
    // On no core of its own: it takes what the others leave, and the same from each of them.
    const mongo = keep(await MongoServer.start());
    const address = mongo.url(mongo.newDatabase());
    const kotd = keep(await Kotd.start({ settings: { KOTD_STORE: address, KOTD_SECRET: SECRET } }));
    const ours = await ordersOf(kotd);
    const once = onceOf(kotd);
    await once();
    const records = await recordsBy(address, once);
    const [commits, groups] = await totalsOf(kotd);
    await postAgain(ours);
    const [commitsNow, groupsNow] = await totalsOf(kotd);

    const bareAddress = mongo.url(mongo.newDatabase());
    await withSchema(bareAddress);
    const bare = keep(
      await Program.start('bare-mongo-commit.js', {
        MONGO: bareAddress,
        RECORDS: BSON.EJSON.stringify(records),
        GROUP: String(Math.round((commitsNow - commits) / (groupsNow - groups))),
      }),
    );
    await commitsOf(bare);

    const menu = JSON.stringify(await kotd.house.menu());
    const peers: Record<string, Measure> = {};
    for (const way of ['sixCalls', 'singleInsert']) {
      const settings = { MENU: menu, SECRET, WAY: way, OUTLET: kotd.house.outlet };
      const database = { MONGO: mongo.url(mongo.newDatabase()) };
      const peer = keep(
        await Program.start('fastify-mongo-write.js', { ...settings, ...database }),
      );
      const url = peer.url + new URL(ours.url).pathname;
      const headers = { authorization: `Bearer ${token()}` };
      const posting = { ...ours, url, headers, pids: peer.pids };
      await postAgain(posting);
      peers[way] = () => postAgain(posting);
    }
    return { ours: () => postAgain(ours), limit: () => commitsOf(bare), peers };
  });
}

/** Posts an order once, under an id as long as those of the load: it is written too. */
function onceOf({ house }: Kotd): () => Promise<unknown> {
  let made = 0;
  return async () => {
    const key = `the-order-before-all/${String(++made).padStart(6, '0')}`;
    return await house.post(house.outlet, '/orders', await takeaway(house), key);
  };
}

/** Commits that a program of bench/peers/ makes by itself, a second, and what CPU time each takes. */
async function commitsOf(bare: Program) {
  const { done, cores, cpu } = await used(bare.pids, [], async () => {
    const answer = await fetch(`${bare.url}/?seconds=${SECONDS}`);
    return Number(await answer.text());
  });
  if (!(done > 0)) throw new Error('the limit did not commit');
  return { values: { '': done, cpu: (MICROSECONDS * cpu) / (done * SECONDS) }, cores };
}

async function totalsOf(kotd: Kotd): Promise<[commits: number, groups: number]> {
  const names = ['kotd_store_commits_total', 'kotd_store_groups_total'];
  const [commits = 0, groups = 0] = await Promise.all(names.map((name) => metric(kotd, name)));
  return [commits, groups];
}

/** The collections and indexes that kotd has. */
async function withSchema(address: string): Promise<void> {
  const client = new MongoClient(address);
  try {
    await ensureSchema(client.db());
  } finally {
    await client.close();
  }
}
