import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import t, { type Test } from 'tap';
import { GuardedStore, patienceOf } from '../../../src/db/guarded.js';
import { headId } from '../../../src/db/mongo/layout.js';
import { openStore } from '../../../src/db/open.js';
import type { CommitOutcome, Scope, Store } from '../../../src/db/store.js';
import { storeStanding } from '../../../src/http/health.js';
import { Kotd } from '../../kotd.js';
import { MongoServer, noMongo } from '../../mongo.js';
import { Restaurant } from '../../restaurant.js';
import { commanding, commit, putting } from '../commits.js';
import { A, A2, B, event } from '../documents.js';
import { POOL } from './adapter.js';

/** Of domain.md §2. */
const SETTINGS = {
  breakerTimeoutMs: 3_000,
  breakerPercent: 50,
  breakerCalls: 10,
  breakerRetryMs: 30_000,
};
/** Longer than the guard waits for any call, and than one command after the other waits for its turn; ms. */
const HELD_MS = 5_500;

/** A store as a worker has it, with streams that exist. */
async function house(t: Test, scopes: readonly Scope[]) {
  const server = await MongoServer.start();
  t.teardown(() => server.stop());
  const mongo = server.url(server.newDatabase());
  const worker = { patienceMs: patienceOf(SETTINGS), box: 'box' };
  const place = { mongo, storeFolder: 'nowhere', ...POOL, worker };
  const failures: unknown[] = [];
  const store = new GuardedStore({
    store: await openStore(place, randomUUID),
    settings: SETTINGS,
    failed: (cause) => failures.push(cause),
  });
  t.teardown(() => store.close());
  for (const scope of scopes) await commit(store, scope, putting([], [event('first')]));
  const client = new MongoClient(mongo);
  t.teardown(() => client.close());
  return { store, failures, client };
}

/** A transaction of somebody else that has written the heads of those streams, and goes on. */
async function hold(client: MongoClient, scopes: readonly Scope[]): Promise<() => Promise<void>> {
  const session = client.startSession();
  session.startTransaction();
  const heads = client.db().collection<{ _id: string }>('head');
  for (const scope of scopes) {
    await heads.updateOne({ _id: headId(scope) }, { $set: { seq: 100 } }, { session });
  }
  return () => session.endSession();
}

/** What came of a command, and after how many ms. */
async function send(store: Store, scope: Scope, id: string) {
  const since = performance.now();
  const outcome: CommitOutcome<null> | { kind: unknown } = await store
    .commit(scope, commanding(id, [], [event(id)]))
    .catch((error) => ({ kind: error.code ?? error }));
  return { kind: outcome.kind, ms: performance.now() - since };
}

t.test('a blocked outlet', { skip: noMongo }, async (t) => {
  // More than there are lanes; two of an organization that has another outlet.
  const blocked = [
    A,
    B,
    ...['c', 'd', 'e', 'f'].map((id) => ({ organizationId: id, outletId: id })),
  ];
  const free = [A2, { organizationId: 'g', outletId: 'g' }];
  const { store, failures, client } = await house(t, [...blocked, ...free]);
  const release = await hold(client, blocked);
  t.teardown(release);
  const heldSince = performance.now();
  const held = () => performance.now() - heldSince < HELD_MS;

  const busy: ReturnType<typeof send>[] = [];
  const sent: [Scope, string][] = [];
  const others: Awaited<ReturnType<typeof send>>[] = [];
  const standings = new Set<string>();
  for (let round = 0; held(); round++) {
    // A terminal each, that comes while those before wait.
    if (held() && performance.now() - heldSince < HELD_MS / 2) {
      for (const scope of blocked) {
        sent.push([scope, `blocked-${round}`]);
        busy.push(send(store, scope, `blocked-${round}`));
      }
    }
    others.push(...(await Promise.all(free.map((scope) => send(store, scope, `free-${round}`)))));
    standings.add(storeStanding(store.stats(), store.breakers));
  }
  const answers = await Promise.all(busy);

  t.same([...new Set(answers.map(({ kind }) => kind))], ['busy'], 'nothing else is answered');
  const slowest = Math.max(...answers.map(({ ms }) => ms));
  t.ok(slowest < SETTINGS.breakerTimeoutMs, `in time: ${Math.round(slowest)} ms`);
  t.ok(
    Math.min(...answers.map(({ ms }) => ms)) >= patienceOf(SETTINGS),
    'and not before it was tried',
  );
  t.same([...new Set(others.map(({ kind }) => kind))], ['committed'], 'other outlets go on');
  const latest = Math.max(...others.map(({ ms }) => ms));
  t.ok(
    latest < patienceOf(SETTINGS),
    `${others.length} commands of others, at most ${Math.round(latest)} ms`,
  );
  t.same([...standings], ['ok'], 'the worker stays ready');
  t.same(store.breakers.map(({ state }) => state).join(), 'closed,closed');
  t.same(failures, [], 'nobody is told of an outage');

  await release();
  const again = await Promise.all(sent.map(([scope, id]) => send(store, scope, id)));
  t.same([...new Set(again.map(({ kind }) => kind))], ['committed'], 'refused without effect');
  const third = await Promise.all(sent.map(([scope, id]) => send(store, scope, id)));
  t.same([...new Set(third.map(({ kind }) => kind))], ['duplicate'], 'and now done once');
  const rounds = sent.length / blocked.length;
  for (const scope of blocked) t.equal((await store.position(scope)).seq, 1 + rounds);
});

t.test(
  'a blocked outlet, over HTTP: 409 busy, and the box stays ready',
  { skip: noMongo },
  async (t) => {
    const server = await MongoServer.start();
    t.teardown(() => server.stop());
    const address = server.url(server.newDatabase());
    const kotd = await Kotd.start({ KOTD_STORE: address, KOTD_SECRET: 'x'.repeat(40) });
    t.teardown(() => kotd.remove());
    const [blocked, free] = [await Restaurant.open(kotd.url), await Restaurant.open(kotd.url)];
    const client = new MongoClient(address);
    t.teardown(() => client.close());
    const { organization: organizationId, outlet: outletId } = blocked;
    const release = await hold(client, [{ organizationId, outletId }]);
    t.teardown(release);

    const lines = blocked.items.map(({ id }) => ({ itemId: id, quantity: 1 }));
    const place = (key: string) =>
      blocked.try<{ id?: string; code?: string }>('POST', '/orders', {
        body: { type: 'takeaway', lines },
        headers: { 'idempotency-key': key },
      });
    const keys = ['one', 'two', 'three'].map((name) => `blocked-${name}-of-the-evening`);
    const answers = Promise.all(keys.map(place));
    let waiting = true;
    void answers.finally(() => {
      waiting = false;
    });
    let others = 0;
    for (; waiting; others++) {
      await free.order();
      const ready = await fetch(`${kotd.url}/health/ready`);
      if (ready.status !== 200) t.fail(`${ready.status} ${await ready.text()}`);
    }
    for (const { status, body } of await answers) {
      t.match({ status, body }, { status: 409, body: { code: 'busy', retryable: true } });
    }
    t.ok(others > 1, `${others} orders of another outlet meanwhile`);
    await release();
    const made = await Promise.all(keys.map(place));
    t.same(
      made.map(({ status }) => status),
      [201, 201, 201],
    );
    const again = await Promise.all(keys.map(place));
    t.same(
      again.map(({ body }) => body.id),
      made.map(({ body }) => body.id),
    );
    const { data } = await blocked.do<{ data: unknown[] }>('GET', '/orders');
    t.equal(data.length, keys.length, 'each took effect once');
  },
);
