import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { isReady } from '../../fleet/box.js';
import { MongoServer, noMongo } from '../../test/mongo.js';
import { contestOf } from '../contest.js';
import { CORE, pin, used } from '../cores.js';
import { helloOf } from '../kotd/hello.js';
import { Kotd } from '../kotd/server.js';
import { Crowd } from '../load/crowd.js';
import type { Door } from '../load/door.js';
import type { Contest, Measure, Row } from '../row.js';

const SOCKETS = 5000;
const MANY = 50_000;
const OUTLETS = 50;
const EACH_WORKER = 15_000;
const PATIENCE_MS = 60_000;
/** Commands that a store reads with. */
const READS = /^kotd_store_commands_total\{command="(?:find|aggregate|getMore|count)"\} (\d+)/gm;

export const wave: Row = {
  name: 'reconnect.wave',
  group: 'sockets',
  what: `all workers are killed; ${SOCKETS} sockets (--full: ${MANY}) of ${OUTLETS} outlets come back at once with resume: until all are current, and what the store is asked meanwhile`,
  unit: 's',
  units: { reads: 'reads' },
  seconds: 25,
  fullSeconds: 4 * 60,
  rounds: 3,
  goals: [
    { against: 'ours', atMost: 30 },
    { figure: 'reads', against: 'ours', atMost: OUTLETS },
  ],
  waitsFor: 'new workers',
  missing: () => noMongo || null,
  open: (full) => openWave(full ? MANY : SOCKETS),
};

function openWave(count: number): Promise<Contest> {
  return contestOf(async (keep) => {
    const mongo = keep(await MongoServer.start());
    if (mongo.pid !== null) pin(mongo.pid, CORE.server);
    const settings = {
      KOTD_STORE: mongo.url(mongo.newDatabase()),
      KOTD_SECRET: 'a-secret-of-the-bench-and-of-nothing-else',
    };
    const kotd = keep(await Kotd.start({ workers: Math.ceil(count / EACH_WORKER), settings }));
    // Without sockets: what new workers ask the store for anyway.
    const atFirst = await readsOf(kotd);
    await restart(kotd);
    const usual = (await readsOf(kotd)) - atFirst;

    const crowd = keep(new Crowd());
    await crowd.open(await doorsOf(kotd), count);
    const ours: Measure = async () => {
      const before = await readsOf(kotd);
      const { done, cores } = await used([kotd.box.pid], crowd.pids, async () => {
        const current = crowd.wave();
        const killedAt = Date.now();
        await Promise.all([current, restart(kotd)]);
        return ((await current) - killedAt) / 1000;
      });
      return { values: { '': done, reads: (await readsOf(kotd)) - before - usual }, cores };
    };
    return { ours };
  });
}

/** `kill -9` of every worker; resolves when others serve in their place. */
async function restart({ box }: Kotd): Promise<void> {
  const old = await box.workers();
  for (const pid of old) process.kill(pid, 'SIGKILL');
  const until = performance.now() + PATIENCE_MS;
  let pinned = false;
  while (!pinned || !(await isReady(box.url))) {
    if (performance.now() > until) throw new Error('no new workers came');
    await delay(20);
    const now = await box.workers();
    if (pinned || now.length < old.length || now.some((pid) => old.includes(pid))) continue;
    for (const pid of now) pin(pid, CORE.server);
    pinned = true;
  }
}

/** All reads that the workers have sent to the store; the box goes on counting when they are killed. */
async function readsOf(kotd: Kotd): Promise<number> {
  const answer = await fetch(`${kotd.url}/metrics`);
  const text = await answer.text();
  return [...text.matchAll(READS)].reduce((sum, [, count]) => sum + Number(count), 0);
}

async function doorsOf(kotd: Kotd): Promise<Door[]> {
  const { house } = kotd;
  const place = { port: Number(new URL(kotd.url).port) };
  const token = await house.token({ email: 'owner@demo.kotd' });
  const outlets = [...house.outlets];
  while (outlets.length < OUTLETS) {
    const made = await fetch(`${kotd.url}/api/v1/outlets`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify({ name: `Annapurna ${outlets.length + 1}` }),
    });
    if (!made.ok) throw new Error(`an outlet could not be made: ${made.status}`);
    outlets.push(((await made.json()) as { id: string }).id);
  }
  const hellos = outlets.map((outlet) => helloOf(house, ['floor'], outlet));
  return (await Promise.all(hellos)).map((hello) => ({ place, dialect: 'kotd', hello }));
}
