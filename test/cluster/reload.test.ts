import { Agent, type ClientRequest, type IncomingMessage, get } from 'node:http';
import t from 'tap';
import { isAlive } from '../../fleet/process.js';
import { newFolder } from '../new-folder.js';
import { Standin } from './standin.js';

/** What became of the requests that ran through a reload. */
interface Tally {
  answered: number;
  refused: number;
  /** Connections that the kernel had taken for a worker that left before it could take them. */
  reset: number;
  other: string[];
}

/** Asks again and again until told to stop. A lost keep-alive connection that a request was sent on is `reset`. */
async function client(standin: Standin, agent: Agent | false, tally: Tally, done: () => boolean) {
  while (!done()) {
    try {
      const url = `http://127.0.0.1:${standin.port}/pid`;
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        const request: ClientRequest = get(url, { agent }, resolve);
        request.once('error', reject);
      });
      for await (const _ of response);
      tally.answered++;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? '';
      if (code === 'ECONNREFUSED') tally.refused++;
      else if (code === 'ECONNRESET') tally.reset++;
      else tally.other.push(code);
    }
  }
}

t.test('reload: SIGHUP replaces every worker, and no connection is refused', async (t) => {
  const standin = await Standin.start(await newFolder(t));
  const old = [...(await standin.everyWorker(2)).keys()];
  const fresh: Tally = { answered: 0, refused: 0, reset: 0, other: [] };
  const kept: Tally = { answered: 0, refused: 0, reset: 0, other: [] };
  const agent = new Agent({ keepAlive: true });
  let over = false;
  const clients = [0, 1, 2, 3].flatMap(() => [
    client(standin, false, fresh, () => over),
    client(standin, agent, kept, () => over),
  ]);
  let reloads = 0;
  const ends = () => standin.output.split('all workers are new').length - 1;
  // One that goes on while the clients stand still tries nothing: then there is another.
  do {
    standin.kill('SIGHUP');
    reloads++;
    await standin.until(() => ends() === reloads, 'end of the reload');
  } while (fresh.answered <= 100 || kept.answered <= 100);
  over = true;
  await Promise.all(clients);
  agent.destroy();
  t.comment('new connections', fresh);
  t.comment('kept connections', kept);
  t.same([fresh.refused, kept.refused], [0, 0]);
  t.same([...fresh.other, ...kept.other], []);
  const most = 4 * reloads;
  t.ok(fresh.reset + kept.reset <= most, 'at most a connection or two of each worker that left');
  t.notOk(old.some(isAlive));
  const workers = [...(await standin.everyWorker(2)).values()];
  t.same(workers.map(({ worker }) => worker).sort(), [1, 2]);
  t.equal(workers.filter(({ housekeeper }) => housekeeper).length, 1);
  t.notOk(
    workers.some(({ first }) => first),
    'nobody prepares the store again',
  );
  t.equal(await standin.stop(), 0);
});

t.test('reload: a signal during a reload starts another one after it', async (t) => {
  const standin = await Standin.start(await newFolder(t), { KOTD_WORKERS: '1' });
  const first = Number(await standin.ask('/pid'));
  standin.kill('SIGHUP');
  await standin.until(() => standin.output.includes('reloading'), 'first reload');
  standin.kill('SIGHUP');
  const ends = () => standin.output.split('all workers are new').length - 1;
  await standin.until(() => ends() === 2, 'second reload');
  t.not(Number(await standin.ask('/pid')), first);
  t.equal(await standin.stop(), 0);
});

t.test('reload: SIGTERM in the middle still ends with exit code 0', async (t) => {
  const standin = await Standin.start(await newFolder(t));
  standin.kill('SIGHUP');
  await standin.until(() => standin.output.includes('reloading'), 'the reload');
  t.equal(await standin.stop(), 0);
});
