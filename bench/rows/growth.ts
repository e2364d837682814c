import { randomUUID } from 'node:crypto';
import { seeded } from '../../demo/chance.js';
import type { StoredRecord } from '../../src/db/archive.js';
import { openEmbedded } from '../../src/db/embedded/store.js';
import type { Order } from '../../src/domain/shapes/order.js';
import { contestOf, type Keep } from '../contest.js';
import { Folder } from '../folder.js';
import { copyOf, grown, ordersOf, type Size, type Template } from '../kotd/grown.js';
import { PLAIN } from '../kotd/asks.js';
import { metric } from '../kotd/metrics.js';
import { Kotd } from '../kotd/server.js';
import { takeaway } from '../kotd/takeaway.js';
import { getAgain, type Target, wrkMissing } from '../load/wrk.js';
import { Program } from '../program.js';
import { fullCore } from '../rounds.js';
import { type Contest, type Measure, meanCores, type Reading, type Row } from '../row.js';
import { written } from './read.js';

const SMALL: Size = { outlets: 1, orders: 1_000 };
const MIDDLE: Size = { outlets: 100, orders: 100_000 };
/** What a default run has time for, and the plan. */
const LARGE: Size = { outlets: 1_000, orders: 100_000 };
const FULL: Size = { outlets: 10_000, orders: 1_000_000 };

/** Outlets that are asked in turn, where there are so many; and orders of one outlet. */
const TURNS = 100;
/** Orders that are asked for in turn, from all over the store. */
const ANYWHERE = 20_000;

/** What one outlet asks for: what is stored grows, and what of it is used stays the same. */
const OF_ONE = ['cached', 'uncached', 'write'];
/** What more of what is stored asks for: it costs more with each that does, however many are stored. */
const BOUNDS: Readonly<Record<string, string>> = {
  'cached.inTurn': `${TURNS} menus, not one, made anew when they are 5 s old`,
  'uncached.inTurn': `pages of ${ANYWHERE} orders, not of ${TURNS}`,
  'write.inTurn': `pages of ${TURNS} outlets, not of one`,
};
const DISK = 'the disk';

export const growth: Row = {
  name: 'growth',
  group: 'scale',
  what: `a cached menu, an uncached order and a new order of one outlet, with ${LARGE.outlets} outlets and ${LARGE.orders} orders stored (--full: ${FULL.outlets} and ${FULL.orders}); limit: the same kotd with 1 outlet and 1,000 orders; inTurn: of ${TURNS} outlets in turn, and orders from all over; bare: uWebSockets with one such menu and with ${TURNS}`,
  unit: 'µs of CPU',
  units: { made: 'menus made' },
  seconds: 84,
  fullSeconds: 5 * 60,
  goals: OF_ONE.flatMap((figure) => [
    { figure, against: 'limit', atLeast: 0.85 },
    { figure, against: 'limit', atMost: 1.15 },
  ]),
  waitsFor: DISK,
  missing: wrkMissing,
  open: openSizes,
};

function openSizes(full: boolean): Promise<Contest> {
  return contestOf(async (keep) => {
    const folder = keep(await Folder.make());
    const template = await templateOf();
    const start = async (size: Size): Promise<{ kotd: Kotd; measure: Measure }> => {
      const kotd = keep(await Kotd.start({ fill: (store) => fill(store, template, size) }));
      const measure = await measureOf(kotd, template, size, folder);
      await measure();
      return { kotd, measure };
    };
    const small = await start(SMALL);
    const peers: Record<string, Measure> = {};
    if (full) peers.middle = (await start(MIDDLE)).measure;
    const { measure } = await start(full ? FULL : LARGE);
    const path = `/api/v1/outlets/${copyOf(template.outlet, 0)}/menu`;
    peers.bare = await bareOf(keep, small.kotd, path, folder);
    return { ours: measure, limit: small.measure, peers };
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

/** µs of CPU for each kind of request, one kind after the other, at as many a second as the server takes. */
async function measureOf(
  kotd: Kotd,
  { outlet, order }: Template,
  size: Size,
  folder: Folder,
): Promise<Measure> {
  const one = Math.floor(size.outlets / 2);
  const some = Array.from({ length: TURNS }, (_, number) => number);
  const place = (number: number) => `/api/v1/outlets/${copyOf(outlet, number)}`;
  const menu = (number: number) => `${place(number)}/menu`;
  const orders = (number: number) => `${place(number)}/orders`;
  const orderOf = (number: number, at: number) =>
    `${orders(number)}/${copyOf(order.id, ordersOf(number, size)[0] + at)}`;
  const chance = seeded(size.orders);
  const anywhere = () => {
    const number = Math.floor(chance() * size.outlets);
    const [from, to] = ordersOf(number, size);
    return orderOf(number, Math.floor(chance() * (to - from)));
  };

  const body = JSON.stringify(newOrderOf(order));
  const file = (name: string, paths: readonly string[]) =>
    folder.writeLines(`${name}-${size.outlets}`, paths);
  const scripts: Record<string, string[]> = {
    cached: [await file('menu', [menu(one)])],
    uncached: [
      await file(
        'orders',
        some.map((at) => orderOf(one, at)),
      ),
    ],
    write: [await file('place', [orders(one)]), body],
  };
  if (size.outlets >= TURNS) {
    const everywhere = Array.from({ length: ANYWHERE }, anywhere);
    Object.assign(scripts, {
      'cached.inTurn': [await file('menus', some.map(menu))],
      'uncached.inTurn': [await file('anywhere', everywhere)],
      'write.inTurn': [await file('places', some.map(orders)), body],
    });
  }
  const costs = costsOf(async () => {
    // A token that holds now: a large store takes longer to fill than tokens live.
    return { url: kotd.url, headers: await kotd.headers(), pids: kotd.pids };
  }, scripts);
  return async () => {
    const before = await made(kotd);
    const reading = await costs();
    const values = { ...reading.values, made: (await made(kotd)) - before };
    return { ...reading, values, bounds: { ...reading.bounds, made: 'answers kept for 5 s' } };
  };
}

/** Answers that the cache did not have, or not new enough. */
async function made(kotd: Kotd): Promise<number> {
  const names = ['kotd_cache_misses_total', 'kotd_cache_stale_total'];
  const counts = await Promise.all(names.map((name) => metric(kotd, name)));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** What the machine makes of one menu and of as many as are asked in turn, where nothing is done but to send them. */
async function bareOf(keep: Keep, kotd: Kotd, path: string, folder: Folder): Promise<Measure> {
  const headers = { ...(await kotd.headers()), ...PLAIN };
  const answer = await fetch(kotd.url + path, { headers });
  const body = await answer.text();
  const same = { path, status: '200 OK', headers: written(answer), body, copies: TURNS };
  const bare = keep(await Program.start('bare-http.js', { ANSWERS: JSON.stringify([same]) }));
  const paths = Array.from({ length: TURNS }, (_, copy) => `${path}/${copy}`);
  const scripts = {
    cached: [await folder.writeLines('bare', paths.slice(0, 1))],
    'cached.inTurn': [await folder.writeLines('bare-in-turn', paths)],
  };
  const measure = costsOf(async () => ({ url: bare.url, headers, pids: bare.pids }), scripts);
  await measure();
  return measure;
}

/** @param scripts what many.lua is given, for each figure */
function costsOf(
  targetNow: () => Promise<Target>,
  scripts: Readonly<Record<string, readonly string[]>>,
): Measure {
  return async () => {
    const target = await targetNow();
    const values: Record<string, number> = {};
    const bounds: Record<string, string> = {};
    const readings: Reading[] = [];
    for (const [figure, given] of Object.entries(scripts)) {
      const reading = await getAgain({ ...target, script: ['many.lua', ...given] });
      values[figure] = reading.values.cpu ?? Number.NaN;
      const waits = figure.startsWith('write') ? DISK : 'waiting';
      bounds[figure] = BOUNDS[figure] ?? fullCore(reading.cores) ?? waits;
      readings.push(reading);
    }
    return { values, cores: meanCores(readings), bounds };
  };
}

/** What was asked for when the order was made. */
function newOrderOf({ type, lines }: Order) {
  return { type, lines: lines.map(({ itemId, quantity }) => ({ itemId, quantity })) };
}
