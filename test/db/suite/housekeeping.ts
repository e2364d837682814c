import type { Test } from 'tap';
import { type Adapter, freshStore } from '../adapter.js';
import { commanding, commit, idsOf, putting } from '../commits.js';
import { A, B, event, pairingCode, session, table } from '../documents.js';

const NEVER = '2000-01-01T00:00:00.000Z';

/** The sweep removes what is past its time, and nothing else. */
export function housekeeping(t: Test, adapter: Adapter): void {
  t.test('sweep: forgets the answers of old commands only', async (t) => {
    const { store } = await freshStore(t, adapter);
    const at = (day: number) => `2025-11-${day}T00:00:00.000Z`;
    for (const scope of [A, B]) {
      for (const day of [10, 11, 12]) {
        const { command, ...rest } = commanding(`day-${day}`, [], [event('one')]);
        const dated = command && { ...command, at: at(day) };
        await commit(store, scope, { ...rest, ...(dated && { command: dated }) });
      }
    }
    t.equal(await store.sweep(NEVER, at(11)), 2, 'strictly older');
    for (const scope of [A, B]) {
      t.notOk(await store.command(scope, 'day-10'));
      t.ok(await store.command(scope, 'day-11'));
      t.ok(await store.command(scope, 'day-12'));
      t.equal((await store.position(scope)).seq, 3, 'what the commands did stays');
    }
    t.equal(await store.sweep(NEVER, at(11)), 0);
    await commit(store, A, commanding('day-10', [], [event('one')]));
    t.ok(await store.command(A, 'day-10'), 'a forgotten id is as good as new');
  });

  t.test('sweep: removes documents that expired, from their indexes too', async (t) => {
    const { store } = await freshStore(t, adapter);
    const put = (id: string, expiresAt: string, rev = 1) =>
      commit(store, A, putting([{ collection: 'session', value: session(id, expiresAt, rev) }]));
    await put('over', '2025-11-21T10:00:00.000Z');
    await put('now', '2025-11-21T11:00:00.000Z');
    await put('renewed', '2025-11-21T09:00:00.000Z');
    await put('renewed', '2025-11-22T09:00:00.000Z', 2);
    t.equal(await store.sweep('2025-11-21T11:00:00.000Z', NEVER), 1);
    t.notOk(await store.get(A, 'session', 'over'));
    const ofStaff = { index: 'byStaff', equals: ['staff-1'], limit: 10 } as const;
    const left = (await store.page(A, 'session', ofStaff)).data.map(({ id }) => id);
    t.same(left, ['now', 'renewed'], 'by its newest instant');
    await put('over', '2025-11-23T00:00:00.000Z');
    t.match(await store.get(A, 'session', 'over'), { rev: 1 }, 'its id may be used again');
  });

  t.test('sweep: removes what is the system’s, whose ever it is', async (t) => {
    const { store } = await freshStore(t, adapter);
    const put = (id: string, expiresAt: string) =>
      commit(store, A, putting([{ collection: 'pairingCode', value: pairingCode(id, expiresAt) }]));
    await put('over', '2025-11-21T10:00:00.000Z');
    await put('good', '2025-11-21T11:00:00.000Z');
    t.ok(await store.get({ organizationId: '' }, 'pairingCode', 'over'), 'found by anybody');
    t.equal(await store.sweep('2025-11-21T11:00:00.000Z', NEVER), 1);
    t.notOk(await store.get({ organizationId: '' }, 'pairingCode', 'over'));
    t.ok(await store.get({ organizationId: '' }, 'pairingCode', 'good'));
  });

  t.test('sweep: takes any number, while others commit', async (t) => {
    const { store } = await freshStore(t, adapter);
    const many = Array.from({ length: 730 }, (_, i) => i);
    await Promise.all(many.map((i) => commit(store, A, commanding(`command-${i}`, []))));
    let done = false;
    const beside = (async () => {
      let made = 0;
      while (!done) {
        const documents = [{ collection: 'table' as const, value: table(`table-${made++}`) }];
        await commit(store, A, putting(documents));
      }
      return made;
    })();
    t.equal(await store.sweep(NEVER, '2026-01-01T00:00:00.000Z'), 730);
    done = true;
    const made = await beside;
    t.equal((await idsOf(store, A, 'table', { index: 'all' })).length, made);
    t.notOk(await store.command(A, 'command-0'));
    t.notOk(await store.command(A, 'command-729'));
  });

  t.test('sweep: begins nothing more once it is stopped', async (t) => {
    const { store } = await freshStore(t, adapter);
    const many = Array.from({ length: 730 }, (_, i) => i);
    await Promise.all(many.map((i) => commit(store, A, commanding(`command-${i}`, []))));
    const end = '2026-01-01T00:00:00.000Z';
    t.equal(await store.sweep(end, end, () => true), 0);
    let slices = 0;
    const some = await store.sweep(end, end, () => slices++ > 0);
    t.ok(some > 0 && some < 730, 'one slice');
    t.equal(await store.sweep(end, end), 730 - some, 'the next one goes on');
  });
}
