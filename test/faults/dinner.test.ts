import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { childrenOf, signalTo } from '../../fleet/process.js';
import { auditStore } from '../../src/ops/audit.js';
import { Kotd } from '../kotd.js';
import { metric } from '../metric.js';
import { until } from '../until.js';

const DINNER = fileURLToPath(new URL('../../demo/dinner.js', import.meta.url));

/** What the server answered during a dinner, as the dinner keeps it. */
interface Acknowledged {
  organization: string;
  ids: string[];
}

/**
 * Kills a random worker every second until the dinner has ended; on a machine where a worker takes longer to
 * come back, as soon as it is back. If the last one that listens were killed each time, no guest would be served.
 */
async function killWorkers(kotd: Kotd, dinner: Promise<unknown>): Promise<number> {
  let kills = 0;
  let over = false;
  const ended = dinner.finally(() => {
    over = true;
  });
  while (!over) {
    await Promise.race([delay(1000), ended]);
    // Nobody answers while there is none.
    const listen = () => metric(kotd.url, 'kotd_workers').catch(() => 0);
    await until(async () => over || (await listen()) === 2, 'worker in place of the other', 60_000);
    if (over) break;
    const workers = await childrenOf(kotd.process.pid);
    const victim = workers[Math.floor(Math.random() * workers.length)];
    if (victim === undefined) continue;
    signalTo(victim, 'SIGKILL');
    kills++;
  }
  return kills;
}

/** Plays a dinner to its end; answers its exit code and what it printed. */
async function dinner(t: Test, kotd: Kotd, ...options: string[]) {
  const child = spawn(process.execPath, [DINNER, '--server', kotd.url, ...options]);
  t.teardown(() => child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      output += text.toString();
    });
  }
  const [code] = (await once(child, 'exit')) as [number];
  return { code, output };
}

t.test('npm run demo: a dinner to paid bills, and it adds up', async (t) => {
  const kotd = await Kotd.start({ KOTD_DEMO: '1' });
  t.teardown(() => kotd.remove());
  const { code, output } = await dinner(t, kotd, '--pace', '0.05');
  t.equal(code, 0, output);
  t.notMatch(output, /BROKEN/);
  t.equal(await kotd.stop(), 0);
  const store = await kotd.openStore();
  t.same(await auditStore(store), []);
  await store.close();
});

t.test(
  'kill -9 of a random worker every second during the dinner: nothing acknowledged is lost, every screen converges',
  { timeout: 200_000, skip: process.platform !== 'linux' && 'reads /proc' },
  async (t) => {
    const kotd = await Kotd.start({ KOTD_DEMO: '1' });
    t.teardown(() => kotd.remove());
    const kept = join(t.testdir(), 'acknowledged.json');
    const acknowledged: Acknowledged[] = [];
    let kills = 0;
    while (kills < 5) {
      const played = dinner(t, kotd, '--pace', '0.35', '--acknowledged', kept);
      kills += await killWorkers(kotd, played);
      const { code, output } = await played;
      t.equal(code, 0, output);
      if (code !== 0) break;
      acknowledged.push(JSON.parse(await readFile(kept, 'utf8')));
      t.comment(`${kills} workers killed in ${acknowledged.length} dinners`);
    }
    t.ok(kills >= 5, `${kills} workers killed`);
    t.equal(await kotd.stop(), 0);
    const store = await kotd.openStore();
    t.same(await auditStore(store), []);
    const organizationId = acknowledged[0]?.organization ?? '';
    const ids = acknowledged.flatMap((each) => each.ids);
    t.ok(ids.length > 100, `${ids.length} commands`);
    for (const id of ids) {
      if (!(await store.command({ organizationId }, id))) t.fail(`${id} was lost`);
    }
    await store.close();
  },
);
