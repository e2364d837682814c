import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { audit, prepareForWriters } from '../audit.js';
import { Writer } from '../writers.js';
import { adapter } from './adapter.js';
import { rounds } from '../../long.js';

const PROGRAM = fileURLToPath(new URL('../opener.js', import.meta.url));
/** By each of two: mostly enough to break a store whose writers do not wait for those who open it. */
const BESIDE_WRITERS = rounds(400, 1000);
/** By each of two: enough for one to meet locks that the other has just destroyed. */
const BY_THEMSELVES = rounds(100, 200);

t.test('opening: whoever opens the store takes nothing from those who commit', async (t) => {
  const place = await adapter.newPlace();
  t.teardown(() => adapter.destroy(place));
  const first = await adapter.openStore(place);
  await prepareForWriters(first);
  await first.close();
  const writers = ['one', 'two'].map((name) => new Writer(t, adapter, place, name));
  await Promise.all(writers.map((writer) => writer.more(1)));
  for (const seqs of await Promise.all([1, 2].map(() => opened(place, BESIDE_WRITERS)))) {
    const inOrder = seqs.toSorted((a, b) => a - b);
    t.same(seqs, inOrder, 'nobody who opens it sees what was before');
  }
  await Promise.all(writers.map((writer) => writer.more(10)));
  await Promise.all(writers.map((writer) => writer.kill()));
  const store = await adapter.openStore(place);
  t.teardown(() => store.close());
  const acks = writers.flatMap(({ acks }) => acks);
  t.ok((await audit(t, store, acks)) >= acks.length);
});

t.test('opening: whoever closes the store last takes nothing from one who opens it', async (t) => {
  const place = await adapter.newPlace();
  t.teardown(() => adapter.destroy(place));
  const seqs = await Promise.all([1, 2].map(() => opened(place, BY_THEMSELVES)));
  t.same(
    seqs.map(({ length }) => length),
    [BY_THEMSELVES, BY_THEMSELVES],
  );
});

/** The positions that a process saw in so many openings; fewer when one failed. */
async function opened(place: string, times: number): Promise<number[]> {
  const args = [PROGRAM, adapter.module, place];
  const child: ChildProcess = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const seqs: number[] = [];
  if (!child.stdout) throw new Error('It has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    if (seqs.push(Number(line)) === times) break;
  }
  child.kill('SIGKILL');
  await exited;
  return seqs;
}
