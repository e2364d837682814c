import type { Test } from 'tap';
import type { Store } from '../../src/db/store.js';
import { type Ack, TABLES } from './ack.js';
import { commit, idsOf, putting } from './commits.js';
import { A, table } from './documents.js';

/** Makes what writers change. */
export async function prepareForWriters(store: Store): Promise<void> {
  const documents = TABLES.map((id) => ({ collection: 'table' as const, value: table(id) }));
  await commit(store, A, putting(documents));
}

/**
 * Every commit of the writers is in the store wholly or not at all, whether or not it was
 * acknowledged; those that were are there as acknowledged. Returns their number.
 */
export async function audit(t: Test, store: Store, acks: readonly Ack[]): Promise<number> {
  const { epoch, seq: head } = await store.position(A);
  const commits = head / 2;
  const orders: string[] = [];
  const invoices: number[] = [];
  let wrong = 0;
  for (let after = 0; after < head; after += 500) {
    const events = await store.events(A, after, 500);
    for (const [i, { seq, type, data }] of events.entries()) {
      if (seq !== after + i + 1) wrong++;
      if (type !== 'order.created') continue;
      const { id, number } = data.order as { id: string; number: number };
      const found = await store.get(A, 'order', id);
      if (JSON.stringify(found) !== JSON.stringify(data.order)) wrong++;
      const { seq: end, answer, epoch: of } = (await store.command(A, id)) ?? {};
      if (end !== seq + 1 || answer !== number || of !== epoch) wrong++;
      orders.push(id);
      invoices.push(number);
    }
  }
  t.equal(wrong, 0, 'the stream has no hole, and each event its document and its command');
  t.ok(Number.isInteger(commits), 'no event without the other of its commit');
  const listed = await idsOf(store, A, 'order', { index: 'byCreation' });
  t.same(listed.sort(), orders.sort(), 'no document without its event');
  t.same(
    invoices.sort((a, b) => a - b),
    Array.from({ length: commits }, (_, i) => i + 1),
    'numbers without gap or repeat',
  );
  t.equal(await store.counter(A, 'invoice'), commits);
  const tables = await store.getMany(A, 'table', TABLES);
  const changes = tables.reduce((sum, found) => sum + (found?.rev ?? 0) - 1, 0);
  t.equal(changes, commits, 'no update of the shared documents is lost');
  const lost: string[] = [];
  for (const { id, seq, invoice } of acks) {
    const record = await store.command(A, id);
    if (record?.seq !== seq || record.answer !== invoice) lost.push(id);
  }
  t.same(lost, [], 'nothing acknowledged is lost');
  return commits;
}
