import t from 'tap';
import { ReadyBytes, type Resource, TTL_MS } from '../../src/cache/ready-bytes.js';
import type { SecondLevel } from '../../src/cache/second.js';
import { SharedBytes } from '../../src/cache/shared-bytes.js';
import { KotdError } from '../../src/domain/errors.js';
import { until } from '../until.js';

const SECRET = 's'.repeat(32);
const o1 = { organizationId: 'g1', outletId: 'o1' };
const menu = { name: 'menu.read', version: 'menu' } as const;
const tables = { name: 'table.list', version: 'tables' } as const;
let turn = 0;
/** As if the event loop had come round before each question. */
const nextTurn = () => turn++;

/** A second level in memory that can be made to do what Redis does on a bad day. */
class FakeRedis implements SecondLevel {
  readonly kept = new Map<string, Buffer>();
  readonly ttls = new Map<string, number>();
  state: SecondLevel['state'] = 'closed';
  /** What is given instead of what is kept. */
  gives: ((key: string) => Buffer | undefined) | null = null;

  async get(key: string) {
    return this.gives ? this.gives(key) : this.kept.get(key);
  }

  set(key: string, bytes: Uint8Array, ttlSeconds: number): void {
    this.kept.set(key, Buffer.from(bytes));
    this.ttls.set(key, ttlSeconds);
  }
}

/** A store with one document, and boxes whose caches share a second level. */
function fleet() {
  const store = { epoch: 'e1', version: 0, menu: 'm0', down: false };
  const redis = new FakeRedis();
  const world = { now: 0, asked: 0, made: 0 };
  const reads = <T>(read: () => T): Promise<T> => {
    world.asked++;
    if (store.down) return Promise.reject(new KotdError('store_unavailable'));
    return Promise.resolve(read());
  };
  const versions = {
    position: () => reads(() => ({ epoch: store.epoch, seq: 7 })),
    counter: () => reads(() => store.version),
  };
  const change = (text: string) => {
    store.menu = text;
    store.version++;
  };
  const box = (secret = SECRET) => {
    const shared = new SharedBytes(redis, versions, secret);
    const cache = new ReadyBytes({
      bounds: { entries: 10, bytes: 100_000 },
      clock: () => world.now,
      shared,
    });
    const make = () => {
      world.made++;
      return reads(() => store.menu);
    };
    const read = async (resource: Resource = menu, ask = make) => {
      const held = cache.find(o1, resource, nextTurn()) ?? (await cache.fill(o1, resource, ask));
      return JSON.parse(held.ready.plain.toString());
    };
    return { cache, read };
  };
  return { store, redis, world, change, box };
}

t.test(
  'second level: what one box made, another one finds; with the TTLs of the design',
  async (t) => {
    const { redis, world, box } = fleet();
    const [one, other] = [box(), box()];
    t.equal(await one.read(), 'm0');
    await until(() => redis.kept.size === 1, 'bytes for the others');
    t.equal(await other.read(), 'm0');
    t.equal(world.made, 1);
    t.match(one.cache.stats().second, { hits: 0, misses: 1, damaged: 0 });
    t.match(other.cache.stats().second, { hits: 1, misses: 0, damaged: 0 });
    const asked = world.asked;
    await other.read();
    t.equal(world.asked, asked, 'then from its own memory');
    await one.read(tables);
    await one.read({ name: 'station.list', version: 'stations' });
    await until(() => redis.ttls.size === 3, 'third key');
    t.same([...redis.ttls.values()], [1800, 900, 3600]);
    const [key = ''] = redis.kept.keys();
    for (const part of ['g1', 'o1', 'menu.read', 'e1']) t.ok(key.split('/').includes(part), part);
  },
);

t.test('second level: never out of date, whatever it keeps', async (t) => {
  const { redis, world, change, store, box } = fleet();
  const [one, other] = [box(), box()];
  await one.read();
  change('m1');
  world.now += TTL_MS;
  t.equal(await one.read(), 'm1');
  t.equal(await other.read(), 'm1');
  t.equal(redis.kept.size, 2, 'the old bytes lie where nobody asks');
  store.epoch = 'e2';
  store.version = 0;
  store.menu = 'restored';
  world.now += TTL_MS;
  t.equal(await other.read(), 'restored', 'the same version of another epoch');
});

t.test('second level: what changes while bytes are made leaves nothing old behind', async (t) => {
  const { world, change, store, box } = fleet();
  const [one, other] = [box(), box()];
  let go = () => {};
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  let begun = () => {};
  const beginning = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const slow = one.read(menu, async () => {
    const text = store.menu;
    begun();
    await held;
    return text;
  });
  await beginning;
  change('m1');
  go();
  t.equal(await slow, 'm0', 'for who asked before the change');
  t.equal(await other.read(), 'm1', 'the bytes have the key of the version before');
  world.now += TTL_MS;
  t.equal(await one.read(), 'm1');
});

t.test('second level: a restore between the reads gives a key that nobody asks for', async (t) => {
  const { redis, store } = fleet();
  store.version = 3;
  // The restore comes right after the first of the reads: an older menu, an older count.
  const restoring = async <T>(found: T): Promise<T> => {
    if (store.epoch === 'e1') Object.assign(store, { epoch: 'e2', version: 1, menu: 'old' });
    return found;
  };
  const versions = {
    position: () => restoring({ epoch: store.epoch, seq: 7 }),
    counter: () => restoring(store.version),
  };
  const shared = new SharedBytes(redis, versions, SECRET);
  t.match(await shared.keyOf(o1, menu), /\/e1\//);
});

t.test('second level: a primary that is behind the one before it leaves nothing old', async (t) => {
  const { redis } = fleet();
  const counts = [5, 4];
  const versions = {
    position: async () => ({ epoch: 'e1', seq: 7 }),
    counter: async () => counts.shift() ?? 5,
  };
  const shared = new SharedBytes(redis, versions, SECRET);
  const key = await shared.keyOf(o1, menu);
  await shared.offer(key, o1, menu, Buffer.from('"of 4"'));
  t.equal(redis.kept.size, 0);
  await shared.offer(key, o1, menu, Buffer.from('"of 5"'));
  t.same(await shared.get(key), Buffer.from('"of 5"'));
});

t.test('second level: damaged, foreign and cut bytes are made anew', async (t) => {
  const { redis, world, box } = fleet();
  await box().read();
  const [good = Buffer.alloc(0)] = redis.kept.values();
  const flipped = Buffer.from(good);
  flipped[flipped.length - 2] = 0;
  const rows: [string, Buffer][] = [
    ['nothing', Buffer.alloc(0)],
    ['too short', good.subarray(0, 20)],
    ['the seal alone', good.subarray(0, 32)],
    ['cut', good.subarray(0, good.length - 1)],
    ['longer', Buffer.concat([good, Buffer.from('x')])],
    ['one byte changed', flipped],
  ];
  for (const [what, bytes] of rows) {
    redis.gives = () => bytes;
    const made = world.made;
    const { cache, read } = box();
    t.equal(await read(), 'm0', what);
    t.equal(world.made, made + 1, what);
    t.match(cache.stats().second, { damaged: 1, hits: 0 });
  }
  redis.gives = () => good;
  const { cache, read } = box();
  await read(tables);
  t.match(cache.stats().second, { damaged: 1 }, "another key's answer");
});

t.test(
  'second level: a copy of this fleet has the same keys, and its bytes are none',
  async (t) => {
    const { store, redis, box } = fleet();
    store.menu = 'of the copy';
    await box('another secret'.repeat(3)).read();
    await until(() => redis.kept.size === 1, 'bytes of the copy');
    store.menu = 'm0';
    const { cache, read } = box();
    t.equal(await read(), 'm0');
    t.match(cache.stats().second, { damaged: 1, hits: 0 });
  },
);

t.test('second level: bytes that are still good are kept with their compressed form', async (t) => {
  const { redis, world, box } = fleet();
  const { cache, read } = box();
  await read();
  const before = cache.find(o1, menu, nextTurn());
  await before?.ready.compress();
  cache.invalidate(o1, 'menu');
  redis.kept.clear();
  world.now += TTL_MS;
  t.equal(await read(), 'm0');
  t.equal(world.made, 1, 'the store says that nothing changed');
  t.equal(cache.find(o1, menu, nextTurn())?.ready, before?.ready);
  t.equal(cache.stats().bytes, before?.ready.bytes);
});

t.test('second level: absent or forgetting, it costs a look and nothing else', async (t) => {
  const { redis, world, box, store } = fleet();
  redis.gives = () => undefined;
  for (let i = 1; i <= 3; i++) {
    t.equal(await box().read(), 'm0');
    t.equal(world.made, i);
  }
  store.down = true;
  await t.rejects(
    box().read(),
    { code: 'store_unavailable' },
    'it does not stand in for the store',
  );
});

t.test('without a second level nothing more is read', async (t) => {
  const cache = new ReadyBytes({ bounds: { entries: 10, bytes: 1000 }, clock: () => 0 });
  await cache.fill(o1, menu, async () => 'm');
  t.equal(cache.stats().second, null);
});
