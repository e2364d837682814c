import type { Test } from 'tap';
import type { StoredRecord } from '../../../src/db/archive.js';
import { type Adapter, freshStore } from '../adapter.js';
import { commanding, commit, idsOf, putting } from '../commits.js';
import { A, A2, B, event, login, order, ORG_A, ORG_B, outlet, pairingCode } from '../documents.js';
import { furnish, LATER, nameOf } from '../furnished.js';
import { cutOff, linesOf, oneByOne, recordsOf } from '../records.js';

/** What was dumped comes into another store whole or is not found, and meets nobody else's. */
export function loads(t: Test, adapter: Adapter): void {
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
    const code = pairingCode('code', LATER);
    const shortcut: StoredRecord = {
      ...stranger,
      collection: 'pairingCode',
      id: code.id,
      text: JSON.stringify(code),
    };
    for (const [what, wrong] of [
      ['what only the system has', [shortcut, ...records]],
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
      t.same(await store.parts(), ['org-a']);
      t.same(await store.organizations(null, 10), ['org-b']);
      t.notOk(await store.get(ORG_A, 'login', 'a@org-a'), 'no login leads to it');
      await t.rejects(store.load('org-a', oneByOne(records)), { code: 'already_exists' });
      await store.erase('org-a');
      t.equal(await store.presence('org-a'), 'none');
      t.same(await store.parts(), []);
      t.same(await recordsOf(store.dump('org-a')), []);
    }
    await store.load('org-a', oneByOne(records));
    t.same(await recordsOf(store.dump('org-a')), records);
    t.same(await linesOf(store.dump('org-b')), beside);
  });
}
