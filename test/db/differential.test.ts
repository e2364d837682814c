import t, { type Test } from 'tap';
import { openEmbedded } from '../../src/db/embedded/store.js';
import { openMongo } from '../../src/db/mongo/store.js';
import type { Store } from '../../src/db/store.js';
import { MongoServer, noMongo } from '../mongo.js';
import { firstDifference, Named } from './contents.js';
import { adapter as embedded } from './embedded/adapter.js';
import { playEvening } from './evening.js';
import { adapter as mongo, POOL } from './mongo/adapter.js';
import type { Played } from './played.js';

/** The only thing that a store makes up by itself. */
const EPOCH = 'epoch';
const SEEDS = [1, 2, 3, 4];
const COMMANDS = 300;

t.setTimeout(180_000);

/**
 * Four evenings at once, each one command after the other: within a restaurant nothing depends on
 * who is faster, and between them the store has commits to put together.
 */
async function played(store: Store) {
  const named = new Named();
  const heard = named.within(store);
  const houses = await Promise.all(SEEDS.map((seed) => playEvening(heard, seed, COMMANDS)));
  return { houses, contents: () => named.contents(store) };
}

t.test('the same evenings leave the same in both stores', { skip: noMongo }, async (t) => {
  const [one, other] = await Promise.all([
    played(await embeddedStore(t)),
    played(await mongoStore(t)),
  ]);
  for (const [i, { seed, answers }] of one.houses.entries()) {
    const others = other.houses[i]?.answers ?? [];
    t.equal(firstDifference(answers, others), null, `the answers of evening ${seed}`);
  }
  const contents = await one.contents();
  t.equal(firstDifference(contents, await other.contents()), null, 'what is stored');
  t.ok(contents.length > 2_000, `${contents.length} lines are compared`);
  sawEverything(t, one.houses);
});

/** An evening in which every order is refused would be the same in any two stores. */
function sawEverything(t: Test, houses: readonly Played[]): void {
  const counts = new Map<string, number>();
  for (const { statuses } of houses) {
    for (const [key, count] of statuses) counts.set(key, (counts.get(key) ?? 0) + count);
  }
  for (const key of EXPECTED) {
    t.ok((counts.get(key) ?? 0) >= 2, `${key}: ${counts.get(key)} times`);
  }
  const again = [...counts].filter(([key]) => key.endsWith(' again'));
  t.ok(again.length > 8, `repeats of ${again.length} kinds`);
}

const EXPECTED = [
  'organization.create 201 again',
  'organization.create 409',
  'auth.login 401',
  'auth.refresh 401',
  'outlet.create 201',
  'table.create 409',
  'order.create 201',
  'order.create 409',
  'order.change 200',
  'order.change 409',
  'order.addLines 200',
  'order.addLines 409',
  'order.changeLine 200',
  'order.send 200',
  'order.send 403',
  'order.send 404',
  'order.voidLine 200',
  'order.transfer 200',
  'order.merge 200',
  'order.cancel 200',
  'order.bill 201',
  'bill.pay 200',
  'bill.pay 409',
  'bill.cancel 200',
  'bill.print 201',
  'ticket.start 200',
  'ticket.ready 200',
  'ticket.bump 200',
  'ticket.recall 200',
  'ticket.recall 409',
  'kitchen.shown 200',
  'ticket.unseen 200',
  'menu.setAvailability 200',
  'staff.setPin 422',
  'device.create 201 again',
  'auth.pair 200 again',
  'auth.pair 401',
  'auth.pin 200',
  'auth.pin 403',
  'auth.pin 429',
  'device.revoke 200',
  'approval.grant 201',
  'approval.grant 403',
  'order.voidLine 403 again',
];

t.test('chance adds no difference, and every difference is seen', async (t) => {
  const store = await embeddedStore(t);
  const one = await played(await embeddedStore(t));
  const other = await played(store);
  for (const [i, { answers }] of one.houses.entries()) {
    t.equal(firstDifference(answers, other.houses[i]?.answers ?? []), null);
  }
  const before = await one.contents();
  t.equal(firstDifference(before, await other.contents()), null);

  const [house] = other.houses;
  const scope = {
    organizationId: house?.person('owner').organizationId ?? '',
    outletId: house?.outletIds[0] ?? '',
  };
  const { data } = await store.page(scope, 'order', { index: 'byCreation', limit: 1 });
  const [order] = data;
  if (!order) throw new Error('an evening without an order');
  const value = { ...order, rev: order.rev + 1, guests: 3 };
  await store.commit(scope, {
    counters: [],
    changes: () => ({ documents: [{ collection: 'order', value }], events: [], result: null }),
  });
  t.match(firstDifference(before, await other.contents()), /"guests":3/);
  t.match(firstDifference(['a', 'b'], ['a']), /b/);
  t.match(firstDifference(['a'], ['a', 'b']), /b/);
});

async function embeddedStore(t: Test): Promise<Store> {
  const folder = await embedded.newPlace();
  const store = await openEmbedded({ folder, newEpoch: () => EPOCH });
  t.teardown(async () => {
    await store.close();
    await embedded.destroy(folder);
  });
  return store;
}

async function mongoStore(t: Test): Promise<Store> {
  const server = await MongoServer.start();
  t.teardown(() => server.stop());
  const address = server.url(server.newDatabase());
  const store = await openMongo({ address, pool: POOL, newEpoch: () => EPOCH });
  t.teardown(async () => {
    await store.close();
    await mongo.destroy(address);
  });
  return store;
}
