import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { childrenOf, isAlive } from '../../fleet/process.js';
import { Api } from '../api.js';
import { noMongo } from '../mongo.js';
import { noNginx, until } from '../nginx.js';
import { noRedis } from '../redis.js';
import { Socket } from '../socket.js';

const PROGRAM = fileURLToPath(new URL('../../fleet/fleet.js', import.meta.url));
const missing = noNginx || noMongo || noRedis;
const timeout = 120_000;

interface Addresses {
  nginx: string;
  tls: string;
  certificate: string;
  boxes: string[];
  mongo: string;
  redis: string;
  logs: string;
}

/** `npm run fleet` in a folder for temporary files that is its own. */
class Command {
  readonly process: ChildProcess;
  /** Nothing that it starts does not have this in its arguments or its environment. */
  readonly mark: string;
  output = '';
  errors = '';

  private constructor(folder: string, args: string[], env: NodeJS.ProcessEnv) {
    this.mark = folder;
    this.process = spawn(process.execPath, [PROGRAM, ...args], {
      env: { ...process.env, TMPDIR: folder, KOTD_PASSWORD_COST: '12', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process.stdout?.on('data', (text: Buffer) => {
      this.output += text;
    });
    this.process.stderr?.on('data', (text: Buffer) => {
      this.errors += text;
    });
  }

  /** @param folder for temporary files, unless it shall have a new one */
  static async run(
    t: Test,
    args: string[],
    env: NodeJS.ProcessEnv = {},
    folder?: string,
  ): Promise<Command> {
    const mark = folder ?? (await mkdtemp(join(tmpdir(), 'f-')));
    const command = new Command(mark, args, env);
    t.teardown(async () => {
      await command.stop();
      await rm(mark, { recursive: true, force: true });
    });
    return command;
  }

  /**
   * Resolves when it has printed that, or ended. It waits a minute itself for each server that it starts, and is
   * not to be given up before.
   */
  async says(text: string): Promise<void> {
    const said = () => this.output.includes(text) || this.process.exitCode !== null;
    await until(said, `word of ${JSON.stringify(text)}`, timeout);
  }

  async stop(signal: NodeJS.Signals = 'SIGINT'): Promise<number | null> {
    this.process.kill(signal);
    return await this.ended();
  }

  async ended(): Promise<number | null> {
    const { exitCode, signalCode } = this.process;
    if (exitCode === null && signalCode === null) await once(this.process, 'exit');
    return this.process.exitCode;
  }

  /** What is left of it: processes, and files. */
  async left(): Promise<string[]> {
    return [...(await readdir(this.mark)), ...(await this.processes())];
  }

  /** What runs because of it. */
  async processes(): Promise<string[]> {
    const found: string[] = [];
    for (const pid of await readdir('/proc')) {
      if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue;
      const facts = await Promise.all(
        ['cmdline', 'environ'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8')),
      ).catch(() => []);
      if (facts.some((text) => text.includes(this.mark))) found.push(facts.join(' ').slice(0, 200));
    }
    return found;
  }
}

async function logIn(url: string): Promise<{ token: string; outlet: string }> {
  const body = { email: 'owner@demo.kotd', password: 'demo-owner' };
  const answer = await new Api(url).expect<{ accessToken: string; outlets: { id: string }[] }>(
    200,
    'POST',
    '/auth/login',
    { body },
  );
  return { token: answer.accessToken, outlet: answer.outlets[0]?.id ?? '' };
}

t.test(
  'fleet: one line of JSON, and everything in it works',
  { skip: missing, timeout },
  async (t) => {
    const fleet = await Command.run(t, ['--boxes', '2', '--json']);
    await fleet.says('\n');
    const addresses: Addresses = JSON.parse(fleet.output);
    const { nginx, tls, boxes, mongo, redis } = addresses;
    t.match([nginx, tls, mongo, redis], [/^http:/, /^https:/, /^mongodb:/, /^redis:/]);
    t.match(boxes, [/^http:\/\/127\.0\.1\.1:\d+$/, /^http:\/\/127\.0\.1\.2:\d+$/]);
    const [one = '', two = ''] = boxes;

    const { token, outlet } = await logIn(nginx);
    const place = {
      outlet,
      tokens: { owner: token, manager: '', cashier: '', waiter: '', kitchen: '' },
    };
    const ca = await readFile(addresses.certificate);
    const screens = [
      await Socket.open(two, place, 'owner', ['floor']),
      await Socket.open(tls, place, 'owner', ['floor'], { client: { ca } }),
    ];
    const order = await new Api(one).expect<{ id: string }>(
      201,
      'POST',
      `/outlets/${outlet}/orders`,
      {
        token,
        body: { type: 'takeaway', lines: [] },
      },
    );
    for (const screen of screens) {
      t.ok(
        await screen.next(({ t, data }) => t === 'ev' && JSON.stringify(data).includes(order.id)),
      );
    }
    t.same((await readdir(addresses.logs)).sort(), [
      'box-1.log',
      'box-2.log',
      ...(process.env.KOTD_TEST_MONGO_URL ? [] : ['mongo.log']),
      ...['nginx', 'nginx.log'],
      ...(process.env.KOTD_TEST_REDIS_URL ? [] : ['redis.log']),
    ]);
    t.match(await readFile(join(addresses.logs, 'box-2.log'), 'utf8'), /Can hold/);
    t.same(await readdir(join(addresses.logs, 'nginx')), ['access.log', 'error.log']);
    t.equal(await fleet.stop(), 0);
    t.equal(fleet.output.split('\n').length, 2, 'one line and no more');
    t.equal(fleet.errors, '');
    t.ok(
      screens.every(({ frames }) => frames.some(({ t }) => t === 'bye')),
      'screens are told',
    );
    t.same(await fleet.left(), []);
  },
);

t.test(
  'fleet: for people, with logins; the data stay where they want them',
  { skip: missing, timeout },
  async (t) => {
    const data = await mkdtemp(join(tmpdir(), 'kotd-data-'));
    t.teardown(() => rm(data, { recursive: true, force: true }));
    const args = ['--boxes', '1', '--workers', '1', '--data', data];
    const outlets: string[] = [];
    const begin = async () => {
      const fleet = await Command.run(t, args);
      await fleet.says('Ctrl-C');
      t.match(fleet.output, /owner@demo\.kotd +demo-owner/);
      const [nginx = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(fleet.output) ?? [];
      outlets.push((await logIn(nginx)).outlet);
      return fleet;
    };
    const first = await begin();
    t.equal(await first.stop('SIGTERM'), 0);
    t.same([first.errors, await first.left()], ['', []]);
    const second = await begin();
    t.equal(outlets[0], outlets[1], 'the second start finds what the first one made');

    const [, logs = ''] = /logs +(\S+)/.exec(second.output) ?? [];
    const master = Number(await readFile(join(logs, '../nginx/nginx.pid'), 'utf8'));
    const workers = await childrenOf(master);
    t.not(workers.length, 0);
    process.kill(master, 'SIGKILL');
    await until(() => second.errors.includes('\n'), 'word of the death');
    t.equal(
      second.errors,
      `fleet: nginx died (SIGKILL); its log: ${join(logs, 'nginx.log')}\n`,
      'one line',
    );
    await until(() => !workers.some(isAlive), 'end of the workers of nginx');
    const [, box = ''] = /box 1 +(\S+)/.exec(second.output) ?? [];
    t.equal((await fetch(`${box}/health/ready`)).status, 200, 'the others go on');

    t.equal(await second.stop('SIGINT'), 0);
    const [, kept = ''] = /logs are kept in (\S+),/.exec(second.errors) ?? [];
    t.same(await second.left(), [basename(kept)], 'nothing but the logs');
    t.match(await readdir(kept), ['box-1.log']);
  },
);

t.test(
  'fleet: stopped while it starts, it leaves nothing',
  { skip: missing, timeout },
  async (t) => {
    const fleet = await Command.run(t, ['--json']);
    const boxStarts = async () => (await fleet.left()).some((what) => what.includes('server.js'));
    await until(boxStarts, 'box that starts');
    t.equal(await fleet.stop(), 0);
    t.same([fleet.output, fleet.errors], ['', '']);
    t.same(await fleet.left(), []);
  },
);

t.test(
  'fleet: killed, it still takes everything along, and the next one removes its folder',
  { skip: missing, timeout },
  async (t) => {
    const args = ['--boxes', '1', '--workers', '1', '--json'];
    const killed = await Command.run(t, args);
    await killed.says('\n');
    const { nginx, boxes, mongo, redis }: Addresses = JSON.parse(killed.output);
    t.not((await killed.processes()).length, 0);
    await killed.stop('SIGKILL');
    await until(async () => (await killed.processes()).length === 0, 'end of what it started');
    for (const url of [nginx, ...boxes, mongo, redis]) {
      const port = Number(new URL(url).port);
      const socket = connect(port, new URL(url).hostname);
      await t.rejects(once(socket, 'connect'), { code: 'ECONNREFUSED' }, url);
    }
    const [folder = ''] = await killed.left();
    t.match(folder, /^kotd-fleet-\d+-/);
    const next = await Command.run(t, ['--store', 'embedded', '--json'], {}, killed.mark);
    const removed = async () => !(await next.left()).includes(folder);
    await until(removed, 'end of the folder');
    await next.stop();
  },
);

t.test(
  'fleet: a box that cannot start is told, the others are stopped, the logs are kept',
  { skip: missing, timeout },
  async (t) => {
    const data = await mkdtemp(join(tmpdir(), 'kotd-data-'));
    t.teardown(() => rm(data, { recursive: true, force: true }));
    await writeFile(join(data, 'box-2'), 'in the way');
    const fleet = await Command.run(t, ['--json', '--store', 'embedded', '--data', data]);
    t.equal(await fleet.ended(), 1);
    const why = /kotd: the data folder .*\/box-2 cannot be used \(EEXIST\)/;
    t.match(fleet.errors, why);
    t.equal(fleet.output, '');
    const [, kept = ''] = /The logs are in (\S+)\n/.exec(fleet.errors) ?? [];
    t.same(await fleet.left(), [basename(kept)]);
    t.match(await readFile(join(kept, 'box-2.log'), 'utf8'), why);
  },
);

t.test('fleet: says which server is missing, and how to get it', async (t) => {
  const nothing = dirname(PROGRAM);
  const fleet = await Command.run(t, [], {
    PATH: nothing,
    CI: undefined,
    KOTD_TEST_REDIS_URL: undefined,
  });
  t.equal(await fleet.ended(), 1);
  t.match(fleet.errors, /^fleet: no redis-server.*apt-get install redis-server/m);
  t.same(await fleet.left(), []);
});

t.test('fleet: wrong arguments are one line, and --help tells the right ones', async (t) => {
  for (const args of [
    ['--boxes', '0'],
    ['--store', 'paper'],
    ['--boxxes', '2'],
  ]) {
    const fleet = await Command.run(t, args);
    t.equal(await fleet.ended(), 2);
    t.match(fleet.errors, /^fleet: .*--(boxes|store|boxxes).*--help\)\n$/, args.join(' '));
    t.equal(fleet.errors.split('\n').length, 2);
  }
  const help = await Command.run(t, ['--help']);
  t.equal(await help.ended(), 0);
  t.match(help.output, /^npm run fleet -- \[--boxes 2\]/);
});
