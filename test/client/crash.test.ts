import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { until } from '../until.js';
import { audit, openTill, settled } from './tills.js';

const PROGRAM = fileURLToPath(new URL('./crashing-till.js', import.meta.url));
const KILLS = 8;

/** Runs the till until it has stored so many commands more, then kills it. */
async function run(args: readonly string[], record: string, more: number): Promise<void> {
  const before = (await linesOf(record)).length;
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  await until(async () => (await linesOf(record)).length >= before + more, 'commands', 60_000);
  child.kill('SIGKILL');
  await ended;
}

async function linesOf(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').slice(0, -1);
}

t.test(
  'crash: a till that is killed again and again carries out each stored command once',
  async (t) => {
    const kotd = await Kotd.start({ KOTD_WORKERS: '2', KOTD_HEARTBEAT_MS: '400' });
    t.teardown(() => kotd.remove());
    const place = await Restaurant.open(kotd.url);
    const folder = t.testdir();
    const [store, record] = [join(folder, 'till'), join(folder, 'stored.txt')];
    const item = place.items[0]?.id ?? '';
    const args = [kotd.url, place.outlet, place.tokens.owner, item, store, record];
    for (let kill = 0; kill < KILLS; kill++) await run(args, record, 3 + kill * 5);

    const till = await openTill(t, kotd.url, place, { store });
    const left = till.outbox.get().waiting.length;
    await settled(till);
    t.comment(`${left} commands were left behind by the last run`);
    t.strictSame(till.outbox.get().dead, []);

    const stored = (await linesOf(record)).map((line) => line.split(' '));
    t.ok(stored.length > 100, `${stored.length} commands stored over ${KILLS} kills`);
    const orders = till.view.get().orders;
    const notes = [...orders.values()].flatMap(({ lines }) => lines.map(({ note }) => note));
    t.equal(new Set(notes).size, notes.length, 'no line came twice');
    for (const [, order = '', note] of stored) {
      const found = orders.get(order)?.lines.filter((line) => line.note === note).length;
      if (found !== 1) t.fail(`${note} is there ${found} times`);
    }
    const ids = stored.map(([id = '']) => id);
    t.strictSame(await audit(kotd, place.organization, ids), []);
  },
);
