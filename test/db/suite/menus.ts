import type { Test } from 'tap';
import type { Store } from '../../../src/db/store.js';
import { type Adapter, freshStore } from '../adapter.js';
import { commit, putting } from '../commits.js';
import { A, A2, B, event, ORG_A, organization, outlet, taxClass } from '../documents.js';
import { oneByOne, recordsOf } from '../records.js';

/** What every order reads and hardly anybody changes: however it is remembered, it is read as it is. */
export function menus(t: Test, adapter: Adapter): void {
  const rate = async (store: Store, scope = A) => {
    const found = await store.getMany(scope, 'taxClass', ['gst', 'none', 'gst']);
    return found.map((one) => one?.rate);
  };
  const setRate = async (store: Store, rev: number, rate: number, scope = A) => {
    const value = taxClass('gst', { rev, rate });
    const put = { collection: 'taxClass' as const, value };
    await commit(
      store,
      scope,
      putting([put], [event('menu.taxClassChanged', { taxClass: value })]),
    );
  };

  t.test('menu: what another process changed is read by the next one who asks', async (t) => {
    const { store, openAgain } = await freshStore(t, adapter);
    const other = await openAgain();
    t.same(await rate(store), [undefined, undefined, undefined]);
    for (let rev = 1; rev <= 5; rev++) {
      await setRate(rev % 2 === 0 ? store : other, rev, 100 * rev);
      for (const reader of [store, other]) {
        t.same(await rate(reader), [100 * rev, undefined, 100 * rev]);
        t.same(await rate(reader), [100 * rev, undefined, 100 * rev], 'and by the one after it');
      }
    }
  });

  t.test('menu: each outlet and organization has its own', async (t) => {
    const { store } = await freshStore(t, adapter);
    for (const [at, scope] of [A, A2, B].entries()) await setRate(store, 1, at, scope);
    for (const round of ['first', 'second']) {
      for (const [at, scope] of [A, A2, B].entries()) {
        t.same(await rate(store, scope), [at, undefined, at], round);
      }
    }
  });

  t.test('menu: an older one that is brought back is the one that is read', async (t) => {
    const { store, openAgain } = await freshStore(t, adapter);
    const operator = await openAgain();
    const house = [
      { collection: 'organization' as const, value: organization('org-a') },
      { collection: 'outlet' as const, value: outlet(A.outletId) },
    ];
    await commit(store, ORG_A, putting(house));
    await setRate(store, 1, 500);
    const records = await recordsOf(store.dump('org-a'));
    await setRate(store, 2, 1_200);
    t.same(await rate(store), [1_200, undefined, 1_200], 'read at the second version');
    await operator.erase('org-a');
    await operator.load('org-a', oneByOne(records));
    await setRate(operator, 2, 1_800);
    t.same(await rate(store), [1_800, undefined, 1_800], 'another second version');
  });
}
