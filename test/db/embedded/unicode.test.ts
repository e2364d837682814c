import t from 'tap';
import { freshStore } from '../adapter.js';
import { commanding, commit, idsOf } from '../commits.js';
import { A, event, order } from '../documents.js';
import { adapter } from './adapter.js';

// Not asked of every store: JSON can say such strings, UTF-8 cannot.
t.test('strings that are no Unicode stay apart and come back', async (t) => {
  const { store } = await freshStore(t, adapter);
  const ids = ['\ud800', '\udc00', '\ufffd', 'a\udc00', '\udc00\u0000'];
  for (const id of ids) {
    const made = order(id, { cancelReason: id });
    const put = [{ collection: 'order' as const, value: made }];
    await commit(store, A, commanding(id, put, [event('order.created', { id })], made));
  }
  for (const [i, id] of ids.entries()) {
    t.strictSame(await store.get(A, 'order', id), order(id, { cancelReason: id }));
    t.same((await store.command(A, id))?.answer, order(id, { cancelReason: id }));
    t.equal((await store.events(A, i, 1))[0]?.data.id, id);
  }
  const listed = await idsOf(store, A, 'order', { index: 'byStatus', equals: ['open'] }, 2);
  t.same(listed.sort(), ids.sort(), 'also page by page');
});
