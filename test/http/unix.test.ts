import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { Socket } from '../socket.js';

/** As long as a path of a test may wait to change; ms. */
const PATIENCE_MS = 20_000;

async function newFolder(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kotd-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

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

async function until(condition: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`no ${what} in time`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
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

async function workers({ process: { pid } }: Kotd): Promise<number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return children.split(' ').filter(Boolean).map(Number);
}

t.test('unix: every worker has a socket of its own, for owner and group', async (t) => {
  const { kotd, folder } = await start(t);
  t.same((await readdir(folder)).sort(), ['worker-1.sock', 'worker-2.sock']);
  for (const name of await readdir(folder)) {
    const { mode } = await stat(join(folder, name));
    t.equal(mode & 0o777, 0o660, name);
    t.equal(await logIn(join(folder, name), ''), 401);
  }
  t.equal((await stat(folder)).mode & 0o007, 0, 'the folder is closed to others');
  t.equal(await kotd.stop(), 0);
  t.same(await readdir(folder), [], 'the sockets go with the workers');
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
    await until(async () => said() !== undefined, 'line in the log');
    t.equal(said(), address);
    socket.close();
  });
}

t.test(
  'unix: in a reload every socket always leads to a worker, in the end to a new one',
  async (t) => {
    const { kotd, folder } = await start(t);
    const paths = ['worker-1.sock', 'worker-2.sock'].map((name) => join(folder, name));
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
    await until(async () => {
      const now = await Promise.all(paths.map(inode));
      return now.every((found, at) => found !== 0 && found !== old[at]);
    }, 'new sockets');
    // The workers that left have taken nothing away: their names are others' now.
    await until(async () => (await workers(kotd)).length === 2, 'end of the old workers');
    over = true;
    await Promise.all(visitors);
    t.same([...knocks.keys()], ['200'], 'nobody was refused');
    t.ok((knocks.get('200') ?? 0) > 100);
    t.same((await readdir(folder)).sort(), ['worker-1.sock', 'worker-2.sock']);
  },
);

t.test('unix: after a kill -9 the next worker takes the name', async (t) => {
  const { kotd, first } = await start(t, { KOTD_WORKERS: '1', KOTD_LOG: 'silent' });
  const old = await inode(first);
  for (const pid of await workers(kotd)) process.kill(pid, 'SIGKILL');
  await until(async () => (await inode(first)) !== old, 'new socket');
  t.equal(await logIn(first, ''), 401);
});

t.test('unix: a worker that stops leaves the socket of another one alone', async (t) => {
  const { kotd, folder, first } = await start(t, { KOTD_WORKERS: '1' });
  await writeFile(join(folder, 'other'), '');
  await rename(join(folder, 'other'), first);
  t.equal(await kotd.stop(), 0);
  t.same(await readdir(folder), ['worker-1.sock']);
});

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
    message: /\nkotd: cannot listen on .*\/worker-1\.sock \(ENOTDIR\)\n$/,
  });
});
