import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { access, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import t, { type Test } from 'tap';
import { openEmbedded } from '../../src/db/embedded/store.js';
import { writeArchive } from '../../src/operator/archive/file.js';
import { headerOf } from '../../src/operator/archive/lines.js';
import { linesOf, type Section } from '../../src/operator/archive/write.js';
import { SERVER } from '../kotd.js';
import { MongoServer, noMongo } from '../mongo.js';
import { crowd } from './crowd.js';
import { SECRET } from './guests.js';
import { kotd as run } from './run.js';
import { rounds } from '../long.js';

type Settings = Record<string, string>;

/** So many that each command below takes seconds. */
const ORDERS = 2000;
const ROUNDS = rounds(1, 2);
const PATIENCE_MS = 30_000;

/** An archive of two organizations, the first small and the second large. */
async function archiveIn(folder: string): Promise<string> {
  const section = (id: string, orders: number): Section => {
    const opening = { kind: 'organization', id, at: '2026', differs: false } as const;
    return { opening, records: crowd(id, { orders }) };
  };
  async function* sections() {
    yield section('a-small', 2);
    yield section('b-large', ORDERS);
  }
  const path = join(folder, 'crowd.jsonl.gz');
  await writeArchive(path, linesOf(headerOf(null, null), sections()));
  return path;
}

function start(t: Test, args: readonly string[], settings: Settings): ChildProcess {
  const env = { PATH: process.env.PATH, ...settings };
  const child = spawn(process.execPath, [SERVER, ...args], { env, stdio: 'ignore' });
  t.teardown(() => child.kill('SIGKILL'));
  return child;
}

/**
 * `kill -9`, some time after the condition came to hold. Answers whether it was killed: where this test stood
 * still it may have been done before, and then nothing was tried.
 */
async function killWhen(
  child: ChildProcess,
  holds: () => Promise<boolean>,
  afterMs: number,
): Promise<boolean> {
  const exited = once(child, 'exit');
  const deadline = performance.now() + PATIENCE_MS;
  while (child.exitCode === null && !(await holds())) {
    if (performance.now() > deadline) throw new Error('it never came to hold');
    await delay(2);
  }
  await delay(afterMs);
  child.kill('SIGKILL');
  await exited;
  if (child.exitCode) throw new Error(`it ended with ${child.exitCode}`);
  return child.signalCode === 'SIGKILL';
}

const sums = (out: string) => out.split('\n').filter((line) => line.includes('sha256'));
const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

async function exported(settings: Settings, path: string): Promise<string[]> {
  const { code, out, err } = await run(['export', '--all', '--out', path], settings);
  if (code !== 0) throw new Error(err);
  return sums(out);
}

t.test('kill -9 in the middle', { timeout: 200_000 }, async (t) => {
  const folder = t.testdir();
  const path = await archiveIn(folder);
  const source = { KOTD_DATA: join(folder, 'source') };
  const imported = await run(['import', path], source);
  t.equal(imported.code, 0, imported.err);
  const all = sums(imported.out);

  t.test('of a backup: no file is taken for one, and the next is whole', async (t) => {
    const into = join(t.testdir(), 'backups');
    t.equal((await run(['backup', '--into', into], source)).code, 0);
    const whole = async () =>
      (await readdir(into)).filter((name) => /^kotd-.*\.(gz|json)$/.test(name)).toSorted();
    const begun = async () => (await readdir(into)).some((name) => name.endsWith('.partial'));
    const again = () => start(t, ['backup', '--into', into, '--full'], source);
    for (let round = 0; round < ROUNDS; round++) {
      let before: string[];
      do before = await whole();
      while (!(await killWhen(again(), begun, round * 60)));
      t.same(await whole(), before, `round ${round}`);
    }
    const next = await run(['backup', '--into', into, '--full'], source);
    t.match(next, { code: 0, out: /: base, 2 organizations/ });
    const left = (await readdir(into)).filter((name) => !/^kotd-.*\.(gz|json)$/.test(name));
    t.same(left, [], 'nothing is left of those that were killed');
    const restored = await run(['restore', into], { KOTD_DATA: join(into, 'data') });
    t.same(sums(restored.out), all);
  });

  t.test('of an import: nobody finds what came, and --replace begins again', async (t) => {
    const data = t.testdir();
    const settings = { KOTD_DATA: data };
    const store = await openEmbedded({ folder: join(data, 'store'), newEpoch: randomUUID });
    t.teardown(() => store.close());
    for (let round = 0; round < ROUNDS; round++) {
      const scope = { organizationId: 'b-large', outletId: 'outlet-1' };
      const begun = async () => (await store.get(scope, 'order', 'order-000000100')) !== undefined;
      const again = () => start(t, ['import', path, '--replace'], settings);
      do await store.erase('b-large');
      while (!(await killWhen(again(), begun, round * 60)));
      t.same(await store.organizations(null, 10), ['a-small'], `round ${round}`);
      t.equal(await store.presence('b-large'), 'part');
      const left = await run(['export', '--all', '--out', join(data, `${round}.gz`)], settings);
      t.match(left, { code: 1, err: /^left out: organization b-large: it is here in part/ });
      t.same(sums(left.out), all.slice(0, 1));
    }
    const again = await run(['import', path], settings);
    t.match(again, { code: 1, err: /a-small is here already/ });
    await store.erase('a-small');
    const half = await run(['import', path], settings);
    t.match(half, { code: 1, err: /b-large is here in part.*--replace erases it first/ });
    const replaced = await run(['import', path, '--replace'], settings);
    t.same(sums(replaced.out), all);
    t.same(await exported(settings, join(data, 'last.gz')), all);
  });

  t.test('of a restore: there is the old store or the new one', async (t) => {
    const data = t.testdir();
    const settings = { KOTD_DATA: data };
    const place = join(data, 'store');
    for (let round = 0; round < ROUNDS; round++) {
      const begun = async () => {
        const beside = await stat(join(data, 'store.restoring', 'data.mdb')).catch(() => null);
        return (beside?.size ?? 0) > 1_000_000;
      };
      const again = () => start(t, ['restore', path], settings);
      do await rm(place, { recursive: true, force: true });
      while (!(await killWhen(again(), begun, round * 60)));
      t.equal(await isThere(place), false, `round ${round}`);
    }
    const restored = await run(['restore', path], settings);
    t.same(sums(restored.out), all);
    t.same(await exported(settings, join(data, 'first.gz')), all);
    t.same(
      (await readdir(data)).filter((name) => name.startsWith('store')),
      ['store'],
    );
    for (let round = 0; round < ROUNDS; round++) {
      const begun = () => isThere(join(data, 'store.restoring', 'data.mdb'));
      const again = () => start(t, ['restore', path, '--replace'], settings);
      while (!(await killWhen(again(), begun, round * 150)));
      t.same(await exported(settings, join(data, `again-${round}.gz`)), all, `round ${round}`);
    }
  });
});

t.test(
  'kill -9 in the middle of a restore into MongoDB: no kotd starts on it',
  { skip: noMongo, timeout: 200_000 },
  async (t) => {
    const server = await MongoServer.start();
    t.teardown(() => server.stop());
    const name = server.newDatabase();
    const settings = { KOTD_STORE: server.url(name), KOTD_SECRET: SECRET, KOTD_PORT: '0' };
    const client = await MongoClient.connect(server.url('admin'));
    t.teardown(() => client.close());
    const folder = t.testdir();
    const path = await archiveIn(folder);
    const some = async () =>
      (await client.db(name).collection('order').estimatedDocumentCount()) > 500;
    do await client.db(name).dropDatabase();
    while (!(await killWhen(start(t, ['restore', path], settings), some, 0)));
    const data = { ...settings, KOTD_DATA: join(folder, 'data') };
    const served = await run([], data);
    t.match(served, {
      code: 1,
      err: /a restore into the database \S+ is under way, or was cut off: wait for it; or drop/,
    });
    t.notMatch(served.err, /^ +at /m);
    t.match(await run(['export', '--all', '--out', join(folder, 'no.gz')], settings), {
      code: 1,
      err: /a restore into the database \S+ is under way, or was cut off: wait for it; or drop/,
    });
    t.match(await run(['restore', path], settings), {
      code: 1,
      err: /is under way, or was cut off: wait for it; or drop/,
    });
    await client.db(name).dropDatabase();
    t.equal((await run(['restore', path], settings)).code, 0);
    await client.db(name).dropDatabase();
  },
);
