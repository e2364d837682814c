import { randomUUID } from 'node:crypto';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Archive } from '../../src/db/archive.js';
import { openEmbedded } from '../../src/db/embedded/store.js';
import type { Store } from '../../src/db/store.js';
import { contestOf } from '../contest.js';
import { Folder } from '../folder.js';
import { kotd } from '../kotd/operator.js';
import { Served } from '../kotd/served.js';
import { traceOfGuests } from '../kotd/trace.js';
import type { Reading, Row } from '../row.js';

const ORDERS = 20_000;
const FULL = 1_000_000;
/** Orders since the base, which the differential is made of: five minutes with thirteen in a second. */
const SINCE = 4_000;
/** How long before the base its last guests came, in ms: answers of the last hour come again with a differential. */
const BEFORE = 2 * 3_600_000;
const GB = 1e9;

export const backup: Row = {
  name: 'backup',
  group: 'scale',
  what: `kotd backup (a base, and a differential of ${SINCE} more orders) and kotd restore of both, on one core, with ${ORDERS} orders and all that belongs to them; --full: ${FULL}`,
  unit: 's',
  units: { cpu: 's of CPU for 100,000 orders restored', stored: 'GB' },
  seconds: 40,
  fullSeconds: 30 * 60,
  rounds: 1,
  aside: true,
  goals: [
    { figure: 'differential', against: 'ours', atMost: 300 },
    { figure: 'restore', against: 'ours', atMost: 900 },
  ],
  waitsFor: 'the disk',
  open: (full) =>
    contestOf(async (keep) => {
      const folder = keep(await Folder.make());
      const served = new Served(await traceOfGuests());
      return { ours: () => measure(folder.path, served, full ? FULL : ORDERS) };
    }),
};

async function measure(folder: string, served: Served, orders: number): Promise<Reading> {
  const [data, into] = [join(folder, 'data'), join(folder, 'backups')];
  const open = join(data, 'store');
  await mkdir(into);
  const guests = { from: 0, to: orders, until: Date.now() - BEFORE };
  await within(open, (store) => served.fill(store, guests));
  const base = await kotd(['backup', '--into', into], data);
  const later = { from: orders, to: orders + SINCE, until: Date.now() };
  await within(open, (store) => served.serve(store, later));
  const differential = await kotd(['backup', '--into', into], data);
  const seq = await within(open, (store) => served.seq(store));
  const { size } = await stat(join(open, 'data.mdb'));
  // The machine is lost. Nor would two such stores fit on every disk.
  await rm(data, { recursive: true });
  const restore = await kotd(['restore', into], data);
  const restored = await within(open, (store) => served.seq(store));
  if (restored !== seq) throw new Error(`of ${seq} events ${restored} came back`);
  const took = [base, differential, restore];
  const sum = (of: 'seconds' | 'cpu') => took.reduce((all, one) => all + one[of], 0);
  return {
    values: {
      base: base.seconds,
      differential: differential.seconds,
      restore: restore.seconds,
      cpu: (100_000 * restore.cpu) / (orders + SINCE),
      stored: size / GB,
    },
    cores: { server: sum('cpu') / sum('seconds'), load: 0 },
  };
}

/** Lets something use the store while no kotd does. Nothing waits for the disk: nobody was told anything yet. */
async function within<T>(folder: string, work: (store: Store & Archive) => Promise<T>): Promise<T> {
  const store = await openEmbedded({ folder, newEpoch: randomUUID, hasty: true });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
