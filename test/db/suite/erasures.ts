import type { Test } from 'tap';
import { type Adapter, freshStore } from '../adapter.js';
import { commanding, commit, idsOf, putting } from '../commits.js';
import { A, B, event, order } from '../documents.js';
import { furnish } from '../furnished.js';
import { linesOf, recordsOf } from '../records.js';

/** What goes is one organization's, and all of it; however much there is, commits go on. */
export function erasures(t: Test, adapter: Adapter): void {
  t.test('erase: removes everything of one organization, from every list too', async (t) => {
    const { store } = await freshStore(t, adapter);
    await furnish(store, 'org-a');
    await furnish(store, 'org-b');
    const beside = await linesOf(store.dump('org-b'));
    const count = (await recordsOf(store.dump('org-a'))).length;
    t.equal(await store.erase('org-a'), count);
    t.same(await recordsOf(store.dump('org-a')), []);
    t.same(await linesOf(store.dump('org-b')), beside);
    t.equal(await store.presence('org-a'), 'none');
    t.same(await store.organizations(null, 10), ['org-b']);
    t.same(await idsOf(store, A, 'order', { index: 'byCreation' }), []);
    t.equal((await store.position(A)).seq, 0);
    t.equal(
      await store.sweep('2030-01-01T00:00:00.000Z', '2030-01-01T00:00:00.000Z'),
      3,
      'of org-b',
    );
    t.equal(await store.erase('org-a'), 0, 'again there is nothing');
  });

  t.test('archive: thousands of records go from store to store while others commit', async (t) => {
    const [from, to] = [await freshStore(t, adapter), await freshStore(t, adapter)];
    await furnish(from.store, 'org-a');
    const many = Array.from({ length: 3000 }, (_, i) => order(`many-${i}`));
    for (let i = 0; i < many.length; i += 500) {
      const some = many.slice(i, i + 500);
      await commit(
        from.store,
        A,
        putting(
          some.map((value) => ({ collection: 'order' as const, value })),
          some.map((value) => event('order.created', { order: value })),
        ),
      );
    }
    let over = false;
    const beside = (async () => {
      let count = 0;
      while (!over) await commit(to.store, B, commanding(`beside-${count++}`, [], [event('one')]));
      return count;
    })();
    const lines = await linesOf(from.store.dump('org-a'));
    t.equal(await to.store.load('org-a', from.store.dump('org-a')), lines.length);
    t.same(await linesOf(to.store.dump('org-a')), lines);
    t.equal(await to.store.erase('org-a'), lines.length);
    over = true;
    const made = await beside;
    t.equal((await to.store.position(B)).seq, made);
  });
}
