import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, rmdir, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import t, { type Test } from 'tap';
import { FolderInUse } from '../../client/node/claim.js';
import { FileStore } from '../../client/node/file-store.js';
import { Closed } from '../../client/problem.js';
import type { Change } from '../../client/storage.js';

const LOG = 'records.v1.log';
const put = (store: FileStore, ...changes: Change[]) => store.update([], () => changes);

/** What is told of a store. */
function listening() {
  const troubles: string[] = [];
  return {
    troubles,
    trouble: (error: unknown, what: string) => troubles.push(`${what}: ${error}`),
  };
}

async function reopened(t: Test, folder: string): Promise<FileStore> {
  const store = await FileStore.open(folder);
  t.teardown(() => store.close());
  return store;
}

t.test('file store: what was written is there again, in the order of its keys', async (t) => {
  const folder = join(t.testdir(), 'deep', 'till');
  const store = await FileStore.open(folder);
  await put(store, ['b/2', { n: 2 }], ['b/10', null], ['a', 'x']);
  await put(store, ['b/1', [1]], ['b/2', undefined]);
  await store.update(['b/1', 'none'], ([one, none]) => [['b/3', [one, none]]]);
  await store.close();
  const next = await reopened(t, folder);
  t.strictSame(await next.list('b/'), [
    ['b/1', [1]],
    ['b/3', [[1], null]],
  ]);
  t.strictSame(await next.list('a'), [['a', 'x']]);
  t.equal((await stat(folder)).mode & 0o777, 0o700, 'what is in it signs people in');
});

t.test('file store: an unfinished last line never happened, wherever it was torn', async (t) => {
  const folder = t.testdir();
  const store = await FileStore.open(folder);
  await put(store, ['one', 1]);
  const { size } = await stat(join(folder, LOG));
  await put(store, ['two', 'zwei: zwölf ₹'], ['one', undefined]);
  await store.close();
  const whole = await readFile(join(folder, LOG));
  for (let end = size; end < whole.length - 1; end++) {
    await writeFile(join(folder, LOG), whole.subarray(0, end));
    const torn = await FileStore.open(folder);
    t.strictSame(await torn.list(''), [['one', 1]], `${end} of ${whole.length} bytes`);
    await put(torn, ['three', 3]);
    await torn.close();
    const next = await FileStore.open(folder);
    t.equal((await next.list('')).length, 2, 'what is written behind it is read');
    await next.close();
  }
  t.strictSame(
    (await readdir(folder)).filter((name) => name.includes('damaged')),
    [],
    'a crash is no damage',
  );
});

t.test('file store: a damaged line costs that line, and the file is kept aside', async (t) => {
  const folder = t.testdir();
  const store = await FileStore.open(folder);
  for (const key of ['a', 'b', 'c']) await put(store, [key, key.repeat(10)]);
  await store.close();
  const text = await readFile(join(folder, LOG), 'utf8');
  await writeFile(join(folder, LOG), text.replace('bbbbbbbbbb', 'bbbbxbbbbb'));
  const world = listening();
  const next = await FileStore.open(folder, world);
  t.teardown(() => next.close());
  t.strictSame(
    (await next.list('')).map(([key]) => key),
    ['a', 'c'],
  );
  const [aside = ''] = (await readdir(folder)).filter((name) => name.includes('damaged'));
  t.equal(world.troubles.length, 1);
  t.match(world.troubles[0], aside, 'whoever looks is told where');
  t.match(await readFile(join(folder, aside), 'utf8'), 'bbbbxbbbbb');
});

t.test('file store: it stays small, however much goes in and out', async (t) => {
  const folder = t.testdir();
  const store = await reopened(t, folder);
  await put(store, ['stays', 'x']);
  for (let round = 0; round < 30; round++) {
    const gone = Array.from({ length: 100 }, (_, at) => `out/${at}`);
    await Promise.all(gone.map((key) => put(store, [key, { round }])));
    await Promise.all(gone.map((key) => put(store, [key, undefined])));
  }
  const lines = (await readFile(join(folder, LOG), 'utf8')).split('\n').length;
  t.ok(lines < 1_500, `${lines} lines after 6,000 changes`);
  t.strictSame(await store.list(''), [['stays', 'x']]);
});

t.test('file store: any changes in any order are what they would be in memory', async (t) => {
  const change = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.option(fc.json(), { nil: undefined }));
  const steps = fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 15 });
  let number = 0;
  const folder = t.testdir();
  const property = fc.asyncProperty(steps, fc.nat(14), async (steps, reopenAt) => {
    const place = join(folder, String(number++));
    const memory = new Map<string, unknown>();
    let store = await FileStore.open(place);
    for (const [at, changes] of steps.entries()) {
      if (at === reopenAt) {
        await store.close();
        store = await FileStore.open(place);
      }
      await put(store, ...changes);
      for (const [key, value] of changes)
        value === undefined ? memory.delete(key) : memory.set(key, value);
    }
    await store.close();
    store = await FileStore.open(place);
    const found = await store.list('');
    await store.close();
    t.strictSame(
      found,
      [...memory].sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  });
  await fc.assert(property, { numRuns: 30 });
});

t.test(
  'file store: a change that cannot be written did not happen, and the next one can',
  async (t) => {
    // A file system without room, as far as one can be had without root: a limit on the size of files.
    const program = `
    import { FileStore } from ${JSON.stringify(new URL('../../client/node/file-store.js', import.meta.url).href)};
    process.on('SIGXFSZ', () => {});
    const store = await FileStore.open(process.argv[1]);
    await store.update([], () => [['small', 1]]);
    const failed = await Promise.allSettled([
      store.update([], () => [['large', 'x'.repeat(100_000)]]),
      store.update(['large'], ([large]) => [['sees', large === undefined]]),
    ]);
    await store.update(['large'], ([large]) => [['after', large === undefined]]);
    console.log(JSON.stringify([failed.map(({ status }) => status), await store.list('')]));
    await store.close();`;
    const folder = t.testdir();
    const limited = [
      '--fsize=60000',
      process.execPath,
      '--input-type=module',
      '-e',
      program,
      folder,
    ];
    const { stdout, stderr } = spawnSync('prlimit', limited, { encoding: 'utf8' });
    t.equal(stderr, '');
    const [failed, records] = JSON.parse(stdout);
    t.equal(failed[0], 'rejected');
    t.match(Object.fromEntries(records), { small: 1, after: true });
    t.notOk(Object.fromEntries(records).large);
    const next = await reopened(t, folder);
    t.strictSame(await next.list(''), records);
  },
);

t.test('file store: one program has the folder, until it ends', async (t) => {
  const folder = t.testdir();
  const store = await FileStore.open(folder);
  await t.rejects(FileStore.open(folder), FolderInUse);
  await store.close();
  const next = await FileStore.open(folder);
  await next.close();
});

t.test('file store: a picture is the last one, or none', async (t) => {
  const folder = t.testdir();
  const store = await reopened(t, folder);
  const name = `view/outlet/${'kitchen/x '.repeat(60)}`;
  t.equal(await store.kept(name), undefined);
  await store.keep(name, { a: 1 });
  await store.keep(name, { a: 2 });
  t.strictSame(await store.kept(name), { a: 2 });
  const [file = ''] = (await readdir(folder)).filter((one) => one.endsWith('.json'));
  await truncate(join(folder, file), 3);
  t.equal(await store.kept(name), undefined, 'torn by a power cut');
});

t.test('file store: once closed it writes nothing, whoever has the folder then', async (t) => {
  const folder = t.testdir();
  const first = await FileStore.open(folder);
  const accepted = put(first, ['accepted', 1]);
  const [closed] = [first.close(), first.keep('view', { of: 'first' }).catch((error) => error)];
  await accepted;
  await closed;
  const second = await reopened(t, folder);
  t.strictSame(await second.list(''), [['accepted', 1]], 'what was asked before is there');
  await second.keep('view', { of: 'second' });
  await t.rejects(put(first, ['late', 1]), Closed);
  await t.rejects(first.keep('view', { of: 'first' }), Closed);
  await put(second, ['stored', 1]);
  t.match(await readFile(join(folder, LOG), 'utf8'), 'stored', 'in the file that has the name');
  t.strictSame(await second.kept('view'), { of: 'second' });
});

t.test('file store: a new file that cannot be made is no reason to refuse a change', async (t) => {
  const folder = t.testdir();
  const world = listening();
  const store = await FileStore.open(folder, world);
  const next = join(folder, `${LOG}.next`);
  await mkdir(next);
  for (let round = 0; round < 1_100; round++) await put(store, ['last', round]);
  t.equal(world.troubles.length, 1, 'it is told, and not tried again each time');
  t.match(world.troubles[0], /EISDIR/);
  await rmdir(next);
  for (let round = 0; round < 1_000; round++) await put(store, ['last', -round]);
  t.ok((await readFile(join(folder, LOG), 'utf8')).split('\n').length < 1_000, 'but later');
  await store.close();
  const again = await reopened(t, folder);
  t.strictSame(await again.list(''), [['last', -999]]);
});

t.test('file store: what is there can be read where nothing can be written', async (t) => {
  const folder = t.testdir();
  const first = await FileStore.open(folder);
  await put(first, ['waits', 1]);
  await first.close();
  const next = join(folder, `${LOG}.next`);
  // Stands for a full disk: no new file can be made.
  await mkdir(next);
  const world = listening();
  const store = await FileStore.open(folder, world);
  t.teardown(() => store.close());
  t.strictSame(await store.list(''), [['waits', 1]]);
  t.match(world.troubles, [/EISDIR/]);
  await t.rejects(put(store, ['more', 1]), { code: 'EISDIR' });
  await rmdir(next);
  await put(store, ['more', 2]);
  t.strictSame(await store.list(''), [
    ['more', 2],
    ['waits', 1],
  ]);
});

t.test('file store: what cannot be stored keeps nothing else from it', async (t) => {
  const store = await reopened(t, t.testdir());
  const [large, good] = await Promise.allSettled([
    put(store, ['large', 10n]),
    put(store, ['good', 1]),
  ]);
  t.match([large.status, good.status], ['rejected', 'fulfilled']);
  t.strictSame(await store.list(''), [['good', 1]]);
});
