import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seeded } from '../../demo/chance.js';
import type { StoredRecord } from '../../src/db/archive.js';
import { openEmbedded } from '../../src/db/embedded/store.js';
import type { Order } from '../../src/domain/shapes/order.js';
import { contestOf } from '../contest.js';
import { Folder } from '../folder.js';
import { copyOf, grown, ordersOf, type Size, type Template } from '../kotd/grown.js';
import { Kotd } from '../kotd/server.js';
import { takeaway } from '../kotd/takeaway.js';
import { getAgain, wrkMissing } from '../load/wrk.js';
import type { Contest, Measure, Reading, Row } from '../row.js';

const SMALL: Size = { outlets: 1, orders: 1_000 };
const MIDDLE: Size = { outlets: 100, orders: 100_000 };
/** What a default run has time for, and the plan. */
const LARGE: Size = { outlets: 1_000, orders: 100_000 };
const FULL: Size = { outlets: 10_000, orders: 1_000_000 };

/** Menus that are asked for in turn: they stay in the cache of a worker. */
const HOT = 100;
/** Orders that are asked for in turn, from all over the store. */
const ASKED = 20_000;
const MICROSECONDS = 1e6;

const FIGURES = ['cached', 'uncached', 'write'];

export const growth: Row = {
  name: 'growth',
  group: 'scale',
  what: `time for a cached menu, an uncached order and a new order, with 1,000 outlets and 100,000 orders stored (--full: 10,000 and 1,000,000); limit: the same kotd with 1 outlet and 1,000 orders`,
  unit: 'µs',
  rounds: 3,
  goals: FIGURES.flatMap((figure) => [
    { figure, against: 'limit', atLeast: 0.85 },
    { figure, against: 'limit', atMost: 1.15 },
  ]),
  missing: wrkMissing,
  open: openSizes,
};

function openSizes(full: boolean): Promise<Contest> {
  return contestOf(async (keep) => {
    const folder = keep(await Folder.make());
    const template = await templateOf();
    const start = async (size: Size): Promise<Measure> => {
      const kotd = keep(await Kotd.start({ fill: (store) => fill(store, template, size) }));
      const measure = await measureOf(kotd, template, size, folder);
      await measure();
      return measure;
    };
    const peers: Record<string, Measure> = {};
    if (full) peers.middle = await start(MIDDLE);
    return { limit: await start(SMALL), peers, ours: await start(full ? FULL : LARGE) };
  });
}

/** The demo's organization with one order. */
async function templateOf(): Promise<Template> {
  const kotd = await Kotd.start();
  try {
    const { house, store: folder } = kotd;
    const { organization, outlet } = house;
    const order = await house.post(outlet, '/orders', await takeaway(house), 'the-template');
    const store = await openEmbedded({ folder, newEpoch: randomUUID });
    try {
      const records: StoredRecord[] = [];
      for await (const record of store.dump(organization)) records.push(record);
      return { records, outlet, order: order as Order };
    } finally {
      await store.close();
    }
  } finally {
    await kotd.stop();
  }
}

/** As `kotd import` does it, and without waiting for the disk: nobody has been told anything yet. */
async function fill(folder: string, template: Template, size: Size): Promise<void> {
  const organization = template.records.findLast(
    (record) => record.kind === 'document' && record.collection === 'organization',
  );
  if (organization?.kind !== 'document') throw new Error('the template has no organization');
  const store = await openEmbedded({ folder, newEpoch: randomUUID, hasty: true });
  try {
    await store.load(organization.id, grown(template, size));
  } finally {
    await store.close();
  }
}

/** µs of each kind of request, one kind after the other, at as many a second as the server takes. */
async function measureOf(
  kotd: Kotd,
  { outlet, order }: Template,
  size: Size,
  folder: Folder,
): Promise<Measure> {
  const outlets = Array.from({ length: size.outlets }, (_, number) => number);
  const place = (number: number) => `/api/v1/outlets/${copyOf(outlet, number)}`;
  const name = (what: string) => join(folder.path, `${what}-${size.outlets}`);
  const file = async (what: string, paths: readonly string[]) => {
    await writeFile(name(what), `${paths.join('\n')}\n`);
    return name(what);
  };
  const menus = await file(
    'menus',
    outlets.slice(0, HOT).map((number) => `${place(number)}/menu`),
  );
  const chance = seeded(size.orders);
  const orders = await file(
    'orders',
    Array.from({ length: ASKED }, () => {
      const number = Math.floor(chance() * size.outlets);
      const [from, to] = ordersOf(number, size);
      const id = copyOf(order.id, from + Math.floor(chance() * (to - from)));
      return `${place(number)}/orders/${id}`;
    }),
  );
  const places = await file(
    'places',
    outlets.map((number) => `${place(number)}/orders`),
  );
  const body = JSON.stringify(newOrderOf(order));
  const target = { url: kotd.url, headers: await kotd.headers(), pids: kotd.pids };
  const scripts = { cached: [menus], uncached: [orders], write: [places, body] };
  return async () => {
    const values: Record<string, number> = {};
    const readings: Reading[] = [];
    for (const [figure, given] of Object.entries(scripts)) {
      const reading = await getAgain({ ...target, script: ['many.lua', ...given] });
      values[figure] = MICROSECONDS / (reading.values[''] ?? Number.NaN);
      readings.push(reading);
    }
    const mean = (of: 'server' | 'load') =>
      readings.reduce((sum, { cores }) => sum + cores[of], 0) / readings.length;
    return { values, cores: { server: mean('server'), load: mean('load') } };
  };
}

/** What was asked for when the order was made. */
function newOrderOf({ type, lines }: Order) {
  return { type, lines: lines.map(({ itemId, quantity }) => ({ itemId, quantity })) };
}
