import { once } from 'node:events';
import { readdir, rename, stat, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { childrenOf } from '../../fleet/process.js';
import { Kotd } from '../kotd.js';
import { newFolder } from '../new-folder.js';
import { Restaurant } from '../restaurant.js';
import { Socket } from '../socket.js';
import { until } from '../until.js';

/** As long as a path of a test may wait to change; ms. */
const PATIENCE_MS = 20_000;

async function start(t: Test, settings: Record<string, string> = {}) {
  const folder = join(await newFolder(t), 'run');
  const kotd = await Kotd.start({ KOTD_SOCKETS: folder, ...settings });
  t.teardown(() => kotd.remove());
  return { kotd, folder, first: join(folder, 'worker-1.sock') };
}

/** A wrong login over the socket, on a connection of its own; answers the status. */
async function logIn(socketPath: string, forwardedFor: string): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    ...(forwardedFor === '' ? {} : { 'x-forwarded-for': forwardedFor }),
  };
  const path = '/api/v1/auth/login';
  const call = request({ socketPath, path, method: 'POST', headers, agent: false });
  const body = { email: `nobody-${Math.random()}@test.kotd`, password: 'wrong-password' };
  call.end(JSON.stringify(body));
  const [answer] = (await once(call, 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode ?? 0;
}

/** Beside them is the claim of the primary. */
async function socketsIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.sock')).sort();
}

async function inode(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.ino ?? 0;
}

/** What a call on a connection of its own comes to: its status, or the code of the error. */
async function knock(socketPath: string): Promise<string> {
  const call = request({ socketPath, path: '/health/live', agent: false });
  call.end();
  try {
    const [answer] = (await once(call, 'response')) as [IncomingMessage];
    answer.resume();
    return String(answer.statusCode);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

t.test('unix: two workers, from the start to the stop', async (t) => {
  const { kotd, folder, first } = await start(t);
  const names = ['worker-1.sock', 'worker-2.sock'];
  const paths = names.map((name) => join(folder, name));

  await t.test('every worker has a socket of its own, for owner and group', async (t) => {
    t.same(await socketsIn(folder), names);
    for (const path of paths) {
      const { mode } = await stat(path);
      t.equal(mode & 0o777, 0o660, path);
      t.equal(await logIn(path, ''), 401);
    }
    t.equal((await stat(folder)).mode & 0o007, 0, 'the folder is closed to others');
  });

  await t.test(
    'in a reload every socket always leads to a worker, in the end to a new one',
    async (t) => {
      const old = await Promise.all(paths.map(inode));
      const knocks = new Map<string, number>();
      let over = false;
      const visitors = paths.map(async (path) => {
        while (!over) {
          const outcome = await knock(path);
          knocks.set(outcome, (knocks.get(outcome) ?? 0) + 1);
        }
      });
      kotd.process.kill('SIGHUP');
      const anew = async () => {
        const now = await Promise.all(paths.map(inode));
        return now.every((found, at) => found !== 0 && found !== old[at]);
      };
      await until(anew, 'new sockets', PATIENCE_MS);
      // The workers that left have taken nothing away: their names are others' now.
      const two = async () => (await childrenOf(kotd.process.pid)).length === 2;
      await until(two, 'end of the old workers', PATIENCE_MS);
      over = true;
      await Promise.all(visitors);
      t.same([...knocks.keys()], ['200'], 'nobody was refused');
      t.ok((knocks.get('200') ?? 0) > 100);
      t.same(await socketsIn(folder), names);
    },
  );

  await t.test('after a kill -9 the next worker takes the name', async (t) => {
    const old = await inode(first);
    for (const pid of await childrenOf(kotd.process.pid)) process.kill(pid, 'SIGKILL');
    await until(async () => (await inode(first)) !== old, 'new socket', PATIENCE_MS);
    t.equal(await logIn(first, ''), 401);
  });

  await t.test('a worker that stops leaves the socket of another one alone', async (t) => {
    const both = async () => (await Promise.all(paths.map(knock))).every((said) => said === '200');
    await until(both, 'answer of both workers', PATIENCE_MS);
    await writeFile(join(folder, 'other'), '');
    await rename(join(folder, 'other'), first);
    t.equal(await kotd.stop(), 0);
    t.same(await readdir(folder), ['worker-1.sock'], 'and takes its own along');
  });
});

t.test('unix: the address is the one that nginx tells, where that is believed', async (t) => {
  const { first } = await start(t, {
    KOTD_TRUSTED_PROXIES: 'unix',
    KOTD_WORKERS: '1',
    KOTD_RATE_ADDRESS: '2',
  });
  const from = (address: string) => logIn(first, address);
  t.same(
    [await from('192.0.2.1'), await from('192.0.2.1'), await from('192.0.2.1')],
    [401, 401, 429],
  );
  t.equal(await from('192.0.2.2'), 401, 'another address has its own budget');
  t.equal(await from('192.0.2.2, 192.0.2.1'), 429, 'only the last hop counts');
});

t.test('unix: without trust nobody can name an address', async (t) => {
  const { first } = await start(t, { KOTD_WORKERS: '1', KOTD_RATE_ADDRESS: '2' });
  t.same(
    [
      await logIn(first, '192.0.2.1'),
      await logIn(first, '192.0.2.2'),
      await logIn(first, '192.0.2.3'),
    ],
    [401, 401, 429],
  );
});

for (const [trusted, address] of [
  ['unix', '192.0.2.7'],
  ['127.0.0.1', ''],
] as const) {
  t.test(`unix: a screen comes from "${address}" when ${trusted} is trusted`, async (t) => {
    const { kotd, first } = await start(t, { KOTD_TRUSTED_PROXIES: trusted, KOTD_LOG: 'debug' });
    const restaurant = await Restaurant.open(kotd.url);
    const socket = await Socket.open(`ws+unix:${first}:`, restaurant, 'kitchen', ['kitchen/*'], {
      client: { headers: { 'x-forwarded-for': '192.0.2.7' } },
    });
    const said = () => /"address":"([^"]*)"[^\n]*a terminal said hello/.exec(kotd.output)?.[1];
    await until(() => said() !== undefined, 'line in the log', PATIENCE_MS);
    t.equal(said(), address);
    socket.close();
  });
}

t.test(
  'unix: a folder whose sockets would have too long a path is refused with one line',
  async (t) => {
    const folder = join(await newFolder(t), 'x'.repeat(80));
    await t.rejects(Kotd.start({ KOTD_SOCKETS: folder }), {
      message: /kotd: KOTD_SOCKETS \/.*x is too long for unix sockets: at most 88 bytes\n$/,
    });
  },
);

t.test('unix: a folder that cannot be made is refused with one line', async (t) => {
  const file = join(await newFolder(t), 'file');
  await writeFile(file, '');
  await t.rejects(Kotd.start({ KOTD_SOCKETS: join(file, 'run') }), {
    message:
      /\nkotd: the folder of sockets .*\/run cannot be used \(ENOTDIR\): let KOTD_SOCKETS name .*\n$/,
  });
});
