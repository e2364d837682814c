import type { Document } from 'mongodb';
import t, { type Test } from 'tap';
import type { Store } from '../../../src/db/store.js';
import { MongoServer, noMongo } from '../../mongo.js';
import { type Adapter, freshStore } from '../adapter.js';
import { commanding, commit, putting } from '../commits.js';
import { A, event, order, table } from '../documents.js';
import { furnish } from '../furnished.js';
import { oneByOne, recordsOf } from '../records.js';
import { adapterOf } from './adapter.js';
import { FailPoint } from './fail-point.js';
import { hear } from './hear.js';

const NAMES = ['find', 'insert', 'update', 'bulkWrite', 'commitTransaction', 'abortTransaction'];

/** As the road does: it looks for the command's id, then commits an order with its number. */
async function place(store: Store, id: string) {
  await store.command(A, id);
  const made = { collection: 'order' as const, value: order(id) };
  const counted = { ...commanding(id, [made], [event('order.created')]), counters: ['order'] };
  return await commit(store, A, counted);
}

/** Stores on the same data, and what is sent for some work; workers' beats are left out. */
async function heardStores(t: Test, adapter: Adapter) {
  const { place: address, store, openAgain } = await freshStore(t, adapter);
  let sent: Document[] = [];
  hear(t, (command) => {
    if (command.update !== 'meta') sent.push(command);
  });
  const sentFor = async (work: () => Promise<unknown>) => {
    sent = [];
    await work();
    return sent
      .map((command) => {
        const name = NAMES.find((each) => each in command) ?? '';
        return typeof command[name] === 'string' ? `${name} ${command[name]}` : name;
      })
      .filter((name) => name !== '');
  };
  return { address, store, openAgain, sentFor };
}

t.test('round trips', { skip: noMongo }, async (t) => {
  const server = await MongoServer.start();
  t.teardown(() => server.stop());
  const adapter = adapterOf(server);

  t.test('a commit alone: all its writes at once, and the commit', async (t) => {
    const { store, sentFor } = await heardStores(t, adapter);
    const reads = ['find head', 'find counter'];
    const first = await sentFor(() => place(store, 'order-1'));
    t.same(first, ['find command', ...reads, 'bulkWrite', 'commitTransaction']);
    const next = await sentFor(() => place(store, 'order-2'));
    t.same(next, ['find command', 'bulkWrite', 'commitTransaction']);
    const unknown = await sentFor(() => commit(store, A, commanding('x', [], [event('one')])));
    t.same(unknown, ['find command', 'bulkWrite', 'commitTransaction'], 'an id is looked for once');
    const changed = putting(
      [{ collection: 'order', value: order('order-1', { rev: 2 }) }],
      [event('order.changed')],
    );
    t.same(await sentFor(() => commit(store, A, changed)), ['bulkWrite', 'commitTransaction']);
  });

  t.test('64 at once: no more than one alone', async (t) => {
    const { store, sentFor } = await heardStores(t, adapter);
    await place(store, 'order-0');
    const ids = Array.from({ length: 64 }, (_, i) => `order-${i + 1}`);
    const sent = await sentFor(() => Promise.all(ids.map((id) => place(store, id))));
    t.same(sent, ['find command', 'bulkWrite', 'commitTransaction']);
    t.equal(await store.counter(A, 'order'), 65);
  });

  t.test('a position that nothing proves is asked for', async (t) => {
    const { store, openAgain, sentFor } = await heardStores(t, adapter);
    const other = await openAgain();
    await place(store, 'order-1');
    await place(other, 'order-2');
    const refusal = commanding('refused', [], [], 'no');
    const sent = await sentFor(async () => t.match(await commit(store, A, refusal), { seq: 2 }));
    t.ok(sent.includes('find head'), 'a refusal has no event whose number would be taken');
    t.match(await store.command(A, 'refused'), { answer: 'no', seq: 2 });
  });

  t.test('a server that does not know bulkWrite: it is asked for it once', async (t) => {
    const { store, sentFor } = await heardStores(t, adapter);
    const failPoint = new FailPoint(server);
    t.teardown(() => failPoint.close());
    await place(store, 'order-1');
    await failPoint.command('bulkWrite', 1, { errorCode: 59 });
    const sent = await sentFor(() => place(store, 'order-2'));
    t.equal(sent.filter((name) => name === 'bulkWrite').length, 1);
    t.ok(sent.includes('insert order'));
    for (let i = 3; i <= 8; i++) await place(store, `order-${i}`);
    const ids = Array.from({ length: 64 }, (_, i) => `order-${i + 9}`);
    const many = await sentFor(() => Promise.all(ids.map((id) => place(store, id))));
    const writes = ['update head', 'update counter', 'insert order', 'insert event'];
    t.same(many, ['find command', ...writes, 'insert command', 'commitTransaction']);
    t.equal((await store.position(A)).seq, 72);
  });

  t.test('an address with a read concern, which bulkWrite does not take', async (t) => {
    const sent: Document[] = [];
    hear(t, (command) => sent.push(command));
    const address = server.url(server.newDatabase(), 'readConcernLevel=majority');
    const store = await adapter.openStore(address);
    t.teardown(() => store.close());
    t.match(await place(store, 'order-1'), { seq: 1 });
    t.match(await place(store, 'order-2'), { seq: 2 });
    t.same(
      sent.filter(({ bulkWrite }) => bulkWrite),
      [],
    );
  });

  t.test(
    'writes that fail, or are lost on the way, are sent again and take effect once',
    async (t) => {
      const { store } = await heardStores(t, adapter);
      const failPoint = new FailPoint(server);
      t.teardown(() => failPoint.close());
      const faults = [
        { errorCode: 112, errorLabels: ['TransientTransactionError'] },
        { errorCode: 10107 },
        { closeConnection: true },
      ];
      for (const [i, how] of faults.entries()) {
        await place(store, `before-${i}`);
        await failPoint.command('bulkWrite', 1, how);
        t.match(await place(store, `order-${i}`), { seq: 2 * i + 2 });
      }
      t.ok((store.stats().server?.groups ?? 0) >= 3 * faults.length, 'each was tried again');
      t.equal(await store.counter(A, 'order'), 2 * faults.length);
      t.equal((await store.events(A, 0, 100)).length, 2 * faults.length);
    },
  );

  t.test(
    'two workers on one outlet: who meets the other asks where the stream stands',
    async (t) => {
      const { store, openAgain, sentFor } = await heardStores(t, adapter);
      const stores = [store, await openAgain()] as const;
      const seqs: number[] = [];
      const alternate = async (name: string, rounds: number) => {
        for (let i = 0; i < rounds; i++) {
          for (const each of stores) seqs.push((await place(each, `${name}-${seqs.length}`)).seq);
        }
      };
      await alternate('meet', 2);
      const clashes = () =>
        stores.map((each) => each.stats().server?.groupConflicts ?? 0).reduce((a, b) => a + b);
      const before = clashes();
      t.ok(before > 0 && before <= 2, `${before} have met`);
      const sent = await sentFor(() => alternate('know', 10));
      t.equal(clashes(), before, 'and no more');
      t.equal(sent.filter((name) => name === 'find head').length, 20);
      t.same(
        seqs,
        [...seqs.keys()].map((i) => i + 1),
      );
      t.equal(await store.counter(A, 'order'), seqs.length);
      await Promise.all(stores.slice(1).map((each) => each.close()));
      for (let i = 0; i < 6; i++) seqs.push((await place(store, `alone-${i}`)).seq);
      const alone = await sentFor(() => place(store, 'alone'));
      t.notOk(alone.includes('find head'), 'once it is alone it need not ask any more');
    },
  );

  t.test('an id that another worker has used since it was looked for in vain', async (t) => {
    const { store, openAgain } = await heardStores(t, adapter);
    const other = await openAgain();
    await place(store, 'order-1');
    t.equal(await store.command(A, 'same'), undefined);
    const value = table('theirs');
    await commit(other, A, commanding('same', [{ collection: 'table', value }], [], 'theirs'));
    const put = [{ collection: 'table' as const, value: table('ours') }];
    const outcome = await store.commit(A, commanding('same', put, [event('never')], 'ours'));
    t.match(outcome, { kind: 'duplicate', record: { answer: 'theirs' } });
    t.notOk(await store.get(A, 'table', 'ours'));
    t.equal((await store.position(A)).seq, 1);
  });

  t.test('a stream that was replaced is not taken for the one that was left', async (t) => {
    const { store } = await heardStores(t, adapter);
    await furnish(store, 'org-a');
    const left = await commit(store, A, commanding('left', [], [event('one')]));
    const records = await recordsOf(store.dump('org-a'));
    await store.erase('org-a');
    await store.load('org-a', oneByOne(records));
    const { epoch, seq } = await store.position(A);
    t.not(epoch, left.epoch);
    t.equal(seq, left.seq);
    const next = await commit(store, A, commanding('next', [], [event('one')]));
    t.match(next, { epoch, seq: seq + 1 });
  });

  t.test('what many ask for at once is found once, and is each one’s own', async (t) => {
    const { store, sentFor } = await heardStores(t, adapter);
    const put = { collection: 'order' as const, value: order('order-1') };
    await commit(store, A, putting([put]));
    const got: (Awaited<ReturnType<typeof read>> | undefined)[] = [];
    const read = () => store.get(A, 'order', 'order-1');
    const sent = await sentFor(async () => {
      got.push(...(await Promise.all(Array.from({ length: 64 }, read))));
    });
    t.same(sent, ['find order']);
    const [first, second] = got;
    first?.lines.pop();
    t.strictSame(second, order('order-1'));
    const many = await store.getMany(A, 'order', ['order-1', 'none', 'order-1']);
    t.strictSame(many, [order('order-1'), undefined, order('order-1')]);
    t.not(many[0], many[2]);
  });

  t.test('what hardly changes is not decoded again, and shows each change', async (t) => {
    const { store } = await heardStores(t, adapter);
    const station = (rev: number, name: string) => {
      return putting([{ collection: 'station', value: { id: 'station-1', rev, name } }]);
    };
    await commit(store, A, station(1, 'Kitchen'));
    const [one, two] = [
      await store.get(A, 'station', 'station-1'),
      await store.get(A, 'station', 'station-1'),
    ];
    t.equal(one, two);
    t.ok(Object.isFrozen(one), 'since many get the same');
    await commit(store, A, station(2, 'Bar'));
    t.match(await store.get(A, 'station', 'station-1'), { rev: 2, name: 'Bar' });
  });
});
