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

const DINNER = fileURLToPath(new URL('../../demo/dinner.js', import.meta.url));

/**
 * Kills a random worker every second until the box has stopped. A machine that is so busy that no
 * worker answers after a second is not asked for another: it would only prove that it is busy.
 */
async function killWorkers(kotd: Kotd, until: Promise<unknown>): Promise<number> {
  let kills = 0;
  let over = false;
  const ended = until.finally(() => {
    over = true;
  });
  while (!over) {
    await Promise.race([delay(1000), ended]);
    const answer = await fetch(`${kotd.url}/health/live`).catch(() => null);
    if (over || !answer?.ok) continue;
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
  const kotd = await Kotd.start();
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
    const kotd = await Kotd.start();
    t.teardown(() => kotd.remove());
    const kept = join(t.testdir(), 'acknowledged.json');
    const played = dinner(t, kotd, '--pace', '0.35', '--acknowledged', kept);
    const kills = await killWorkers(kotd, played);
    const { code, output } = await played;
    t.comment(`${kills} workers killed`);
    t.ok(kills >= 5, `${kills} workers killed`);
    t.equal(code, 0, output);
    t.equal(await kotd.stop(), 0);
    const store = await kotd.openStore();
    t.same(await auditStore(store), []);
    const { organization, ids } = JSON.parse(await readFile(kept, 'utf8')) as {
      organization: string;
      ids: string[];
    };
    t.ok(ids.length > 100, `${ids.length} commands`);
    for (const id of ids) {
      if (!(await store.command({ organizationId: organization }, id))) t.fail(`${id} was lost`);
    }
    await store.close();
  },
);
