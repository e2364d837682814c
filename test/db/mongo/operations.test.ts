import { MongoClient } from 'mongodb';
import t from 'tap';
import { Draft } from '../../../src/db/mongo/draft.js';
import { operationsOf, proofOf } from '../../../src/db/mongo/operations.js';
import { Records } from '../../../src/db/mongo/records.js';
import { commanding, putting } from '../commits.js';
import { A, event, order } from '../documents.js';

const HOME = '["org-a","outlet-1"]';
const known = {
  heads: new Map([[HOME, { seq: 4, epoch: null }]]),
  counters: new Map([[`${HOME}:order`, 7]]),
  commands: new Map(),
  revs: new Map(),
};

/** What a group of one commit writes, on a server of that kind. */
function written(sharded: boolean) {
  // It is never connected.
  const records = new Records(new MongoClient('mongodb://nowhere').db('house'), sharded);
  const draft = new Draft('group', 'epoch', known);
  const changed = { collection: 'order' as const, value: order('order-1', { rev: 3 }) };
  draft.take(A, {
    ...commanding('command', [changed], [event('order.changed')]),
    counters: ['order'],
  });
  return { operations: operationsOf(draft, records), proof: proofOf(draft) };
}

t.test('operations: each write names what it takes for granted', async (t) => {
  const { operations } = written(false);
  t.same([...operations.keys()], ['head', 'counter', 'order', 'event', 'command']);
  const conditions = ['head', 'counter', 'order'].map((name) => {
    const [update] = operations.get(name)?.updates ?? [];
    const [field] = Object.values(update?.u[0]?.$set ?? {}) as { $cond: unknown[] }[];
    return field?.$cond[0];
  });
  t.same(conditions, [
    {
      $eq: [
        ['$seq', '$epoch'],
        [4, null],
      ],
    },
    { $eq: ['$last', 7] },
    { $eq: ['$doc.rev', 2] },
  ]);
  t.match(operations.get('event')?.inserts, [{ _id: `${HOME}:0000000000000005` }]);
});

t.test(
  'operations: a sharded cluster is told whose each record is, others only its name',
  async (t) => {
    for (const sharded of [true, false]) {
      const { operations, proof } = written(sharded);
      const filters = [...operations.values()].flatMap(({ updates }) => updates.map(({ q }) => q));
      t.equal(filters.length, 3);
      for (const filter of filters) {
        t.same(Object.keys(filter), sharded ? ['_id', 'organizationId'] : ['_id']);
      }
      const inserts = [...operations.values()].flatMap((each) => each.inserts);
      for (const record of inserts) t.equal(record.organizationId, 'org-a');
      t.match(proof, { collection: 'command', organizationId: 'org-a', group: 'group' });
    }
  },
);

t.test('operations: without a command a marker proves that the group took effect', async (t) => {
  const records = new Records(new MongoClient('mongodb://nowhere').db('house'), false);
  const draft = new Draft('group', 'epoch', known);
  draft.take(A, putting([], [event('one')]));
  t.same(operationsOf(draft, records).get('meta')?.inserts, [
    { _id: 'group:group', group: 'group' },
  ]);
  t.match(proofOf(draft), { collection: 'meta', _id: 'group:group' });
});
