import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { Ack } from '../ack.js';
import { freshStore } from '../adapter.js';
import { audit, prepareForWriters } from '../audit.js';
import { write } from '../write.js';
import { adapter } from './adapter.js';

const FILLER = fileURLToPath(new URL('./filler.js', import.meta.url));
/** Files may not grow beyond so many blocks; with its signal ignored, that is like a full disk. */
const LIMITED = 'trap \'\' XFSZ; ulimit -f 1500; exec "$0" "$@"';

t.test('disk: when it is full, commits are refused, whole, and reading goes on', async (t) => {
  const { place, store } = await freshStore(t, adapter);
  await prepareForWriters(store);
  const child = spawn('sh', ['-c', LIMITED, process.execPath, FILLER, place], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const [output] = await Promise.all([text(child.stdout), once(child, 'close')]);
  t.equal(child.exitCode, 0, 'it lives on, and closes as ever');
  const said: (Ack | { refused: string } | { head: number; failing: boolean })[] = output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const refusals = said.flatMap((one) => ('refused' in one ? [one.refused] : []));
  t.same([...new Set(refusals)], ['store_unavailable']);
  const acks = said.flatMap((one) => ('id' in one ? [one] : []));
  t.ok(acks.length > 10);
  t.equal(await audit(t, store, acks), acks.length, 'what was refused left nothing');
  t.match(said.at(-1), { head: 2 * acks.length, failing: true });
  await write(store, 'with room again', 'hot-1');
  t.equal(store.stats().failing, false);
});
