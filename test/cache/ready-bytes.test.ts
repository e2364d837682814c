import t from 'tap';
import { LAST_GOOD_MS, ReadyBytes, TTL_MS } from '../../src/cache/ready-bytes.js';
import { versionOf } from '../../src/cache/versions.js';

const o1 = { organizationId: 'g1', outletId: 'o1' };
const o2 = { organizationId: 'g1', outletId: 'o2' };
const menu = { name: 'menu.read', version: 'menu' } as const;
const prices = { name: 'menu.prices', version: 'menu' } as const;
const tables = { name: 'table.list', version: 'tables' } as const;
let turn = 0;
/** As if the event loop had come round before each question. */
const nextTurn = () => turn++;

function cacheOf(bounds = { entries: 10, bytes: 10_000 }) {
  const world = { now: 0, version: 0 };
  const cache = new ReadyBytes({
    bounds,
    clock: () => world.now,
    versionReader: () => () => world.version,
  });
  return { world, cache };
}

/** An answer that arrives when told to. */
function later() {
  let arrive = (_body: unknown) => {};
  let fail = (_error: Error) => {};
  const body = new Promise<unknown>((resolve, reject) => {
    arrive = resolve;
    fail = reject;
  });
  return { arrive, fail, ask: () => body };
}

const textOf = (held: { ready: { plain: Buffer } }) => JSON.parse(held.ready.plain.toString());

t.test('fill: one flight for all who ask meanwhile, then hits', async (t) => {
  const { cache } = cacheOf();
  let asked = 0;
  const ask = async () => ({ asked: ++asked });
  const both = await Promise.all([cache.fill(o1, menu, ask), cache.fill(o1, menu, ask)]);
  t.same(both.map(textOf), [{ asked: 1 }, { asked: 1 }]);
  t.equal(cache.find(o1, menu, nextTurn()), both[0]);
  t.equal(cache.find(o2, menu, nextTurn()), undefined, 'another outlet');
  t.equal(cache.find(o1, prices, nextTurn()), undefined, 'another resource');
  t.match(cache.stats(), { hits: 1, misses: 2, stale: 0, entries: 1, bytes: 11 });
});

t.test('fill: a failure reaches all who wait, and the next one tries again', async (t) => {
  const { cache } = cacheOf();
  const { ask, fail } = later();
  const waiting = [cache.fill(o1, menu, ask), cache.fill(o1, menu, ask)];
  fail(new Error('the store is away'));
  for (const each of waiting) await t.rejects(each, /the store is away/);
  t.equal(cache.find(o1, menu, nextTurn()), undefined);
  t.same(textOf(await cache.fill(o1, menu, async () => 'good')), 'good');
});

t.test('invalidate: all is made again when nobody knows what changed', async (t) => {
  const { cache } = cacheOf();
  const { ask, arrive } = later();
  const flight = cache.fill(o1, tables, ask);
  for (const scope of [o1, o2]) await cache.fill(scope, menu, async () => 'old');
  cache.invalidateAll();
  arrive('old');
  t.same(textOf(await flight), 'old', 'for those who wait');
  t.equal(cache.find(o1, tables, nextTurn()), undefined, 'and not kept');
  for (const scope of [o1, o2]) t.equal(cache.find(scope, menu, nextTurn()), undefined);
  t.same(textOf(await cache.fill(o1, menu, async () => 'new')), 'new');
  t.ok(cache.find(o1, menu, nextTurn()));
});

t.test(
  'invalidate: drops every resource of the version in the outlet, and nothing else',
  async (t) => {
    const { cache } = cacheOf();
    for (const scope of [o1, o2]) {
      for (const resource of [menu, prices, tables])
        await cache.fill(scope, resource, async () => 1);
    }
    cache.invalidate(o1, 'menu');
    const left = [o1, o2].map((scope) =>
      [menu, prices, tables].map((r) => cache.find(scope, r, nextTurn()) !== undefined),
    );
    t.same(left, [
      [false, false, true],
      [true, true, true],
    ]);
  },
);

t.test('generations: a flight that began before an invalidation is not kept', async (t) => {
  const { cache } = cacheOf();
  const old = later();
  const flight = cache.fill(o1, menu, old.ask);
  cache.invalidate(o1, 'menu');
  const young = later();
  const next = cache.fill(o1, menu, young.ask);
  old.arrive('old');
  t.same(textOf(await flight), 'old', 'those who waited asked before the change');
  t.equal(cache.find(o1, menu, nextTurn()), undefined);
  t.equal(cache.fill(o1, menu, old.ask), next, 'the younger flight is still the one to wait for');
  young.arrive('new');
  t.same(textOf(await next), 'new');
  const held = cache.find(o1, menu, nextTurn());
  t.same(held && textOf(held), 'new');
});

t.test('versions: what another worker committed is never hidden', async (t) => {
  const { cache, world } = cacheOf();
  await cache.fill(o1, menu, async () => 'v0');
  world.version = 1;
  t.equal(cache.find(o1, menu, nextTurn()), undefined);
  t.equal(cache.stats().stale, 1);
  const old = later();
  const flight = cache.fill(o1, menu, old.ask);
  world.version = 2;
  const young = cache.fill(o1, menu, async () => 'v2');
  t.same(textOf(await young), 'v2', 'a flight of an older version is not joined');
  old.arrive('v1');
  await flight;
  const held = cache.find(o1, menu, nextTurn());
  t.same(held && textOf(held), 'v2');
  const late = later();
  const unlucky = cache.fill(o1, tables, late.ask);
  world.version = 3;
  late.arrive('read before');
  await unlucky;
  t.equal(cache.find(o1, tables, nextTurn()), undefined, 'kept under the version it was read at');
});

t.test(
  'time: bytes and flights end after the backstop, counted from when they were begun',
  async (t) => {
    const { cache, world } = cacheOf();
    const slow = later();
    const flight = cache.fill(o1, menu, slow.ask);
    world.now = TTL_MS - 1;
    slow.arrive('slow');
    await flight;
    t.ok(cache.find(o1, menu, nextTurn()));
    world.now = TTL_MS;
    t.equal(cache.find(o1, menu, nextTurn()), undefined);
    void cache.fill(o1, menu, () => new Promise(() => {}));
    world.now += TTL_MS;
    t.same(
      textOf(await cache.fill(o1, menu, async () => 'new')),
      'new',
      'a stuck flight is not waited for',
    );
  },
);

t.test('bounds: entries and bytes', async (t) => {
  const { cache } = cacheOf({ entries: 2, bytes: 100 });
  for (const resource of [menu, prices, tables]) await cache.fill(o1, resource, async () => 1);
  t.match(cache.stats(), { entries: 2, bytes: 2 });
  t.equal(cache.find(o1, menu, nextTurn()), undefined);
  await cache.fill(o1, menu, async () => 'x'.repeat(97));
  t.match(cache.stats(), { entries: 2, bytes: 100 });
  await cache.fill(o1, prices, async () => 'x'.repeat(99));
  t.equal(cache.find(o1, prices, nextTurn()), undefined, 'larger than the whole cache');
});

t.test('compressed bytes: made once and counted', async (t) => {
  const { cache } = cacheOf({ entries: 2, bytes: 10_000 });
  const { ready } = await cache.fill(o1, menu, async () => 'x'.repeat(5000));
  const [once, again] = await Promise.all([ready.compress(), ready.compress()]);
  t.equal(once, again);
  t.equal(cache.stats().bytes, ready.plain.length + once.length);
  const gone = await cache.fill(o1, tables, async () => 'y'.repeat(2000));
  cache.invalidate(o1, 'tables');
  await gone.ready.compress();
  t.match(cache.stats(), { entries: 2, bytes: ready.bytes + gone.ready.bytes });
  await cache.fill(o1, tables, async () => 'new');
  t.match(cache.stats(), { entries: 2, bytes: ready.bytes + 5 }, 'and forgotten with them');
});

t.test(
  'last good: what is out of date by time, event or version, until it is too old',
  async (t) => {
    const { cache, world } = cacheOf();
    t.equal(cache.lastGood(o1, menu), undefined);
    for (const resource of [menu, tables])
      await cache.fill(o1, resource, async () => resource.name);
    cache.invalidate(o1, 'menu');
    world.version = 1;
    for (const [now, age] of [
      [TTL_MS - 1, 4],
      [TTL_MS, 5],
      [LAST_GOOD_MS - 1, 599],
    ] as const) {
      world.now = now;
      for (const resource of [menu, tables]) {
        t.equal(cache.find(o1, resource, nextTurn()), undefined, 'never as if it were good');
        const good = cache.lastGood(o1, resource);
        t.same([good && textOf(good.held), good?.age], [resource.name, age]);
      }
    }
    t.equal(cache.lastGood(o2, menu), undefined, 'another outlet');
    t.equal(cache.stats().lastGood, 6);
    world.now = LAST_GOOD_MS;
    t.equal(cache.lastGood(o1, menu), undefined);
  },
);

t.test('versionOf: which events make what out of date', async (t) => {
  const rows: [string, string | null][] = [
    ['menu.itemChanged', 'menu'],
    ['menu.availabilityChanged', 'menu'],
    ['table.occupied', 'tables'],
    ['station.created', 'stations'],
    ['order.created', null],
    ['tables.x', null],
    ['tablex', null],
    ['', null],
  ];
  for (const [type, version] of rows) t.equal(versionOf(type), version, type);
});

t.test(
  'ready bytes: the store is asked once for all who ask in one turn of the loop',
  async (t) => {
    let version = 1;
    let looks = 0;
    const versionReader = () => () => {
      looks++;
      return version;
    };
    const bounds = { entries: 10, bytes: 10_000 };
    const cache = new ReadyBytes({ bounds, clock: () => 0, versionReader });
    const held = await cache.fill(o1, menu, async () => ({ v: 1 }));
    looks = 0;
    const turn = nextTurn();
    for (let asked = 0; asked < 3; asked++) t.equal(cache.find(o1, menu, turn), held);
    t.equal(looks, 1);
    cache.invalidate(o1, 'menu');
    t.equal(cache.find(o1, menu, turn), undefined, 'what was heard counts at once');
    const anew = await cache.fill(o1, menu, async () => ({ v: 2 }));
    t.equal(cache.find(o1, menu, nextTurn()), anew);
    version = 2;
    t.equal(cache.find(o1, menu, nextTurn()), undefined, 'another worker made a change');
  },
);
