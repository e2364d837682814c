import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { openEmbedded } from '../../src/db/embedded/store.js';
import { auditStore } from '../../src/ops/audit.js';
import { Kotd } from '../kotd.js';

const DINNER = fileURLToPath(new URL('../../demo/dinner.js', import.meta.url));

/** The workers of a kotd: the children of its primary. */
async function workersOf(pid: number | undefined): Promise<number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return children.trim().split(/\s+/).filter(Boolean).map(Number);
}

/** Plays a dinner to its end; answers its exit code and what it printed. */
async function dinner(kotd: Kotd, ...options: string[]) {
  const child = spawn(process.execPath, [DINNER, '--server', kotd.url, ...options]);
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
  const { code, output } = await dinner(kotd, '--pace', '0.05');
  t.equal(code, 0, output);
  t.notMatch(output, /BROKEN/);
  t.equal(await kotd.stop(), 0);
  const store = await openEmbedded({ folder: kotd.storeFolder, newEpoch: randomUUID });
  t.same(await auditStore(store), []);
  await store.close();
});

t.test(
  'kill -9 of a random worker every second during the dinner: nothing acknowledged is lost, every screen converges',
  { timeout: 120_000, skip: process.platform !== 'linux' && 'reads /proc' },
  async (t) => {
    const kotd = await Kotd.start();
    t.teardown(() => kotd.remove());
    let kills = 0;
    const killer = setInterval(async () => {
      const workers = await workersOf(kotd.process.pid);
      const victim = workers[Math.floor(Math.random() * workers.length)];
      if (victim === undefined) return;
      process.kill(victim, 'SIGKILL');
      kills++;
    }, 1000);
    const kept = join(t.testdir(), 'acknowledged.json');
    const { code, output } = await dinner(kotd, '--pace', '0.35', '--acknowledged', kept);
    clearInterval(killer);
    t.comment(`${kills} workers killed`);
    t.ok(kills >= 5, `${kills} workers killed`);
    t.equal(code, 0, output);
    t.equal(await kotd.stop(), 0);
    const store = await openEmbedded({ folder: kotd.storeFolder, newEpoch: randomUUID });
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
