import type { Test } from 'tap';
import { compareRecords } from '../../../src/db/record-order.js';
import { type Adapter, freshStore } from '../adapter.js';
import { commit, putting } from '../commits.js';
import { A, AT, event, order, ORG_A, organization, pairingCode, table } from '../documents.js';
import { furnish, LATER, nameOf } from '../furnished.js';
import { recordsOf } from '../records.js';

/** What leaves a store is all of an organization, of one moment, and nothing else. */
export function dumps(t: Test, adapter: Adapter): void {
  t.test('dump: gives all that is the organization’s, in order, and nothing else', async (t) => {
    const { store } = await freshStore(t, adapter);
    await furnish(store, 'org-a');
    await furnish(store, 'org-b');
    const code = { collection: 'pairingCode', value: pairingCode('org-a', LATER) } as const;
    await commit(store, A, putting([code]));
    const records = await recordsOf(store.dump('org-a'));
    t.same(records.map(nameOf), [
      'session session-1',
      'station outlet-1 s',
      'table outlet-1 table-é',
      'table outlet-1 table-\u{1f35b}',
      'table outlet-2 t',
      'order outlet-1 order-1',
      'ticket outlet-1 ticket-1',
      'event null 1',
      'head null 1',
      ...Array.from({ length: 12 }, (_, i) => `event outlet-1 ${i + 1}`),
      'head outlet-1 12',
      'event outlet-2 1',
      'head outlet-2 1',
      'command command-1',
      'command command-2',
      'counter outlet-1 invoice 2',
      'counter outlet-1 version/stations 1',
      'counter outlet-1 version/tables 1',
      'counter outlet-2 version/tables 1',
      'login a@org-a',
      'login b@org-a',
      'organization org-a',
    ]);
    t.same(records.toSorted(compareRecords), records, 'the order is that of compareRecords');
    t.same(await recordsOf(store.dump('nobody')), []);
  });

  t.test('dump: gives texts exactly as the store was given them', async (t) => {
    const { store } = await freshStore(t, adapter);
    await furnish(store, 'org-a');
    const records = await recordsOf(store.dump('org-a'));
    const text = (name: string) => {
      const found = records.find((record) => nameOf(record) === name);
      return found && 'text' in found ? found.text : undefined;
    };
    t.equal(text('order outlet-1 order-1'), JSON.stringify(order('order-1')));
    t.equal(
      text('event outlet-1 1'),
      JSON.stringify({ seq: 1, ...event('order.created', { order: order('order-1') }) }),
    );
    const { epoch } = await store.position(A);
    t.equal(
      text('command command-1'),
      `{"fingerprint":"fingerprint of command-1","at":"${AT}","answer":{"b":null,"a":[1]},"epoch":"${epoch}","seq":1}`,
    );
  });

  t.test('dump: is of one moment, while others commit', async (t) => {
    const { store } = await freshStore(t, adapter);
    await commit(
      store,
      ORG_A,
      putting([{ collection: 'organization', value: organization('org-a') }]),
    );
    let rev = 0;
    const step = () => {
      rev++;
      const value = table('hot', { rev, seats: rev });
      return commit(
        store,
        A,
        putting([{ collection: 'table', value }], [event('one'), event('two')]),
      );
    };
    await step();
    let over = false;
    const beside = (async () => {
      while (!over) await step();
    })();
    for (let i = 0; i < 5; i++) {
      const records = await recordsOf(store.dump('org-a'));
      const [hot] = records.flatMap((record) =>
        record.kind === 'document' && record.collection === 'table' ? [record] : [],
      );
      const seen: number = JSON.parse(hot?.text ?? '{}').rev;
      const events = records.filter(({ kind }) => kind === 'event').length;
      const heads = records.flatMap((record) => (record.kind === 'head' ? [record.seq] : []));
      const [last] = records.flatMap((record) => (record.kind === 'counter' ? [record.last] : []));
      t.same([events, heads, last], [2 * seen, [2 * seen], seen], `moment ${seen}`);
      await step();
    }
    over = true;
    await beside;
  });

  t.test('dump since an earlier one: what came after it, and all that is small', async (t) => {
    const { store } = await freshStore(t, adapter);
    await furnish(store, 'org-a');
    const heads = new Map<string | null, number>();
    for (const record of await recordsOf(store.dump('org-a'))) {
      if (record.kind === 'head') heads.set(record.outletId, record.seq);
    }
    const changed = order('order-1', { rev: 2, guests: 7 });
    await commit(store, A, {
      ...putting(
        [{ collection: 'order', value: changed }],
        [event('order.changed', { order: changed })],
      ),
      command: { id: 'command-0', fingerprint: '', at: LATER },
    });
    const since = { heads, commandsFrom: LATER };
    const records = await recordsOf(store.dump('org-a', since));
    t.same(records.toSorted(compareRecords), records);
    const names = records.map(nameOf);
    t.same(
      names.filter((name) => /^(order|ticket|event|head|command) /.test(name)),
      [
        'order outlet-1 order-1',
        'head null 1',
        'event outlet-1 13',
        'head outlet-1 13',
        'head outlet-2 1',
        'command command-0',
      ],
    );
    for (const small of [
      'session session-1',
      'table outlet-2 t',
      'login a@org-a',
      'organization org-a',
    ]) {
      t.ok(names.includes(small), small);
    }
    const unchanged = (await recordsOf(store.dump('org-b', since))).length;
    t.equal(unchanged, 0, 'nothing of nobody');
  });
}
