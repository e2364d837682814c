import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { childrenOf } from '../../fleet/process.js';
import { Kotd } from '../kotd.js';
import { until } from '../until.js';
import { missingTool, NotifySocket } from './notify-socket.js';

const WATCHDOG_MS = 2000;
/** Of one whose worker hangs: a beat waits for it for a quarter of this, and must still come in time. */
const HANGS_MS = 6000;

const missing = missingTool();
// CI has them: there a missing tool is a failure.
const skip = missing !== null && !process.env.CI && `${missing} is not on this machine`;

/** A kotd as systemd starts it: `Type=notify`, `WatchdogSec=2`. */
async function startAsService(t: Test, settings: Record<string, string> = {}) {
  const manager = await NotifySocket.open();
  t.teardown(() => manager.close());
  const kotd = await Kotd.start({
    NOTIFY_SOCKET: manager.path,
    WATCHDOG_USEC: String(WATCHDOG_MS * 1000),
    ...settings,
  });
  t.teardown(() => kotd.remove());
  return { kotd, manager };
}

async function workersOf(kotd: Kotd): Promise<number[]> {
  const found: number[] = [];
  for (const child of await childrenOf(kotd.process.pid)) {
    // systemd-notify is a child too, for a moment, and first by the name of the primary. A worker has its number.
    const environment = await readFile(`/proc/${child}/environ`, 'utf8').catch(() => '');
    if (environment.includes('NODE_UNIQUE_ID=')) found.push(child);
  }
  return found;
}

const isReady = (says: Record<string, string>) => says.READY === '1';
const isBeat = (says: Record<string, string>) => says.WATCHDOG === '1';

t.test('service: from the start over a reload to the stop', { skip }, async (t) => {
  const { kotd, manager } = await startAsService(t);
  let ready = 0;

  await t.test('ready when all workers listen, and told so before the first beat', async (t) => {
    ready = await manager.until(isReady);
    t.match(manager.told[ready]?.says.STATUS, /2 workers/);
    t.equal((await fetch(`${kotd.url}/health/ready`)).status, 200);
    t.ok((await manager.until(isBeat)) > ready);
    const worker = (await workersOf(kotd))[0];
    const environment = await readFile(`/proc/${worker}/environ`, 'utf8');
    t.notMatch(environment, 'NOTIFY_SOCKET', 'no worker can speak for the box');
  });

  await t.test('a reload is told when it begins and when it is done', async (t) => {
    const old = await workersOf(kotd);
    const askedAt = process.hrtime.bigint() / 1000n;
    kotd.process.kill('SIGHUP');
    const begun = await manager.until(({ RELOADING }) => RELOADING === '1', ready + 1);
    const at = BigInt(manager.told[begun]?.says.MONOTONIC_USEC ?? '0');
    t.ok(at >= askedAt && at <= process.hrtime.bigint() / 1000n, 'by the clock of systemd');
    await manager.until(isReady, begun + 1);
    const workers = await workersOf(kotd);
    t.equal(workers.length, 2);
    t.notOk(
      workers.some((pid) => old.includes(pid)),
      'ready again means that all are new',
    );
  });

  await t.test('a stop is told before the workers go', async (t) => {
    t.equal(await kotd.stop(), 0);
    const stopping = await manager.until(({ STOPPING }) => STOPPING === '1');
    t.notOk(manager.told.slice(stopping).some(({ says }) => isReady(says)));
  });
});

t.test('service: workers hang', { skip }, async (t) => {
  const { kotd, manager } = await startAsService(t, {
    KOTD_LOG: 'error',
    WATCHDOG_USEC: String(HANGS_MS * 1000),
  });

  await t.test('beats come in time, while one of two hangs too', async (t) => {
    const first = await manager.until(isBeat);
    const [hanging] = await workersOf(kotd);
    if (hanging !== undefined) process.kill(hanging, 'SIGSTOP');
    const one = await manager.until(({ STATUS = '' }) => STATUS.startsWith('1 of 2'), first);
    await manager.until(isBeat, one + 1);
    if (hanging !== undefined) process.kill(hanging, 'SIGCONT');
    await manager.until(({ STATUS = '' }) => STATUS.startsWith('2 of 2'), one);
    const beats = manager.told.filter(({ says }) => isBeat(says)).map(({ at }) => at);
    const gaps = beats.slice(1).map((at, index) => at - (beats[index] ?? at));
    t.comment(`${beats.length} beats, longest gap ${Math.round(Math.max(...gaps))} ms`);
    t.ok(Math.max(...gaps) < HANGS_MS, `${gaps}`);
  });

  await t.test('no beat while all hang, and beats again when they live', async (t) => {
    const workers = await workersOf(kotd);
    const said = () => kotd.output.split('no worker answers').length;
    const before = said();
    for (const pid of workers) process.kill(pid, 'SIGSTOP');
    // An answer given just before may still be on its way.
    await until(() => said() > before, 'word of it in the log', 20_000);
    const silentFrom = manager.told.length;
    await delay(HANGS_MS);
    t.equal(manager.told.length, silentFrom, 'nothing is told for the time of the watchdog');
    for (const pid of workers) process.kill(pid, 'SIGCONT');
    await manager.until(isBeat, silentFrom);
  });
});

t.test('service: without systemd-notify kotd serves, and says so once', { skip }, async (t) => {
  const { kotd, manager } = await startAsService(t, { PATH: t.testdir(), KOTD_LOG: 'error' });
  await until(() => kotd.output.includes('systemd-notify'), 'word of it in the log');
  t.equal((await fetch(`${kotd.url}/health/ready`)).status, 200);
  await delay(WATCHDOG_MS);
  t.equal(kotd.output.split('systemd-notify does not work').length - 1, 1);
  t.same(manager.told, []);
  t.equal(await kotd.stop(), 0);
});
