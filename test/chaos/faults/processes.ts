import { setTimeout as delay } from 'node:timers/promises';
import { signalTo } from '../../../fleet/process.js';
import { until } from '../../until.js';
import type { Field } from '../field.js';
import type { Fault } from '../fault.js';

async function anyWorker(field: Field, turn: number): Promise<number | undefined> {
  const box = field.boxes[turn % field.boxes.length];
  const workers = (await box?.workers()) ?? [];
  return workers[Math.floor(Math.random() * workers.length)];
}

/**
 * A worker that was killed in the middle of a commit has its outlet locked in MongoDB until the others have
 * missed it and ended its session (src/db/mongo/sessions.ts): about five seconds, and more when the next one is
 * killed in the middle of the next commit.
 */
const ANSWER_WITHIN_MS = 15_000;

export const processes: readonly Fault[] = [
  {
    name: 'worker-killed',
    what: '`kill -9` of a random worker, five times, one second apart',
    answerWithinMs: ANSWER_WITHIN_MS,
    ci: true,
    async strike(field) {
      for (let turn = 0; turn < 5; turn++) {
        const worker = await anyWorker(field, turn);
        if (worker) signalTo(worker, 'SIGKILL');
        await delay(1000);
      }
    },
  },
  {
    name: 'primary-killed',
    what: '`kill -9` of a primary; the service manager starts it again after a second',
    answerWithinMs: ANSWER_WITHIN_MS,
    async strike(field) {
      const box = field.box(1);
      await box.kotd.stop('SIGKILL');
      await delay(1000);
      await box.restart();
    },
  },
  {
    name: 'box-killed',
    what: '`kill -9` of every process of a box; it is away for five seconds',
    answerWithinMs: ANSWER_WITHIN_MS,
    async strike(field) {
      const box = field.box(1);
      await box.signalAll('SIGKILL');
      await delay(5000);
      await box.restart();
    },
  },
  {
    name: 'box-frozen',
    what: '`SIGSTOP` of every process of a box for eight seconds; its sockets stay open',
    answerWithinMs: ANSWER_WITHIN_MS,
    async strike(field) {
      const box = field.box(2);
      const stopped = [...(await box.workers()), box.kotd.process.pid ?? 0];
      for (const pid of stopped) signalTo(pid, 'SIGSTOP');
      await delay(8000);
      for (const pid of stopped) signalTo(pid, 'SIGCONT');
    },
  },
  {
    name: 'boxes-rolled',
    what: 'SIGHUP: every worker of every box is replaced, twice',
    answerWithinMs: ANSWER_WITHIN_MS,
    async strike(field) {
      for (let round = 0; round < 2; round++) {
        for (const box of field.boxes) {
          const before = new Set(await box.workers());
          box.kotd.process.kill('SIGHUP');
          const old = async () => (await box.workers()).some((pid) => before.has(pid));
          await until(async () => !(await old()), `end of the old workers of ${box.name}`, 30_000);
        }
      }
    },
  },
];
