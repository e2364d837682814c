import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  cp,
  mkdir,
  mkdtemp,
  readFile,
  readlink,
  realpath,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { lacking } from './systemd.js';

const skip = lacking('bash', 'curl');
const SOURCE = fileURLToPath(new URL('../../src', import.meta.url));

/** ssh, as far as the rollout needs it: the command runs in the folder that stands for the box. */
const RUN = `#!/usr/bin/env bash
cd "\${0%/*}/$1" && exec bash -c "$2"
`;

/** The real `kotd migrate` of the release, and a mark that it went well. */
const MIGRATE = [
  'env -i PATH="$PATH" KOTD_DATA=../../data node dist/src/server.js migrate',
  'basename "$PWD" >> ../../migrated',
].join(' && ');

/** Listens where kotd would, says that it is the new version, and is never ready. */
const NEVER_READY = `
const { createServer } = await import('node:http');
process.on('SIGTERM', () => process.exit(0));
createServer((request, answer) => {
  if (request.url === '/health/ready') answer.writeHead(503);
  answer.end('{"status":"live","version":"3.0.0"}');
}).listen(process.env.KOTD_PORT, '127.0.0.1', function () {
  console.log(\`http://127.0.0.1:\${this.address().port} Can hold nothing\`);
});
`;

/** What is instead of kotd has a database that is ready. */
const MIGRATES = `if (process.argv[2] === 'migrate') process.exit(0);`;

/** A machine with kotd on it: its releases, and what runs. */
class Box {
  readonly name: string;
  readonly folder: string;
  restarts = 0;
  #kotd: Kotd | null = null;

  constructor(fleet: string, name: string) {
    this.name = name;
    this.folder = join(fleet, name);
  }

  get url(): string {
    return this.#kotd?.url ?? '';
  }

  get pid(): number | undefined {
    return this.#kotd?.process.pid;
  }

  async current(): Promise<string> {
    return await readlink(join(this.folder, 'current'));
  }

  /** The releases that made its database ready. */
  async migrated(): Promise<string[]> {
    const marks = await readFile(join(this.folder, 'migrated'), 'utf8').catch(() => '');
    return marks.split('\n').filter((line) => line !== '');
  }

  /** What `systemctl restart` does: answers when the new one is ready, and fails when it cannot be started. */
  async restart(): Promise<void> {
    this.restarts++;
    const port = this.url ? new URL(this.url).port : '0';
    await this.#kotd?.stop();
    const program = 'exec "$1" "$0/current/dist/src/server.js"';
    const data = join(this.folder, 'data');
    this.#kotd = await Kotd.start({ KOTD_PORT: port, KOTD_WORKERS: '2' }, data, [
      ...['sh', '-c', program, this.folder],
    ]);
  }

  async stop(): Promise<void> {
    await this.#kotd?.stop();
  }
}

/** Two boxes that run release 1.0.0 and have the others at hand. */
class Fleet {
  readonly boxes: readonly Box[];
  readonly #folder: string;
  readonly #systemd: Server;

  private constructor(folder: string, systemd: Server) {
    this.#folder = folder;
    this.#systemd = systemd;
    this.boxes = ['box-1', 'box-2'].map((name) => new Box(folder, name));
  }

  static async start(t: Test): Promise<Fleet> {
    const folder = await mkdtemp(join(tmpdir(), 'kotd-rollout-'));
    const systemd = createServer((request, answer) => {
      const box = fleet.boxes.find(({ name }) => request.url === `/${name}`);
      const restarted = box?.restart() ?? Promise.reject(new Error('no such box'));
      restarted.then(
        () => answer.end(),
        () => answer.writeHead(500).end(),
      );
    });
    const fleet: Fleet = new Fleet(folder, systemd);
    t.teardown(() => fleet.#stop());
    await once(systemd.listen(0, '127.0.0.1'), 'listening');
    await writeFile(join(folder, 'run'), RUN, { mode: 0o755 });
    for (const box of fleet.boxes) {
      await release(box, '1.0.0', null);
      await release(box, '2.0.0', null);
      await release(box, '3.0.0', `${MIGRATES} ${NEVER_READY}`);
      await release(box, '4.0.0', `${MIGRATES} process.exit(1);`);
      await release(box, '5.0.0', 'process.exit(1);');
      await symlink('releases/1.0.0', join(box.folder, 'current'));
      await box.restart();
    }
    return fleet;
  }

  /** Runs deploy/rollout.sh over both boxes; answers its exit code and what it said. */
  async rollout(...args: string[]): Promise<{ code: number; said: string }> {
    const { port } = this.#systemd.address() as AddressInfo;
    const names = this.boxes.map(({ name, url }) => `${name}=${url}`);
    const child = spawn('bash', ['deploy/rollout.sh', ...args, ...names], {
      env: {
        PATH: process.env.PATH,
        KOTD_ROLLOUT_RUN: join(this.#folder, 'run'),
        KOTD_ROLLOUT_HOME: '.',
        KOTD_ROLLOUT_RESTART: `curl -fsS 127.0.0.1:${port}/\${PWD##*/}`,
        KOTD_ROLLOUT_MIGRATE: MIGRATE,
        KOTD_ROLLOUT_TIMES: '3',
        KOTD_ROLLOUT_EVERY: '0.1',
        KOTD_ROLLOUT_DEADLINE: '10',
      },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text: Buffer) => {
        said += text.toString();
      });
    }
    const [code] = (await once(child, 'exit')) as [number];
    return { code, said };
  }

  async #stop(): Promise<void> {
    this.#systemd.close();
    await Promise.all(this.boxes.map((box) => box.stop()));
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** @param program what it is instead of kotd */
async function release(box: Box, version: string, program: string | null): Promise<void> {
  const folder = join(box.folder, 'releases', version);
  await mkdir(join(folder, 'dist/src'), { recursive: true });
  await writeFile(
    join(folder, 'package.json'),
    `{\n  "version": "${version}",\n  "type": "module"\n}\n`,
  );
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  if (program === null) await cp(SOURCE, join(folder, 'dist/src'), { recursive: true });
  else await writeFile(join(folder, 'dist/src/server.js'), program);
}

/** Takeaways, one after the other, each sent again under its id until it is answered; answers the ids. */
async function guests(place: Restaurant, over: () => boolean): Promise<string[]> {
  const acknowledged: string[] = [];
  while (!over()) {
    const id = randomUUID();
    let status = 0;
    while (status !== 201) {
      status = (await takeaway(place, id).catch(() => null))?.status ?? 0;
      await delay(20);
    }
    acknowledged.push(id);
  }
  return acknowledged;
}

function takeaway(place: Restaurant, id: string) {
  return place.try('POST', '/orders', {
    body: { type: 'takeaway', lines: [{ itemId: place.items[0]?.id, quantity: 1 }] },
    headers: { 'idempotency-key': id },
  });
}

async function versionOf({ url }: Box): Promise<string> {
  return ((await (await fetch(`${url}/health/live`)).json()) as { version: string }).version;
}

t.test(
  'rollout: one box after the other under load, and nothing acknowledged is lost',
  { skip },
  async (t) => {
    const fleet = await Fleet.start(t);
    const places = await Promise.all(fleet.boxes.map(({ url }) => Restaurant.open(url)));
    let over = false;
    const lanes = places.flatMap((place) => [0, 1].map(() => guests(place, () => over)));
    const { code, said } = await fleet.rollout('2.0.0');
    over = true;
    const acknowledged = await Promise.all(lanes);
    t.equal(code, 0, said);
    t.ok(said.indexOf('box-1: proved itself') < said.indexOf('box-2: 1.0.0 → 2.0.0'), said);
    for (const [at, box] of fleet.boxes.entries()) {
      t.equal(await versionOf(box), '2.0.0');
      t.equal(box.restarts, 2, 'started once and restarted once');
      for (const id of [...(acknowledged[at * 2] ?? []), ...(acknowledged[at * 2 + 1] ?? [])]) {
        const place = places[at];
        const again = place && (await takeaway(place, id));
        if (!again?.headers.has('idempotency-replayed')) t.fail(`${id} was lost`);
      }
    }
    t.comment(
      'acknowledged by lane',
      acknowledged.map((ids) => ids.length),
    );
    t.ok(acknowledged.every((ids) => ids.length > 10));

    const [first, second] = fleet.boxes;
    t.same(await first?.migrated(), ['2.0.0'], 'once, by the new release');
    t.same(await second?.migrated(), []);
    t.ok(said.indexOf('needs no migration') < said.indexOf('box-1: 1.0.0 → 2.0.0'), said);

    const again = await fleet.rollout('2.0.0');
    t.equal(again.code, 0);
    t.match(again.said, /box-1: runs 2\.0\.0 already[\s\S]*box-2: runs 2\.0\.0 already/);
    t.same(
      fleet.boxes.map(({ restarts }) => restarts),
      [2, 2],
      'a second run has nothing to do',
    );

    const back = await fleet.rollout('1.0.0');
    t.equal(back.code, 0, back.said);
    t.match(back.said, /1\.0\.0 is older than what runs: nothing to migrate/);
    t.same(await first?.migrated(), ['2.0.0', '2.0.0']);
  },
);

t.test(
  'rollout: a broken release is taken back from the first box and reaches no other',
  { skip },
  async (t) => {
    const fleet = await Fleet.start(t);
    const [first, second] = fleet.boxes;
    const untouched = second?.pid;
    for (const broken of ['3.0.0', '4.0.0']) {
      const { code, said } = await fleet.rollout(broken);
      t.equal(code, 1, said);
      t.match(said, /STOPPED at box-1/);
      if (first) t.equal(await versionOf(first), '1.0.0', `${broken}: back on the old release`);
      t.equal(await first?.current(), 'releases/1.0.0');
      t.equal(await second?.current(), 'releases/1.0.0');
      t.equal(second?.pid, untouched, 'the second box was not restarted');
    }
  },
);

t.test('rollout: touches nothing when it must not begin', { skip }, async (t) => {
  const fleet = await Fleet.start(t);
  const [, second] = fleet.boxes;
  const refused = async (says: RegExp, ...args: string[]) => {
    const { code, said } = await fleet.rollout(...args);
    t.equal(code, 2, said);
    t.match(said, says);
  };
  await refused(/no .*releases\/9\.9\.9/, '9.9.9');
  await refused(/no name of a release/, '2.0.0; rm -rf x');
  await refused(/Usage/, '--unknown', '2.0.0');
  const dry = await fleet.rollout('--dry-run', '2.0.0');
  t.equal(dry.code, 0);
  t.match(dry.said, /would run on box-1: ln -sfn releases\/2\.0\.0[\s\S]*would run on box-2/);
  t.match(dry.said, /would run on box-1: cd \S+releases\/2\.0\.0 && env/);
  await refused(/kotd migrate of 5\.0\.0 failed, and no box was touched/, '5.0.0');
  await second?.stop();
  await refused(/box-2 is not ready/, '2.0.0');
  t.same(await fleet.boxes[0]?.migrated(), []);
  t.same(await Promise.all(fleet.boxes.map((box) => box.current())), [
    'releases/1.0.0',
    'releases/1.0.0',
  ]);
  t.same(
    fleet.boxes.map(({ restarts }) => restarts),
    [1, 1],
  );
});

t.test(
  'deploy/kotd: is the release in whose folder it is called, else the current one',
  async (t) => {
    const top = await mkdtemp(join(tmpdir(), 'kotd-command-'));
    t.teardown(() => rm(top, { recursive: true, force: true }));
    await mkdir(join(top, 'deploy'));
    for (const name of ['deploy/kotd', 'kotd']) await cp('deploy/kotd', join(top, name));
    // In the place of systemd-run: says what it was to run.
    await writeFile(join(top, 'systemd-run'), '#!/bin/sh\nprintf "%s\\n" "$@"\n', { mode: 0o755 });
    const called = (path: string) => {
      const env = { PATH: `${top}:${process.env.PATH}` };
      const { stdout } = spawnSync(path, ['migrate', 'a b'], { cwd: top, env, encoding: 'utf8' });
      return stdout.trim().split('\n').slice(-3);
    };
    const mine = [join(await realpath(top), 'dist/src/server.js'), 'migrate', 'a b'];
    t.same(called('./deploy/kotd'), mine);
    t.same(called(join(top, 'deploy/kotd')), mine);
    t.same(called(join(top, 'kotd')), ['/opt/kotd/current/dist/src/server.js', 'migrate', 'a b']);
  },
);

t.test('scripts: shellcheck finds nothing', { skip: lacking('shellcheck') }, async (t) => {
  const child = spawn('shellcheck', ['deploy/rollout.sh', 'deploy/kotd'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (text: Buffer) => {
    said += text.toString();
  });
  t.same([await once(child, 'close'), said], [[0, null], '']);
});
