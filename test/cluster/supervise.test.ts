import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { isAlive } from '../../fleet/process.js';
import { newFolder } from '../new-folder.js';
import { Standin } from './standin.js';

t.test('supervise: a worker that is killed is replaced at once', async (t) => {
  const standin = await Standin.start(await newFolder(t));
  const before = await standin.everyWorker(2);
  const [victim = 0] = before.keys();
  // Steady after a second: who dies earlier waits before it is replaced.
  await delay(1000);
  process.kill(victim, 'SIGKILL');
  await standin.until(() => standin.output.includes('a worker is gone'), 'line about the loss');
  const line = standin.output.split('\n').find((line) => line.includes('a worker is gone')) ?? '{}';
  t.match(JSON.parse(line), {
    level: 'error',
    worker: 'primary',
    pid: victim,
    end: 'SIGKILL',
    pauseMs: 0,
  });
  const after = new Map<number, number>();
  await standin.until(async () => {
    const about = JSON.parse(await standin.ask('/about').catch(() => '{}'));
    if (about.pid) after.set(about.pid, about.worker);
    return [...after.keys()].filter((pid) => !before.has(pid)).length === 1;
  }, 'a new worker');
  const [pid = 0] = [...after.keys()].filter((pid) => !before.has(pid));
  t.equal(after.get(pid), before.get(victim)?.worker, 'it has the same place');
  t.equal(await standin.stop(), 0);
});

t.test('supervise: the keys of the house go on when the housekeeper dies', async (t) => {
  const standin = await Standin.start(await newFolder(t));
  const keepers = async () => {
    const workers = [...(await standin.everyWorker(2)).values()];
    return workers.filter(({ housekeeper }) => housekeeper).map(({ pid }) => pid);
  };
  const [keeper = 0] = await keepers();
  process.kill(keeper, 'SIGKILL');
  await standin.until(() => !isAlive(keeper), 'end of the housekeeper');
  let now: number[] = [];
  await standin.until(async () => {
    now = await keepers().catch(() => []);
    return now.length === 1;
  }, 'a new housekeeper');
  t.not(now[0], keeper);
  t.equal(await standin.stop(), 0);
});

t.test(
  'supervise: all workers go when the primary is killed, and an heir starts at once',
  async (t) => {
    const data = await newFolder(t);
    const first = await Standin.start(data);
    const orphans = [...(await first.everyWorker(2)).keys()];
    first.kill('SIGKILL');
    // Until it is gone the folder is its own: only its workers may still be there.
    await first.ended();
    const heir = await Standin.start(data, { KOTD_PORT: `${first.port}` });
    t.equal(heir.port, first.port);
    await heir.until(() => !orphans.some(isAlive), 'end of the orphans');
    t.equal((await heir.everyWorker(2)).size, 2);
    t.equal(await heir.stop(), 0);
  },
);
