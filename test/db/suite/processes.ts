import type { Test } from 'tap';
import { type Adapter, freshStore } from '../adapter.js';
import { audit, prepareForWriters } from '../audit.js';
import { A } from '../documents.js';
import { Writer } from '../writers.js';

const WRITERS = 3;
const COMMITS = 200;
const names = Array.from({ length: WRITERS }, (_, i) => `writer-${i}`);

/** Several processes on the same data at once. */
export function processes(t: Test, adapter: Adapter): void {
  t.test('processes: together they lose no update, leave no hole and skip no number', async (t) => {
    const { place, store } = await freshStore(t, adapter);
    await prepareForWriters(store);
    const writers = names.map((name) => new Writer(t, adapter, place, name, COMMITS));
    const unseen: string[] = [];
    for (const writer of writers) {
      writer.onAck = ({ id, invoice }) => {
        // In the same turn in which many other reads may have taken place.
        const now = store.counterReader?.(A, 'invoice')() ?? invoice;
        if (now < invoice) unseen.push(id);
        store.command(A, id).then(
          (record) => record?.answer === invoice || unseen.push(id),
          () => unseen.push(id),
        );
      };
    }
    t.same(await Promise.all(writers.map((writer) => writer.ended())), [0, 0, 0]);
    const acks = writers.flatMap((writer) => writer.acks);
    t.equal(acks.length, WRITERS * COMMITS);
    t.equal(await audit(t, store, acks), WRITERS * COMMITS);
    t.same(unseen, [], 'what one process was told of, every other sees');
  });

  t.test('processes: that open a new place at once agree on its epoch', async (t) => {
    const place = await adapter.newPlace();
    t.teardown(() => adapter.destroy(place));
    const writers = names.map((name) => new Writer(t, adapter, place, name, 0));
    t.same(await Promise.all(writers.map((writer) => writer.ended())), [0, 0, 0]);
    const epochs = new Set(writers.map(({ epoch }) => epoch));
    t.equal(epochs.size, 1);
    t.notOk(epochs.has(null));
    const store = await adapter.openStore(place);
    t.teardown(() => store.close());
    t.ok(epochs.has((await store.position(A)).epoch), 'and it stays');
  });
}
