import t from 'tap';
import { audit, prepareForWriters } from '../audit.js';
import { Writer } from '../writers.js';
import { adapter } from './adapter.js';
import { rounds } from '../../long.js';

const ROUNDS = rounds(5, 10);
const VICTIMS = 5;

t.test('turns: two go on when all others that wait for the lock are killed at once', async (t) => {
  const place = await adapter.newPlace();
  t.teardown(() => adapter.destroy(place));
  const first = await adapter.openStore(place);
  await prepareForWriters(first);
  await first.close();
  const started = (name: string) => new Writer(t, adapter, place, name);
  const two = ['one', 'two'].map(started);
  const writers = [...two];
  for (let round = 0; round < ROUNDS; round++) {
    const victims = Array.from({ length: VICTIMS }, (_, i) => started(`${round}-${i}`));
    writers.push(...victims);
    await Promise.all(victims.map((writer) => writer.more(1)));
    await Promise.all(victims.map((writer) => writer.kill()));
    const at = performance.now();
    await Promise.all(two.map((writer) => writer.more(10)));
    t.comment(`round ${round}: both went on after ${Math.round(performance.now() - at)} ms`);
  }
  await Promise.all(two.map((writer) => writer.kill()));
  const store = await adapter.openStore(place);
  t.teardown(() => store.close());
  const acks = writers.flatMap(({ acks }) => acks);
  t.ok((await audit(t, store, acks)) >= acks.length);
});
