import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import t, { type Test } from 'tap';
import { claimFolder } from '../../src/cluster/claim.js';
import { openEmbedded } from '../../src/db/embedded/store.js';
import { auditStore } from '../../src/ops/audit.js';
import { Kotd } from '../kotd.js';
import { MongoServer, noMongo } from '../mongo.js';
import { Guests, SECRET, serial } from './guests.js';
import { kotd as run } from './run.js';

type Settings = Record<string, string>;

/** Makes a backup; answers the line that says what it is. */
async function backup(settings: Settings, into: string, ...options: string[]): Promise<string> {
  const { code, out, err } = await run(['backup', '--into', into, ...options], settings);
  if (code !== 0) throw new Error(err);
  return out;
}

const sums = (out: string) => out.split('\n').filter((line) => line.includes('sha256'));

async function exported(settings: Settings, path: string): Promise<string[]> {
  const { code, out, err } = await run(['export', '--all', '--out', path], settings);
  if (code !== 0) throw new Error(err);
  return sums(out);
}

/** What must hold of a kotd on a store that was made from a backup. */
async function goesOn(t: Test, guests: Guests, lastInvoice: string): Promise<void> {
  t.equal(await guests.login(), true, 'logins work');
  t.match(await guests.resumed(), { t: 'reset' }, 'a screen from before begins anew');
  for (const [i, { order, replayed }] of (await guests.sendAgain()).entries()) {
    t.strictSame(order, guests.sent[i]?.order, 'what an outbox sends again has its old answer');
    t.equal(replayed, 'true');
  }
  t.equal(serial(await guests.pay()), serial(lastInvoice) + 1, 'the next invoice number');
}

t.test('kotd backup and restore', async (t) => {
  const first = await Kotd.start({ KOTD_DEMO: '1', KOTD_SECRET: SECRET });
  t.teardown(() => first.remove());
  const source = { KOTD_DATA: first.data };
  const guests = await Guests.seat(first);
  const into = join(t.testdir(), 'backups');
  let atBase: string[] = [];
  let last = '';

  t.test('a base, then differentials, while kotd runs and commits', async (t) => {
    atBase = await exported(source, join(t.testdir(), 'base.gz'));
    t.match(
      await backup(source, into),
      /^kotd-\w+Z\.jsonl\.gz: base, 2 organizations, [\d,]+ records, [\d.]+ kB, [\d.]+ s, verified\n$/,
    );
    for (let i = 0; i < 3; i++) {
      const served = guests.pay();
      t.match(await backup(source, into), /-since-\w+\.jsonl\.gz: differential, 2 organizations/);
      last = await served;
    }
    t.match(await backup(source, into), /differential/);
    const names = (await readdir(into)).toSorted();
    t.equal(names.filter((name) => name.endsWith('.jsonl.gz')).length, 5);
    t.equal(names.length, 6, `and the base's manifest: ${names}`);
  });

  t.test('the newest comes back record for record, and kotd goes on with it', async (t) => {
    const data = t.testdir();
    const settings = { KOTD_DATA: data, KOTD_SECRET: SECRET };
    const ran = await run(['restore', into], settings);
    t.equal(ran.code, 0, ran.err);
    t.match(ran.out, /restored 2 organizations in/);
    t.same(sums(ran.out), await exported(source, join(data, 'source.gz')));
    t.same(sums(ran.out), await exported(settings, join(data, 'restored.gz')));
    const store = await openEmbedded({ folder: join(data, 'store'), newEpoch: () => 'other' });
    t.same(await auditStore(store), []);
    await store.close();
    const second = await Kotd.start(settings, data);
    t.teardown(() => second.remove());
    guests.moveTo(second);
    await goesOn(t, guests, last);
    guests.moveTo(first);
  });

  t.test('--at takes the last one before', async (t) => {
    const [base = ''] = (await readdir(into)).toSorted();
    const [, day, time] = /kotd-(\d{8})T(\d{9})Z/.exec(base) ?? [];
    const at = `${day}T${time}`.replace(
      /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})/,
      '$1-$2-$3T$4:$5:$6.$7Z',
    );
    const ran = await run(['restore', into, '--at', at], { KOTD_DATA: t.testdir() });
    t.equal(ran.code, 0, ran.err);
    t.same(sums(ran.out), atBase);
    const earlier = await run(['restore', into, '--at', '2020-01-01'], { KOTD_DATA: t.testdir() });
    t.match(earlier, { code: 1, err: /there is no backup from before 2020-01-01T/ });
    t.match(await run(['restore', into, '--at', 'noon'], source), { code: 2 });
  });

  t.test('restore refuses a store that is used, or holds something', async (t) => {
    t.match(await run(['restore', into], source), { code: 1, err: /kotd is running on/ });
    const data = t.testdir();
    const settings = { KOTD_DATA: data };
    const one = join(
      into,
      (await readdir(into)).filter((name) => name.endsWith('.gz')).sort()[0] ?? '',
    );
    t.equal((await run(['restore', one], settings)).code, 0);
    const refused = await run(['restore', into], settings);
    t.match(refused, { code: 1, err: /holds organizations; --replace moves it aside/ });
    const replaced = await run(['restore', into, '--replace'], settings);
    t.equal(replaced.code, 0, replaced.err);
    const [, aside = ''] = /what was there is in (.*\.before-\w+)/.exec(replaced.out) ?? [];
    const before = await exported({ KOTD_DATA: data, KOTD_STORE: aside }, join(data, 'before.gz'));
    t.same(before, atBase, 'what was there is there still');
    t.same(await exported(settings, join(data, 'after.gz')), sums(replaced.out));
  });

  t.test('a base that was damaged is followed by a new one, and refused', async (t) => {
    const folder = t.testdir();
    await backup(source, folder);
    const [base = ''] = (await readdir(folder)).filter((name) => name.endsWith('.gz'));
    await backup(source, folder);
    const bytes = await readFile(join(folder, base));
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    await writeFile(join(folder, base), bytes);
    const data = join(folder, 'data');
    const ran = await run(['restore', folder], { KOTD_DATA: data });
    t.match(ran, { code: 1, err: `${base} cannot be used` });
    t.notMatch(ran.out, /restored/);
    t.notMatch(ran.err, /^ +at /m);
    t.same(await readdir(data), [], 'nothing was made');
    t.match(await backup(source, folder), /: base, /);
    t.match(await backup(source, folder), /: differential, /);
    await rm(
      join(
        folder,
        (await readdir(folder))
          .filter((name) => name.endsWith('.json'))
          .sort()
          .at(-1) ?? '',
      ),
    );
    t.match(await backup(source, folder), /: base, /, 'so is one whose manifest is lost');
  });

  t.test('--full makes a base, --keep says how many are kept', async (t) => {
    const folder = t.testdir();
    for (let i = 0; i < 4; i++) await backup(source, folder, '--full', '--keep', '2');
    const names = await readdir(folder);
    t.equal(names.filter((name) => name.endsWith('.gz')).length, 2);
    t.equal(names.length, 4, 'with their manifests');
    for (const keep of ['0', 'x', '-1']) {
      t.match(await run(['backup', '--into', folder, `--keep=${keep}`], source), { code: 2 });
    }
    t.match(await run(['backup'], source), { code: 2, err: /--into names the folder/ });
  });

  t.test('two do not run at once', async (t) => {
    const folder = t.testdir();
    const claim = await claimFolder(folder);
    const ran = await run(['backup', '--into', folder], source);
    t.match(ran, { code: 1, out: '', err: /another backup into .* is under way/ });
    await claim.release();
    t.match(await backup(source, folder), /: base, /);
  });

  t.test('an organization that was replaced since the base is taken whole', async (t) => {
    const data = t.testdir();
    const settings = { KOTD_DATA: join(data, 'kotd') };
    const folder = join(data, 'backups');
    const path = join(data, 'all.gz');
    await exported(source, path);
    await run(['import', path], settings);
    await backup(settings, folder);
    t.equal((await run(['import', path, '--replace'], settings)).code, 0);
    t.match(await backup(settings, folder), /differential/);
    const ran = await run(['restore', folder], { KOTD_DATA: join(data, 'restored') });
    t.same(sums(ran.out), await exported(settings, join(data, 'now.gz')));
  });
});

t.test('kotd backup and restore: MongoDB', { skip: noMongo }, async (t) => {
  const server = await MongoServer.start();
  t.teardown(() => server.stop());
  const client = await MongoClient.connect(server.url('admin'));
  t.teardown(() => client.close());
  const place = (): Settings => {
    const name = server.newDatabase();
    t.teardown(() => client.db(name).dropDatabase());
    return { KOTD_STORE: server.url(name), KOTD_SECRET: SECRET };
  };
  const [from, to] = [place(), place()];
  const first = await Kotd.start(from);
  t.teardown(() => first.remove());
  const guests = await Guests.seat(first);
  const folder = t.testdir();
  t.match(await backup(from, folder), /: base, 1 organization,/);
  const served = guests.pay();
  t.match(await backup(from, folder), /: differential, 1 organization,/);
  const last = await served;
  await backup(from, folder);

  t.match(await run(['restore', folder], from), { code: 1, err: /kotd runs on this database/ });
  await first.stop();
  t.match(await run(['restore', folder], from), {
    code: 1,
    err: /holds organizations: let KOTD_STORE name another one/,
  });
  const ran = await run(['restore', folder], to);
  t.equal(ran.code, 0, ran.err);
  t.same(sums(ran.out), await exported(from, join(folder, 'from.gz')));
  const second = await Kotd.start(to);
  t.teardown(() => second.remove());
  guests.moveTo(second);
  await goesOn(t, guests, last);
});
