import type { Test } from 'tap';
import { type Adapter, freshStore } from '../adapter.js';
import { commit, committed, putting } from '../commits.js';
import { A, A2, ORG_A, event, table } from '../documents.js';

/** Each scope has one stream without holes; numbers have no gaps; news are seen by everybody. */
export function streams(t: Test, adapter: Adapter): void {
  t.test('streams: each outlet and the organization count for themselves', async (t) => {
    const { store } = await freshStore(t, adapter);
    for (const scope of [A, A2, ORG_A, A, ORG_A, A]) {
      await commit(store, scope, putting([], [event('one'), event('two')]));
    }
    for (const [scope, head] of [
      [A, 6],
      [A2, 2],
      [ORG_A, 4],
    ] as const) {
      t.equal((await store.position(scope)).seq, head);
      const events = await store.events(scope, 0, 100);
      t.same(
        events.map(({ seq }) => seq),
        Array.from({ length: head }, (_, i) => i + 1),
      );
    }
  });

  t.test('streams: are read from any position, in order, and no further than asked', async (t) => {
    const { store } = await freshStore(t, adapter);
    const drafts = Array.from({ length: 300 }, (_, i) => event(`type-${i + 1}`, { i }));
    await commit(store, A, putting([], drafts));
    const seqs = async (after: number, limit: number) =>
      (await store.events(A, after, limit)).map(({ seq, type }) => type === `type-${seq}` && seq);
    t.same(await seqs(0, 3), [1, 2, 3]);
    t.same(await seqs(254, 4), [255, 256, 257, 258], 'by number, not by digit');
    t.same(await seqs(298, 100), [299, 300]);
    t.same(await seqs(300, 100), []);
    t.same(await seqs(9_999, 100), []);
    t.same((await store.events(A, 0, 1))[0], { seq: 1, ...event('type-1', { i: 0 }) });
  });

  t.test('numbers: have no gap and no repeat, whatever is refused in between', async (t) => {
    const { store } = await freshStore(t, adapter);
    await commit(store, A, putting([{ collection: 'table', value: table('hot') }]));
    const underWay = Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        store.commit(A, {
          counters: ['invoice'],
          changes: ([number]) => ({
            // Every fourth was made from the same rev: of those, only one can take effect.
            documents:
              i % 4 === 0 ? [{ collection: 'table', value: table('hot', { rev: 2 }) }] : [],
            events: [event('bill.issued', { number })],
            result: number,
          }),
        }),
      ),
    );
    t.match(store.stats(), { commits: 1, queued: 200 });
    const outcomes = await underWay;
    const taken = outcomes.flatMap((outcome) => {
      return outcome.kind === 'committed' ? [committed(outcome)] : [];
    });
    t.equal(taken.length, 151, '150 that touched no table, and one that did');
    const dense = Array.from({ length: 151 }, (_, i) => i + 1);
    t.same(taken.map(({ changes }) => changes.result).sort(ascending), dense);
    t.same(taken.map(({ seq }) => seq).sort(ascending), dense);
    t.equal(await store.counter(A, 'invoice'), 151);
    const events = await store.events(A, 0, 1000);
    t.same(
      events.map(({ data }) => data.number),
      dense,
      'in the order of the stream',
    );
    t.match(store.stats(), { commits: 152, conflicts: 49, queued: 0 });
  });

  t.test('news: an acknowledged commit is seen by every instance at once', async (t) => {
    const { store, openAgain } = await freshStore(t, adapter);
    const other = await openAgain();
    for (let i = 1; i <= 50; i++) {
      // This read makes the other instance hold on to what it sees now, if it ever does.
      t.equal((await other.position(A)).seq, i - 1);
      const value = table(`table-${i}`);
      await commit(store, A, {
        ...putting([{ collection: 'table', value }], [event('table.created')]),
        command: { id: value.id, fingerprint: '', at: '2025-11-21T13:30:00.000Z' },
        counters: ['table'],
      });
      const seen = await Promise.all([
        other.position(A).then(({ seq }) => seq),
        other.counter(A, 'table'),
        other.counterReader?.(A, 'table')() ?? i,
        other.events(A, i - 1, 10).then((events) => events[0]?.seq),
        other.get(A, 'table', value.id).then((found) => found && i),
        other.command(A, value.id).then((found) => found && i),
        other.page(A, 'table', { index: 'all', limit: 100 }).then(({ data }) => data.length),
      ]);
      t.same(seen, [i, i, i, i, i, i, i]);
    }
  });

  t.test('persistence: what was acknowledged is there after a restart', async (t) => {
    const { store, openAgain } = await freshStore(t, adapter);
    const { epoch } = await commit(
      store,
      A,
      putting([{ collection: 'table', value: table('table-1') }], [event('table.created')]),
    );
    const underWay = commit(store, A, putting([], [event('table.moved')]));
    await store.close();
    t.equal((await underWay).seq, 2, 'closing waits for commits under way');
    await store.close();
    await t.rejects(store.get(A, 'table', 'table-1'), { code: 'store_unavailable' });
    await t.rejects(commit(store, A, putting([])), { code: 'store_unavailable' });
    const again = await openAgain();
    t.same(await again.position(A), { epoch, seq: 2 }, 'the epoch is that of before');
    t.match(await again.get(A, 'table', 'table-1'), { rev: 1 });
    t.equal((await commit(again, A, putting([], [event('table.moved')]))).seq, 3);
  });
}

const ascending = (a: number | undefined, b: number | undefined) => (a ?? 0) - (b ?? 0);
