import type { Test } from 'tap';
import type { Archive, StoredRecord } from '../../../src/db/archive.js';
import { compareRecords } from '../../../src/db/record-order.js';
import type { Store } from '../../../src/db/store.js';
import { type Adapter, freshStore } from '../adapter.js';
import { commanding, commit, idsOf, putting } from '../commits.js';
import {
  A,
  A2,
  AT,
  B,
  event,
  login,
  order,
  ORG_A,
  ORG_B,
  organization,
  session,
  station,
  table,
  ticket,
} from '../documents.js';
import { cutOff, linesOf, oneByOne, recordsOf } from '../records.js';

const LATER = '2025-11-22T13:30:00.000Z';

/** Organizations leave a store whole, come into another whole, and meet nobody else's on the way. */
export function archive(t: Test, adapter: Adapter): void {
  t.test('dump: gives all that is the organization’s, in order, and nothing else', async (t) => {
    const { store } = await freshStore(t, adapter);
    await furnish(store, 'org-a');
    await furnish(store, 'org-b');
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

  t.test('load: what was dumped is there, and dumps as the same', async (t) => {
    const [from, to] = [await freshStore(t, adapter), await freshStore(t, adapter)];
    await furnish(from.store, 'org-a');
    await furnish(from.store, 'org-b');
    await furnish(to.store, 'org-c');
    const other = await linesOf(to.store.dump('org-c'));
    const records = await recordsOf(from.store.dump('org-a'));
    t.equal(await to.store.load('org-a', oneByOne(records)), records.length);
    t.same(await recordsOf(to.store.dump('org-a')), records);
    t.same(await linesOf(to.store.dump('org-c')), other, 'what was here is as it was');
    const { store } = to;
    t.equal(await store.presence('org-a'), 'whole');
    t.same(await store.organizations(null, 10), ['org-a', 'org-c']);
    t.match(await store.get(ORG_B, 'login', 'a@org-a'), { organizationId: 'org-a' });
    t.match(await store.get(A, 'order', 'order-1'), order('order-1'));
    t.same(await idsOf(store, A, 'order', { index: 'byStatus', equals: ['open'] }), ['order-1']);
    t.same(await idsOf(store, A, 'ticket', { index: 'open' }), ['ticket-1']);
    t.same(await store.events(A, 0, 100), await from.store.events(A, 0, 100));
    t.same(await store.command(A, 'command-1'), await from.store.command(A, 'command-1'));
    t.equal(await store.counter(A, 'invoice'), 2);
    t.equal(await store.counter(A, 'version/tables'), 1);
  });

  t.test('load: goes on where the other store was, under an epoch of its own', async (t) => {
    const [from, to] = [await freshStore(t, adapter), await freshStore(t, adapter)];
    await furnish(from.store, 'org-a');
    await commit(from.store, ORG_A, putting([{ collection: 'outlet', value: outlet('outlet-3') }]));
    await to.store.load('org-a', from.store.dump('org-a'));
    const { store, openAgain } = to;
    const A3 = { organizationId: 'org-a', outletId: 'outlet-3' };
    const [one, two, own, three, elsewhere] = await store.positions([A, A2, ORG_A, A3, B]);
    const epoch = one?.epoch;
    t.same(
      [one, two, own, three],
      [
        { epoch, seq: 12 },
        { epoch, seq: 1 },
        { epoch, seq: 1 },
        { epoch, seq: 0 },
      ],
    );
    t.not(epoch, (await from.store.position(A)).epoch);
    t.not(epoch, elsewhere?.epoch, 'nor that of this store');
    const next = await store.commit(A, {
      ...commanding('command-3', [], [event('one')]),
      counters: ['invoice'],
    });
    t.match(next, { kind: 'committed', epoch, seq: 13 });
    t.match(await store.command(A, 'command-3'), { epoch, seq: 13 });
    t.equal(await store.counter(A, 'invoice'), 3, 'no number is given twice');
    const again = await openAgain();
    t.same(await again.position(A), { epoch, seq: 13 });
    t.equal((await commit(again, A3, putting([], [event('first')]))).epoch, epoch);
    t.equal((await commit(again, B, putting([], [event('first')]))).epoch, elsewhere?.epoch);
    const replayed = await again.commit(A, commanding('command-1', [], [event('twice')]));
    t.equal(replayed.kind, 'duplicate', 'a command that took effect elsewhere does so no more');
  });

  t.test('load: of an organization that comes back, every epoch is new', async (t) => {
    const { store } = await freshStore(t, adapter);
    await furnish(store, 'org-a');
    await commit(store, ORG_A, putting([{ collection: 'outlet', value: outlet('outlet-2') }]));
    const before = await recordsOf(store.dump('org-a'));
    const emptied = before.filter(
      (record) =>
        !('outletId' in record && record.outletId === 'outlet-2' && record.kind !== 'document'),
    );
    const epochs = new Set([(await store.position(A2)).epoch]);
    for (let i = 0; i < 2; i++) {
      await store.erase('org-a');
      await store.load('org-a', oneByOne(emptied));
      epochs.add((await store.position(A2)).epoch);
    }
    t.equal(epochs.size, 3, 'also of a stream that has no events any more');
  });

  t.test('load: refuses what is here, and a login that leads elsewhere', async (t) => {
    const [from, to] = [await freshStore(t, adapter), await freshStore(t, adapter)];
    await furnish(from.store, 'org-a');
    const records = await recordsOf(from.store.dump('org-a'));
    await to.store.load('org-a', oneByOne(records));
    await t.rejects(to.store.load('org-a', oneByOne(records)), { code: 'already_exists' });
    t.same(await recordsOf(to.store.dump('org-a')), records, 'and it is as it was');

    const taken = await freshStore(t, adapter);
    await commit(
      taken.store,
      ORG_B,
      putting([{ collection: 'login', value: login('a@org-a', 'org-b') }]),
    );
    await t.rejects(taken.store.load('org-a', oneByOne(records)), { code: 'already_exists' });
    t.same(await taken.store.organizations(null, 10), []);
    await taken.store.erase('org-a');
    t.match(await taken.store.get(ORG_B, 'login', 'a@org-a'), { organizationId: 'org-b' });
  });

  t.test('load: of two at once one is refused, and harms nothing', async (t) => {
    const [from, to] = [await freshStore(t, adapter), await freshStore(t, adapter)];
    await furnish(from.store, 'org-a');
    const records = await recordsOf(from.store.dump('org-a'));
    const instances = [to.store, await to.openAgain(), await to.openAgain()];
    const ends = await Promise.allSettled(
      instances.map((store) => store.load('org-a', oneByOne(records))),
    );
    const refusals = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason.code] : []));
    t.same(refusals, ['already_exists', 'already_exists']);
    t.same(await recordsOf(to.store.dump('org-a')), records);
    t.equal(await to.store.presence('org-a'), 'whole');
  });

  t.test('load: refuses records that do not fit together', async (t) => {
    const { store } = await freshStore(t, adapter);
    await furnish(store, 'org-a');
    const records = await recordsOf(store.dump('org-a'));
    await store.erase('org-a');
    const without = (name: string) => records.filter((record) => nameOf(record) !== name);
    const foreign = login('c@org-a', 'org-b');
    const stranger: StoredRecord = {
      kind: 'document',
      collection: 'login',
      outletId: null,
      id: foreign.id,
      text: JSON.stringify(foreign),
    };
    for (const [what, wrong] of [
      ['an event is missing', without('event outlet-1 7')],
      ['the last event is missing', without('event outlet-1 12')],
      ['a head is missing', without('head outlet-2 1')],
      ['the organization is missing', without('organization org-a')],
      ['another organization’s login', [stranger, ...records]],
      ['something behind the end', [...records, ...records.slice(0, 1)]],
    ] as const) {
      await t.rejects(store.load('org-a', oneByOne(wrong)), { code: 'invalid' }, what);
      t.equal(await store.presence('org-a'), 'part', what);
      await store.erase('org-a');
    }
    await t.rejects(store.load('org-b', oneByOne(records)), { code: 'invalid' });
    t.same(await store.organizations(null, 10), []);
  });

  t.test('load that was cut off: nobody finds it, and erase leaves nothing of it', async (t) => {
    const { store } = await freshStore(t, adapter);
    await furnish(store, 'org-a');
    await furnish(store, 'org-b');
    const beside = await linesOf(store.dump('org-b'));
    const records = await recordsOf(store.dump('org-a'));
    await store.erase('org-a');
    for (const after of [0, 1, 12, records.length - 2, records.length - 1]) {
      await t.rejects(store.load('org-a', cutOff(records, after)), /cut off/);
      t.equal(await store.presence('org-a'), 'part');
      t.same(await store.organizations(null, 10), ['org-b']);
      t.notOk(await store.get(ORG_A, 'login', 'a@org-a'), 'no login leads to it');
      await t.rejects(store.load('org-a', oneByOne(records)), { code: 'already_exists' });
      await store.erase('org-a');
      t.equal(await store.presence('org-a'), 'none');
      t.same(await recordsOf(store.dump('org-a')), []);
    }
    await store.load('org-a', oneByOne(records));
    t.same(await recordsOf(store.dump('org-a')), records);
    t.same(await linesOf(store.dump('org-b')), beside);
  });

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

/** Something of every kind; two outlets, two commands, two logins. */
async function furnish(store: Store & Archive, organizationId: string): Promise<void> {
  const own = { organizationId };
  const one = { organizationId, outletId: 'outlet-1' };
  const made = order('order-1');
  await commit(
    store,
    own,
    putting(
      [
        { collection: 'organization', value: organization(organizationId) },
        { collection: 'login', value: login(`a@${organizationId}`, organizationId) },
        { collection: 'login', value: login(`b@${organizationId}`, organizationId) },
        { collection: 'session', value: session('session-1', LATER) },
      ],
      [event('organization.created')],
    ),
  );
  await store.commit(one, {
    ...commanding(
      'command-1',
      [
        { collection: 'order', value: made },
        { collection: 'ticket', value: ticket('ticket-1') },
        { collection: 'station', value: station('s') },
      ],
      [event('order.created', { order: made })],
      { b: null, a: [1] },
    ),
    counters: ['invoice', 'invoice'],
  });
  const tables = ['table-\u{1f35b}', 'table-é'].map((id) => ({
    collection: 'table' as const,
    value: table(id),
  }));
  const more = Array.from({ length: 11 }, (_, i) => event('more', { i }));
  await commit(store, one, commanding('command-2', tables, more));
  const two = { organizationId, outletId: 'outlet-2' };
  await commit(store, two, putting([{ collection: 'table', value: table('t') }], [event('one')]));
}

function outlet(id: string) {
  return { id, rev: 1, createdAt: AT } as never;
}

function nameOf(record: StoredRecord): string {
  switch (record.kind) {
    case 'document': {
      const { collection, outletId, id } = record;
      return [collection, ...(outletId === null ? [] : [outletId]), id].join(' ');
    }
    case 'command':
      return `command ${record.id}`;
    case 'counter':
      return `counter ${record.outletId} ${record.name} ${record.last}`;
    default:
      return `${record.kind} ${record.outletId} ${record.seq}`;
  }
}
