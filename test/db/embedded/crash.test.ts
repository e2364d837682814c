import t from 'tap';
import type { Ack } from '../ack.js';
import { audit, prepareForWriters } from '../audit.js';
import { Writer } from '../writers.js';
import { adapter } from './adapter.js';

const ROUNDS = 8;

t.test('crash: kill -9 loses nothing acknowledged and leaves nothing half', async (t) => {
  const place = await adapter.newPlace();
  t.teardown(() => adapter.destroy(place));
  const first = await adapter.openStore(place);
  await prepareForWriters(first);
  await first.close();
  const acks: Ack[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const writers = [0, 1, 2].map((i) => new Writer(t, adapter, place, `${round}-${i}`));
    await Promise.all(writers.map((writer) => writer.more(1)));
    const [victim, ...survivors] = writers;
    // How far it comes is left to chance: each run kills at other places.
    await victim?.more(1 + Math.floor(Math.random() * 60));
    await victim?.kill();
    await Promise.all(survivors.map((writer) => writer.more(10)));
    await Promise.all(survivors.map((writer) => writer.kill()));
    acks.push(...writers.flatMap((writer) => writer.acks));
    const store = await adapter.openStore(place);
    const commits = await audit(t, store, acks);
    t.ok(commits >= acks.length, `round ${round}: ${acks.length} acknowledged, ${commits} there`);
    await store.close();
  }
});
