import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import t, { type Test } from 'tap';
import { Kotd, SERVER } from '../kotd.js';
import { MongoServer, noMongo } from '../mongo.js';
import { Guests, SECRET, serial } from './guests.js';
import { kotd as run } from './run.js';

type Settings = Record<string, string>;

async function exported(settings: Settings, path: string): Promise<string[]> {
  const ran = await run(['export', '--all', '--out', path], settings);
  if (ran.code !== 0) throw new Error(ran.err);
  return sumsIn(ran.out);
}

const sumsIn = (out: string) => out.split('\n').filter((line) => line.includes('sha256'));

/** What must hold wherever the restaurant went. */
async function goesOn(t: Test, guests: Guests, kotd: Kotd, lastInvoice: string): Promise<string> {
  guests.moveTo(kotd);
  t.equal(await guests.login(), true, 'logins work');
  const { t: frame, epoch } = await guests.resumed();
  t.equal(frame, 'reset', 'a screen from before begins anew');
  for (const [i, { order, replayed }] of (await guests.sendAgain()).entries()) {
    t.strictSame(order, guests.sent[i]?.order, 'what an outbox sends again has its old answer');
    t.equal(replayed, 'true');
  }
  await guests.look();
  t.match(await guests.resumed(), { t: 'pos', epoch }, 'and from then on resumes');
  const invoice = await guests.pay();
  t.equal(serial(invoice), serial(lastInvoice) + 1, 'invoices go on with the next number');
  return invoice;
}

t.test(
  'kotd export and import: a restaurant moves to MongoDB and back',
  { skip: noMongo },
  async (t) => {
    const server = await MongoServer.start();
    t.teardown(() => server.stop());
    const mongo = { KOTD_STORE: server.url(server.newDatabase()), KOTD_SECRET: SECRET };
    const at = (name: string) => join(t.testdirName, name);
    t.testdir();

    const first = await Kotd.start({ KOTD_DEMO: '1', KOTD_SECRET: SECRET });
    t.teardown(() => first.remove());
    const embedded = { KOTD_DATA: first.data, KOTD_SECRET: SECRET };
    const guests = await Guests.seat(first);
    const one = await guests.pay();
    await guests.look();
    await first.stop();

    const sums = await exported(embedded, at('one.gz'));
    t.equal(sums.length, 2, 'the demo and the restaurant');
    const imported = await run(['import', at('one.gz')], mongo);
    t.equal(imported.code, 0, imported.err);
    t.same(imported.out.trim().split('\n'), sums, 'counts and checksums are told');
    t.same(await exported(mongo, at('two.gz')), sums, 'record for record the same');

    const second = await Kotd.start(mongo);
    t.teardown(() => second.remove());
    const two = await goesOn(t, guests, second, one);
    await second.stop();

    const home = ['export', '--organization', guests.place.organization, '--out', at('three.gz')];
    t.equal((await run(home, mongo)).code, 0);
    const refused = await run(['import', at('three.gz')], embedded);
    t.match(refused, { code: 1, err: /is here already; --replace erases it first/ });
    const back = await run(['import', at('three.gz'), '--replace'], embedded);
    t.equal(back.code, 0, back.err);
    const third = await Kotd.start({ KOTD_SECRET: SECRET }, first.data);
    await goesOn(t, guests, third, two);
    await third.stop();
    const after = await exported(embedded, at('four.gz'));
    t.equal(after.length, 2);
    const demo = sums.filter((line) => !line.startsWith(guests.place.organization));
    t.same(
      after.filter((line) => !line.startsWith(guests.place.organization)),
      demo,
    );
    const client = await MongoClient.connect(mongo.KOTD_STORE);
    await client.db().dropDatabase();
    await client.close();
  },
);

t.test('kotd import', async (t) => {
  const from = await Kotd.start({ KOTD_DEMO: '1', KOTD_SECRET: SECRET });
  t.teardown(() => from.remove());
  const source = { KOTD_DATA: from.data };
  const guests = await Guests.seat(from);
  const folder = t.testdir();
  const path = join(folder, 'all.gz');
  const sums = await exported(source, path);

  t.test('export goes on while kotd runs and commits', async (t) => {
    const more = guests.pay();
    const later = await exported(source, join(folder, 'later.gz'));
    await more;
    t.equal(later.length, 2);
    const { code } = await run(['import', join(folder, 'later.gz')], { KOTD_DATA: t.testdir() });
    t.equal(code, 0);
  });

  t.test('refuses to replace what a running kotd uses', async (t) => {
    const ran = await run(['import', path, '--replace'], source);
    t.match(ran, { code: 1, out: '', err: /kotd is running on .*: stop it first/ });
    await guests.pay();
  });

  t.test('takes a pipe, through which export writes', async (t) => {
    const data = t.testdir();
    const env = { PATH: process.env.PATH, ...source };
    const out = spawn(process.execPath, [SERVER, 'export', '--all', '--out', '-'], { env });
    const into = spawn(process.execPath, [SERVER, 'import', '-'], {
      env: { ...env, KOTD_DATA: data },
    });
    out.stdout.pipe(into.stdin);
    const [[code]] = await Promise.all([once(into, 'exit'), once(out, 'exit')]);
    t.equal(code, 0);
    t.equal((await exported({ KOTD_DATA: data }, join(data, 'again.gz'))).length, 2);
  });

  t.test('a file or a pipe that was cut off changes nothing', async (t) => {
    const data = t.testdir();
    await run(['import', path], { KOTD_DATA: data });
    const bytes = await readFile(path);
    const cut = join(data, 'cut.gz');
    await writeFile(cut, bytes.subarray(0, bytes.length - 20));
    const ran = await run(['import', cut, '--replace'], { KOTD_DATA: data });
    t.match(ran, { code: 1, out: '', err: /cut\.gz cannot be used: it was cut off/ });
    const piped = spawn(process.execPath, [SERVER, 'import', '-', '--replace'], {
      env: { PATH: process.env.PATH, KOTD_DATA: data },
    });
    createReadStream(cut).pipe(piped.stdin);
    const [code] = await once(piped, 'exit');
    t.equal(code, 1);
    t.same(await exported({ KOTD_DATA: data }, join(data, 'same.gz')), sums);
  });

  t.test('kill -9 in the middle: nobody finds what came, and --replace begins again', async (t) => {
    const folder = t.testdir({ whole: {}, data: {} });
    const data = join(folder, 'data');
    const settings = { KOTD_DATA: data };
    const began = performance.now();
    await run(['import', path], { KOTD_DATA: join(folder, 'whole') });
    const wholeMs = performance.now() - began;
    let cutOff = 0;
    for (let i = 1; i <= 12; i++) {
      const child = spawn(process.execPath, [SERVER, 'import', path, '--replace'], {
        env: { PATH: process.env.PATH, ...settings },
        stdio: 'ignore',
      });
      const exited = once(child, 'exit');
      // From before the first record to the last, wherever that is on this machine.
      setTimeout(() => child.kill('SIGKILL'), (wholeMs * i) / 12);
      await exited;
      if (child.signalCode === 'SIGKILL') cutOff++;
      // Before the first record there is no store either.
      if (!existsSync(join(data, 'store'))) continue;
      const ran = await run(['export', '--all', '--out', join(data, `after-${i}.gz`)], settings);
      t.equal(ran.code, ran.err === '' ? 0 : 1, ran.err);
      const there = sumsIn(ran.out);
      for (const line of there) t.ok(sums.includes(line), 'what is there is whole');
    }
    t.ok(cutOff > 0, `${cutOff} were cut off`);
    const { code, err } = await run(['import', path, '--replace'], settings);
    t.equal(code, 0, err);
    t.same(await exported(settings, join(data, 'last.gz')), sums);
  });

  t.test('says what does not fit', async (t) => {
    const settings = { KOTD_DATA: t.testdir() };
    t.match(await run(['import', path], settings), { code: 0 });
    for (const [args, says] of [
      [['import'], /name one file/],
      [['import', 'a', 'b'], /name one file/],
      [['export'], /say --organization or --all/],
      [['export', '--all', '--organization', 'x'], /say --organization or --all/],
    ] as const) {
      t.match(await run(args, settings), { code: 2, err: says });
    }
    for (const [args, says] of [
      [['import', join(folder, 'nowhere.gz')], /nowhere\.gz: ENOENT/],
      [['export', '--organization', 'nobody'], /there is no organization nobody/],
      [['export', '--all', '--out', path], /is there already/],
    ] as const) {
      const ran = await run(args, settings);
      t.match(ran, { code: 1, err: says });
      t.notMatch(ran.err, /^ +at /m);
    }
  });
});
