import t from 'tap';
import type { Commit, Store } from '../../../src/db/store.js';
import { MongoServer, noMongo } from '../../mongo.js';
import { freshStore } from '../adapter.js';
import { commanding, commit, committed, idsOf, putting } from '../commits.js';
import { A, A2, event, line, order, table } from '../documents.js';
import { adapterOf } from './adapter.js';

const COMMITS = 64;

/** Transactions that the work takes. */
async function groupsOf(store: Store, work: () => Promise<unknown>): Promise<number> {
  const groups = () => store.stats().server?.groups ?? Number.NaN;
  const before = groups();
  await work();
  return groups() - before;
}

t.test('group commit', { skip: noMongo }, async (t) => {
  const server = await MongoServer.start();
  t.teardown(() => server.stop());
  const adapter = adapterOf(server);
  const numbers = Array.from({ length: COMMITS }, (_, i) => i + 1);

  t.test('a busy outlet: many commits share few transactions, in their order', async (t) => {
    const { store } = await freshStore(t, adapter);
    const groups = await groupsOf(store, async () => {
      const outcomes = await Promise.all(
        numbers.map((i) => commit(store, A, commanding(`command-${i}`, [], [event(`e-${i}`)]))),
      );
      t.same(
        outcomes.map(({ seq }) => seq),
        numbers,
      );
    });
    t.ok(groups <= 2, `${COMMITS} commits in ${groups} transactions`);
    const events = await store.events(A, 0, 1000);
    t.same(
      events.map(({ type }) => type),
      numbers.map((i) => `e-${i}`),
    );
  });

  t.test('many outlets and organizations share them too', async (t) => {
    const { store } = await freshStore(t, adapter);
    const scopes = numbers.map((i) => ({
      organizationId: `org-${i % 32}`,
      outletId: `outlet-${i % 2}`,
    }));
    const groups = await groupsOf(store, () =>
      Promise.all(scopes.map((scope) => commit(store, scope, putting([], [event('one')])))),
    );
    t.ok(groups <= 2, `${COMMITS} commits in ${groups} transactions`);
    for (const scope of scopes) t.equal((await store.position(scope)).seq, 2);
  });

  t.test('a conflict, a throw or a repetition in a group concerns nobody else', async (t) => {
    const { store } = await freshStore(t, adapter);
    const put = (id: string, rev: number) => ({
      collection: 'table' as const,
      value: table(id, { rev }),
    });
    await commit(store, A, commanding('earlier', [put('hot', 1)], [event('first')], 'kept'));
    const good = (i: number) => commanding(`good-${i}`, [put(`table-${i}`, 1)], [event('good')]);
    const throwing: Commit<null> = {
      counters: ['n'],
      changes: () => {
        throw new RangeError('a defect');
      },
    };
    const made: Commit<null>[] = [
      good(1),
      commanding('stale', [put('beside', 1), put('hot', 1)], [event('never')]),
      good(2),
      throwing,
      commanding('earlier', [put('other', 1)], [event('never')]),
      commanding('winner', [put('hot', 2)], [event('good')], 'won'),
      commanding('loser', [put('hot', 2)], [event('never')]),
      commanding('winner', [put('other', 1)], [event('never')]),
      commanding('next', [put('hot', 3)], [event('good')]),
      good(3),
    ];
    const groups = await groupsOf(store, async () => {
      const outcomes = await Promise.allSettled(made.map((each) => store.commit(A, each)));
      t.same(
        outcomes.map((one) => (one.status === 'fulfilled' ? one.value.kind : one.reason.message)),
        [
          'committed',
          'conflict',
          'committed',
          'a defect',
          'duplicate',
          'committed',
          'conflict',
          'duplicate',
          'committed',
          'committed',
        ],
      );
      const seqs = outcomes.flatMap((one) =>
        one.status === 'fulfilled' && one.value.kind === 'committed' ? one.value.seq : [],
      );
      t.same(seqs, [2, 3, 4, 5, 6], 'without a hole where somebody was refused');
      const [, stale, , , earlier, , , winner] = outcomes.map((one) =>
        one.status === 'fulfilled' ? one.value : null,
      );
      t.same(stale, { kind: 'conflict', collection: 'table', id: 'hot' });
      t.match(earlier, { record: { answer: 'kept', seq: 1 } });
      t.match(winner, { record: { answer: 'won', seq: 4, fingerprint: 'fingerprint of winner' } });
    });
    t.ok(groups <= 3, `in ${groups} transactions`);
    t.match(await store.get(A, 'table', 'hot'), { rev: 3 });
    t.notOk(await store.get(A, 'table', 'beside'));
    t.notOk(await store.get(A, 'table', 'other'));
    t.equal(await store.counter(A, 'n'), 0);
    t.equal(await store.counter(A, 'version/tables'), 6, 'once for each that took effect');
  });

  t.test('a document that nobody can store fails alone', async (t) => {
    const { store } = await freshStore(t, adapter);
    const value = order('impossible', { cancelReason: 'x'.repeat(17 * 1024 * 1024) });
    const outcomes = await Promise.allSettled([
      ...numbers.map((i) => store.commit(A, commanding(`command-${i}`, [], [event('one')]))),
      store.commit(A, putting([{ collection: 'order', value }])),
      store.commit(A2, putting([], [event('one')])),
    ]);
    t.same(
      outcomes.map(({ status }) => status),
      [...numbers.map(() => 'fulfilled'), 'rejected', 'fulfilled'],
    );
    t.equal((await store.position(A)).seq, COMMITS);
  });

  t.test('somebody else who is faster costs a try, not an effect', async (t) => {
    const { store, openAgain } = await freshStore(t, adapter);
    const stores = [store, await openAgain(), await openAgain()];
    const outcomes = await Promise.all(
      stores.flatMap((each, s) =>
        numbers.map(async (i) => {
          const made = { collection: 'order' as const, value: order(`order-${s}-${i}`) };
          const counted = { ...putting([made], [event('order.created')]), counters: ['order'] };
          return committed(await each.commit(A, counted)).seq;
        }),
      ),
    );
    const dense = Array.from({ length: stores.length * COMMITS }, (_, i) => i + 1);
    t.same(
      outcomes.sort((a, b) => a - b),
      dense,
    );
    t.equal(await store.counter(A, 'order'), dense.length);
    const clashes = stores.map((each) => each.stats().server?.groupConflicts ?? 0);
    t.ok(
      clashes.some((count) => count > 0),
      `tried again ${clashes} times`,
    );
  });

  t.test('large orders: 1 MB each, twelve at once, page by page', async (t) => {
    const { store } = await freshStore(t, adapter);
    const lines = Array.from({ length: 1500 }, (_, i) => line(`line-${i}`, 'दाल '.repeat(60)));
    const ids = Array.from({ length: 12 }, (_, i) => `order-${String(i).padStart(2, '0')}`);
    const groups = await groupsOf(store, () =>
      Promise.all(
        ids.map((id) => {
          const value = order(id, { lines });
          const put = [{ collection: 'order' as const, value }];
          return commit(store, A, commanding(id, put, [event('order.created', { order: value })]));
        }),
      ),
    );
    t.ok(groups > 2, `${groups} transactions: none takes them all`);
    t.strictSame(await store.get(A, 'order', 'order-07'), order('order-07', { lines }));
    t.same(await idsOf(store, A, 'order', { index: 'byCreation' }), ids);
    const page = await store.page(A, 'order', { index: 'byCreation', limit: 1000 });
    t.ok(page.data.length < 6 && page.nextCursor !== null, 'a page ends early');
    t.equal((await store.events(A, 0, 100)).length, 12);
  });
});
