import t, { type Test } from 'tap';
import { signalTo } from '../../fleet/process.js';
import { MAX_UNSENT } from '../../src/cluster/messages.js';
import { newFolder } from '../new-folder.js';
import { type Line, Standin } from './standin.js';

/** Three workers, each with a line to it. */
async function threeWorkers(t: Test) {
  const standin = await Standin.start(await newFolder(t), { KOTD_WORKERS: '3' });
  t.teardown(() => standin.kill('SIGKILL'));
  const [publisher, stopped, third] = await standin.lineToEach(3, t);
  if (!publisher || !stopped || !third) throw new Error('three workers');
  t.teardown(() => signalTo(stopped.pid, 'SIGCONT'));
  return { standin, publisher, stopped, third };
}

/** More than may wait, in one batch. */
const TOO_MUCH = `/publish?events=3&bytes=${Math.ceil(MAX_UNSENT / 2)}`;
const heardBy = async (line: Line) => (await line.about()).heard.length;
const lossesOf = (...lines: Line[]) =>
  Promise.all(lines.map(async (line) => (await line.about()).losses));

t.test(
  'losses: a worker that was too far behind is told what it lacks, and it alone',
  async (t) => {
    const { standin, publisher, stopped, third } = await threeWorkers(t);
    process.kill(stopped.pid, 'SIGSTOP');
    await publisher.ask(TOO_MUCH);
    await standin.until(async () => (await heardBy(third)) === 3, 'messages at the third worker');
    for (const heard of [4, 5]) {
      await publisher.ask('/publish?events=1');
      await standin.until(async () => (await heardBy(third)) === heard, 'the next at the third');
    }
    process.kill(stopped.pid, 'SIGCONT');
    await standin.until(async () => (await heardBy(stopped)) === 3, 'what waited');
    await standin.until(async () => (await lossesOf(stopped))[0] === 2, 'word of both losses');
    t.same(await lossesOf(publisher, third), [0, 0]);
    await publisher.ask('/publish?events=1');
    await standin.until(async () => (await heardBy(stopped)) === 4, 'what comes afterwards');
    t.equal(await standin.stop(), 0);
  },
);

t.test('losses: what a worker cannot publish the others are told to lack', async (t) => {
  const { standin, publisher, stopped, third } = await threeWorkers(t);
  standin.kill('SIGSTOP');
  await publisher.ask(TOO_MUCH);
  await publisher.ask('/publish?events=1');
  standin.kill('SIGCONT');
  const told = async () => (await lossesOf(stopped, third)).every((losses) => losses === 1);
  await standin.until(told, 'word of the loss');
  t.same(await lossesOf(publisher), [0]);
  t.equal(await standin.stop(), 0);
});

t.test('losses: what a killed worker had not told the others are told to lack', async (t) => {
  const { standin, publisher, stopped, third } = await threeWorkers(t);
  process.kill(stopped.pid, 'SIGKILL');
  const told = async () => (await lossesOf(publisher, third)).every((losses) => losses === 1);
  await standin.until(told, 'word of the loss');
  await standin.everyWorker(3);
  standin.kill('SIGHUP');
  await standin.until(() => standin.output.includes('all workers are new'), 'a reload');
  const anew = [...(await standin.everyWorker(3)).values()].map(({ losses }) => losses);
  t.same(anew, [0, 0, 0], 'one that finishes its work leaves nothing untold');
  t.equal(await standin.stop(), 0);
});
