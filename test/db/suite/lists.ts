import fc from 'fast-check';
import type { Test } from 'tap';
import type { Documents } from '../../../src/domain/decision.js';
import type { Store } from '../../../src/db/store.js';
import { type Adapter, freshStore } from '../adapter.js';
import { commit, idsOf, putting } from '../commits.js';
import { A, order, station, ticket } from '../documents.js';

/** Indexes: order, equality, membership and pages. */
export function lists(t: Test, adapter: Adapter): void {
  t.test('lists: an index follows its documents in and out', async (t) => {
    const { store } = await freshStore(t, adapter);
    const shown = async () => ({
      open: await idsOf(store, A, 'ticket', { index: 'open' }),
      tandoor: await idsOf(store, A, 'ticket', { index: 'openByStation', equals: ['tandoor'] }),
      bar: await idsOf(store, A, 'ticket', { index: 'openByStation', equals: ['bar'] }),
      ofOrder: await idsOf(store, A, 'ticket', { index: 'byOrder', equals: ['order-1'] }),
    });
    const put = (more: Partial<Documents['ticket']>) =>
      commit(store, A, putting([{ collection: 'ticket', value: ticket('ticket-1', more) }]));
    const in1 = ['ticket-1'];
    await put({ rev: 1, stationId: 'tandoor' });
    t.same(await shown(), { open: in1, tandoor: in1, bar: [], ofOrder: in1 });
    await put({ rev: 2, stationId: 'bar' });
    t.same(await shown(), { open: in1, tandoor: [], bar: in1, ofOrder: in1 });
    await put({ rev: 3, stationId: 'bar', open: false, state: 'served' });
    t.same(await shown(), { open: [], tandoor: [], bar: [], ofOrder: in1 });
    await put({ rev: 4, stationId: 'tandoor', open: true, orderId: 'order-2' });
    t.same(await shown(), { open: in1, tandoor: in1, bar: [], ofOrder: [] });
  });

  t.test('lists: an index of some has nothing of the others', async (t) => {
    const { store } = await freshStore(t, adapter);
    const atBar = () => idsOf(store, A, 'ticket', { index: 'openByFallback', equals: ['bar'] });
    const all = () => idsOf(store, A, 'ticket', { index: 'openByFallback' });
    const put = (more: Partial<Documents['ticket']>) =>
      commit(store, A, putting([{ collection: 'ticket', value: ticket('ticket-1', more) }]));
    await put({ rev: 1, stationId: 'tandoor' });
    t.same(await all(), [], 'as most tickets are');
    await put({ rev: 2, stationId: 'tandoor', fallbackStationId: 'bar', rerouted: true });
    t.same([await atBar(), await all()], [['ticket-1'], ['ticket-1']]);
    await put({ rev: 3, fallbackStationId: 'bar', rerouted: true, open: false, state: 'served' });
    t.same(await all(), []);
  });

  t.test('lists: equality is of whole values', async (t) => {
    const { store } = await freshStore(t, adapter);
    const stations = ['a', 'a\u0000', 'a\u0000b', 'ab', 'a\u0001b', '', 'a'.repeat(64), '🍛'];
    const documents = stations.map((stationId, i) => ({
      collection: 'ticket' as const,
      value: ticket(`ticket-${i}`, { stationId }),
    }));
    await commit(store, A, putting(documents));
    for (const [i, stationId] of stations.entries()) {
      const found = await idsOf(store, A, 'ticket', {
        index: 'openByStation',
        equals: [stationId],
      });
      t.same(found, [`ticket-${i}`], JSON.stringify(stationId));
    }
  });

  t.test('lists: text is in the order of its code points', async (t) => {
    const { store } = await freshStore(t, adapter);
    // By UTF-16 units the emoji would stand before the last but one.
    const ids = [
      '',
      '\u0000',
      '\u0000b',
      '\u0001',
      '0',
      '10',
      '9',
      'A',
      'a',
      'ab',
      'é',
      'क',
      '\uffee',
      '🍛',
    ];
    const documents = [...ids].reverse().map((id) => {
      return { collection: 'station' as const, value: station(id) };
    });
    await commit(store, A, putting(documents));
    t.same(await idsOf(store, A, 'station', { index: 'all' }), ids);
    t.same(await idsOf(store, A, 'station', { index: 'all' }, 3), ids, 'also in pages');
    t.same(await idsOf(store, A, 'station', { index: 'all', reverse: true }, 3), ids.reverse());
  });

  t.test('lists: pages agree with a sorted array, whatever is in them', async (t) => {
    const { store } = await freshStore(t, adapter);
    const statuses = ['open', 'billed', 'paid'] as const;
    let round = 0;
    const property = fc.asyncProperty(
      fc.array(
        fc.record({ status: fc.constantFrom(...statuses), day: fc.integer({ min: 10, max: 14 }) }),
        {
          maxLength: 12,
        },
      ),
      fc.integer({ min: 1, max: 5 }),
      fc.boolean(),
      async (drafts, limit, reverse) => {
        const scope = { organizationId: 'org', outletId: `outlet-${round++}` };
        const orders = drafts.map(({ status, day }, i) =>
          order(`order-${i}`, { status, createdAt: `2025-11-${day}T00:00:00.000Z` }),
        );
        const documents = orders.map((value) => ({ collection: 'order' as const, value }));
        await commit(store, scope, putting(documents));
        for (const status of statuses) {
          const expected = orders
            .filter((one) => one.status === status)
            .map((one) => [one.createdAt, one.id] as const)
            .sort(([at, id], [at2, id2]) => (at + id < at2 + id2 ? -1 : 1))
            .map(([, id]) => id);
          if (reverse) expected.reverse();
          const query = { index: 'byStatus' as const, equals: [status], reverse };
          t.same(await idsOf(store, scope, 'order', query, limit), expected);
        }
        const all = await idsOf(store, scope, 'order', { index: 'byStatus', reverse }, limit);
        t.equal(all.length, orders.length);
      },
    );
    await fc.assert(property, { numRuns: 40 });
  });

  t.test('pages: what comes and goes meanwhile neither repeats nor hides the rest', async (t) => {
    const { store } = await freshStore(t, adapter);
    const at = (n: number) => `2025-11-21T13:00:${String(n).padStart(2, '0')}.000Z`;
    const add = (store: Store, n: number) => {
      const value = order(`order-${n}`, { createdAt: at(n) });
      return commit(store, A, putting([{ collection: 'order', value }]));
    };
    for (const n of [10, 20, 30, 40, 50]) await add(store, n);
    const query = { index: 'byStatus', equals: ['open'], limit: 2 } as const;
    const first = await store.page(A, 'order', query);
    t.same(
      first.data.map(({ id }) => id),
      ['order-10', 'order-20'],
    );
    await add(store, 15);
    await add(store, 25);
    const paid = order('order-20', { createdAt: at(20), status: 'paid', rev: 2 });
    await commit(store, A, putting([{ collection: 'order', value: paid }]));
    const second = await store.page(A, 'order', { ...query, limit: 3, cursor: first.nextCursor });
    t.same(
      second.data.map(({ id }) => id),
      ['order-25', 'order-30', 'order-40'],
    );
    const third = await store.page(A, 'order', { ...query, cursor: second.nextCursor });
    t.same(
      third.data.map(({ id }) => id),
      ['order-50'],
    );
    t.equal(third.nextCursor, null);
  });

  t.test('pages: a cursor belongs to one list, and anything else is refused', async (t) => {
    const { store } = await freshStore(t, adapter);
    const documents = [1, 2, 3].map((i) => {
      return { collection: 'order' as const, value: order(`order-${i}`) };
    });
    await commit(store, A, putting(documents));
    const open = { index: 'byStatus', equals: ['open'], limit: 2 } as const;
    const { nextCursor } = await store.page(A, 'order', open);
    t.match(nextCursor, /^[\w-]+$/, 'base64url');
    const cursor = nextCursor ?? '';
    t.equal((await store.page(A, 'order', { ...open, cursor })).data.length, 1);
    const garbage = [
      '',
      'x',
      '%%%',
      cursor.slice(0, -4),
      `${cursor}AAAA`,
      `${cursor} `,
      'A'.repeat(4000),
    ];
    for (const wrong of garbage) {
      const page = store.page(A, 'order', { ...open, cursor: wrong });
      await t.rejects(page, { code: 'invalid' }, JSON.stringify(wrong.slice(0, 20)));
    }
    const lists: Promise<unknown>[] = [
      store.page(A, 'order', { ...open, equals: ['paid'], cursor }),
      store.page(A, 'order', { ...open, equals: [], cursor }),
      store.page(A, 'order', { index: 'byCreation', limit: 2, cursor }),
      store.page(A, 'ticket', { index: 'open', limit: 2, cursor }),
    ];
    for (const list of lists) await t.rejects(list, { code: 'invalid' });
    for (const limit of [0, -1, 1.5, 1001]) {
      await t.rejects(store.page(A, 'order', { index: 'byCreation', limit }));
    }
  });
}
