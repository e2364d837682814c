import type { Test } from 'tap';
import { KotdError } from '../../../src/domain/errors.js';
import { type Adapter, freshStore } from '../adapter.js';
import { commanding, commit, committed, putting } from '../commits.js';
import { A, AT, event, line, order, station, table } from '../documents.js';

/** A commit takes effect wholly, once, or not at all. */
export function effects(t: Test, adapter: Adapter): void {
  t.test('commit: documents, events, numbers and the answer take effect together', async (t) => {
    const { store } = await freshStore(t, adapter);
    const outcome = committed(
      await store.commit(A, {
        command: { id: 'command-1', fingerprint: 'f', at: AT },
        counters: ['invoice', 'order', 'invoice'],
        changes: (numbers) => {
          const made = order('order-1', { number: numbers[1] ?? 0 });
          return {
            documents: [{ collection: 'order', value: made }],
            events: [event('order.created', { order: made }), event('order.sent')],
            result: numbers,
          };
        },
        answer: ({ result }) => ({ status: 201, body: result }),
      }),
    );
    const { epoch } = outcome;
    t.same(outcome.changes.result, [1, 1, 2], 'a name that stands twice gives two numbers');
    t.same(
      outcome.events.map(({ seq, type }) => [seq, type]),
      [
        [1, 'order.created'],
        [2, 'order.sent'],
      ],
    );
    t.equal(outcome.seq, 2);
    t.match(await store.get(A, 'order', 'order-1'), { id: 'order-1', rev: 1, number: 1 });
    t.same(await store.events(A, 0, 10), outcome.events);
    t.same(await store.position(A), { epoch, seq: 2 });
    t.equal(await store.counter(A, 'invoice'), 2);
    t.equal(await store.counter(A, 'order'), 1);
    t.same(await store.command(A, 'command-1'), {
      fingerprint: 'f',
      at: AT,
      answer: { status: 201, body: [1, 1, 2] },
      epoch,
      seq: 2,
    });
  });

  t.test('commit: a repeated command gives its record and has no effect', async (t) => {
    const { store } = await freshStore(t, adapter);
    const first = commanding(
      'command-1',
      [{ collection: 'table', value: table('table-1') }],
      [event('table.created')],
      { b: null, a: [1, 'é\u0000', {}] },
    );
    await commit(store, A, first);
    let asked = 0;
    const again = await store.commit(A, {
      ...first,
      counters: ['invoice'],
      changes: () => {
        asked++;
        return { documents: [], events: [event('table.created')], result: null };
      },
    });
    t.equal(again.kind, 'duplicate');
    t.equal(asked, 0, 'nothing is decided again');
    const record = await store.command(A, 'command-1');
    t.same(again.kind === 'duplicate' && again.record, record);
    t.equal(JSON.stringify(record?.answer), '{"b":null,"a":[1,"é\\u0000",{}]}', 'byte for byte');
    t.equal(await store.counter(A, 'invoice'), 0);
    t.equal((await store.position(A)).seq, 1);
  });

  t.test('commit: a put replaces exactly the rev before it, else it is a conflict', async (t) => {
    const { store } = await freshStore(t, adapter);
    await commit(store, A, putting([{ collection: 'table', value: table('kept') }]));
    for (const value of [
      table('kept', { rev: 1 }),
      table('kept', { rev: 3 }),
      table('new', { rev: 2 }),
    ]) {
      const { id } = value;
      const outcome = await store.commit(A, {
        ...commanding(
          `put ${id} ${value.rev}`,
          [
            { collection: 'station', value: station('beside') },
            { collection: 'table', value },
          ],
          [event('table.changed')],
        ),
        counters: ['invoice'],
      });
      t.same(outcome, { kind: 'conflict', collection: 'table', id });
      t.notOk(await store.command(A, `put ${id} ${value.rev}`));
    }
    t.notOk(await store.get(A, 'station', 'beside'), 'what stood beside it was not written');
    t.notOk(await store.get(A, 'table', 'new'));
    t.equal(await store.counter(A, 'invoice'), 0, 'no number was taken');
    t.equal(await store.counter(A, 'version/stations'), 0);
    t.equal((await store.position(A)).seq, 0);
    await commit(store, A, putting([{ collection: 'table', value: table('kept', { rev: 2 }) }]));
    t.match(await store.get(A, 'table', 'kept'), { rev: 2 });
    t.match(store.stats(), { commits: 2, conflicts: 3, duplicates: 0, queued: 0 });
  });

  t.test('commit: a document put twice in one commit is written twice', async (t) => {
    const { store } = await freshStore(t, adapter);
    const states = ['open', 'billed', 'paid'] as const;
    const documents = states.map((status, i) => {
      return { collection: 'order' as const, value: order('order-1', { status, rev: i + 1 }) };
    });
    await commit(store, A, putting(documents));
    t.match(await store.get(A, 'order', 'order-1'), { rev: 3, status: 'paid' });
    for (const status of states) {
      const page = await store.page(A, 'order', { index: 'byStatus', equals: [status], limit: 10 });
      t.equal(page.data.length, status === 'paid' ? 1 : 0, `listed as ${status}`);
    }
  });

  t.test('commit: what changes throws comes back and nothing has changed', async (t) => {
    const { store } = await freshStore(t, adapter);
    const busy = new KotdError('table_busy');
    const throwing = (error: Error) => ({
      ...commanding('command-1', [{ collection: 'table' as const, value: table('table-1') }]),
      counters: ['invoice'],
      changes: () => {
        throw error;
      },
    });
    await t.rejects(store.commit(A, throwing(busy)), busy);
    await t.rejects(store.commit(A, throwing(new TypeError('a defect'))), /a defect/);
    const unanswerable = commanding('command-1', [
      { collection: 'table', value: table('table-1') },
    ]);
    await t.rejects(
      store.commit(A, {
        ...unanswerable,
        counters: ['invoice'],
        answer: () => {
          throw new TypeError('no answer');
        },
      }),
      /no answer/,
    );
    t.equal(await store.counter(A, 'invoice'), 0);
    t.notOk(await store.get(A, 'table', 'table-1'));
    t.notOk(await store.command(A, 'command-1'));
    await commit(store, A, unanswerable);
    t.ok(await store.get(A, 'table', 'table-1'), 'and the command may still happen');
    t.match(store.stats(), { commits: 1, queued: 0 });
  });

  t.test('commit: with no events the position stays, and is still answered', async (t) => {
    const { store } = await freshStore(t, adapter);
    await commit(store, A, putting([], [event('order.created')]));
    const silent = commanding('silent', [{ collection: 'table', value: table('table-1') }]);
    const { seq, epoch, events } = await commit(store, A, silent);
    t.equal(seq, 1);
    t.same(events, []);
    t.match(await store.command(A, 'silent'), { epoch, seq: 1 });
    t.match(await store.position(A), { epoch, seq: 1 });
  });

  t.test('commit: writing a collection advances its version once', async (t) => {
    const { store } = await freshStore(t, adapter);
    const tables = ['a', 'b', 'c'].map((id) => {
      return { collection: 'table' as const, value: table(id) };
    });
    await commit(store, A, putting([...tables, { collection: 'station', value: station('s') }]));
    await commit(store, A, putting([{ collection: 'order', value: order('order-1') }]));
    t.equal(await store.counter(A, 'version/tables'), 1);
    t.equal(await store.counter(A, 'version/stations'), 1);
    t.equal(await store.counter(A, 'version/menu'), 0);
    await commit(store, A, putting([{ collection: 'table', value: table('a', { rev: 2 }) }]));
    t.equal(await store.counter(A, 'version/tables'), 2);
    t.equal(store.counterReader?.(A, 'version/tables')() ?? 2, 2);
  });

  t.test('documents: come back as they were, in the same order of keys', async (t) => {
    const { store } = await freshStore(t, adapter);
    const lines = Array.from({ length: 500 }, (_, i) => {
      return line(`line-${i}`, '\u0000\u0001 🍛 "\\ '.repeat(10));
    });
    const { id, rev, ...rest } = order('large', { lines });
    const backwards = Object.fromEntries(Object.entries(rest).reverse()) as typeof rest;
    const many = Array.from({ length: 20 }, (_, i) => order(`order-${i}`));
    const extreme = order('extreme', {
      number: Number.MAX_SAFE_INTEGER,
      totals: { subtotal: Number.MIN_SAFE_INTEGER, tax: 0, rounding: -1, payable: 2 ** 31 },
      cancelReason: '',
    });
    const values = [{ ...backwards, rev, id }, extreme, ...many];
    await commit(store, A, putting(values.map((value) => ({ collection: 'order', value }))));
    const ids = values.map((value) => value.id);
    const found = await store.getMany(A, 'order', [...ids, 'nowhere', ids[0] ?? '']);
    t.equal(found.at(-2), undefined, 'no document, no matter where in the list');
    t.equal(JSON.stringify(found), JSON.stringify([...values, undefined, values[0]]));
    t.strictSame(await store.get(A, 'order', 'extreme'), extreme);
  });
}
