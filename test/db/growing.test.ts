import t from 'tap';
import { openEmbedded } from '../../src/db/embedded/store.js';
import { isGrowing, Named } from '../../src/db/growing.js';
import { withCommit } from '../operator/evenings.js';
import { playEvening } from './evening.js';

t.test('growing: whatever writes an order, a ticket or a bill says so in the stream', async (t) => {
  const store = await openEmbedded({ folder: t.testdir(), newEpoch: () => 'epoch' });
  t.teardown(() => store.close());
  const silent: string[] = [];
  const seen = new Map<string, number>();
  const heard = withCommit(store, async (scope, commit) => {
    const outcome = await store.commit(scope, commit);
    if (outcome.kind !== 'committed') return outcome;
    const { documents } = outcome.changes;
    const named = new Named();
    for (const { data } of outcome.events) named.take(scope.outletId ?? '', data);
    for (const { collection, value } of documents) {
      if (!isGrowing(collection)) continue;
      seen.set(collection, (seen.get(collection) ?? 0) + 1);
      const ids = [...named.in(collection)].flatMap((one) => [...one.ids]);
      if (!ids.includes(value.id)) silent.push(`${collection} ${value.id}`);
    }
    return outcome;
  });
  for (const seed of [1, 2, 3]) await playEvening(heard, seed, 400);
  t.same(silent, []);
  for (const collection of ['order', 'ticket', 'bill']) {
    t.ok((seen.get(collection) ?? 0) > 20, `${seen.get(collection)} times ${collection}`);
  }
});
