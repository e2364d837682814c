import { readdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { pauseAfter } from '../../src/cluster/crew.js';
import { Standin, newFolder } from './standin.js';

/** Starts one that must fail, and answers what its operator sees. */
async function failing(data: string, settings: Record<string, string>) {
  const standin = Standin.spawn(data, settings);
  const code = await standin.ended();
  return { code, errors: standin.errors, output: standin.output };
}

t.test('start: the first worker prepares alone, then all places are filled', async (t) => {
  const standin = await Standin.start(await newFolder(t), { KOTD_WORKERS: '3' });
  const workers = [...(await standin.everyWorker(3)).values()];
  t.same(workers.map(({ worker }) => worker).sort(), [1, 2, 3]);
  t.same(
    workers.filter(({ first }) => first).map(({ worker }) => worker),
    [1],
  );
  t.equal(workers.filter(({ housekeeper }) => housekeeper).length, 1, 'one keeps house');
  t.match(standin.output, /^standin on .*\nTry first: \/pid\nCan hold [\d,]+ sockets \(3 workers/);
  t.equal(await standin.stop(), 0);
});

t.test('start: a generated secret outlives a restart', async (t) => {
  const data = await newFolder(t);
  const secrets: string[] = [];
  for (let start = 1; start <= 2; start++) {
    const standin = await Standin.start(data, { KOTD_WORKERS: '1' });
    secrets.push(JSON.parse(await standin.ask('/about')).secret);
    t.equal(await standin.stop(), 0);
  }
  t.equal(secrets[0]?.length, 64);
  t.equal(secrets[0], secrets[1]);
});

t.test('start: a second instance on the same data folder is refused with one line', async (t) => {
  const data = await newFolder(t);
  const standin = await Standin.start(data);
  const second = await failing(data, {});
  t.match(second, {
    code: 1,
    errors: /^kotd: the data folder .* is in use by another instance of kotd\n$/,
    output: '',
  });
  t.equal(JSON.parse(await standin.ask('/pid')) > 0, true, 'the first is not disturbed');
  t.equal(await standin.stop(), 0);
});

t.test('start: a second instance on the same port is refused with one line', async (t) => {
  const standin = await Standin.start(await newFolder(t));
  const second = await failing(await newFolder(t), { KOTD_PORT: `${standin.port}` });
  t.match(second, {
    code: 1,
    errors: /^kotd: cannot listen on 127\.0\.0\.1 port \d+: another program/,
  });
  t.equal(second.errors.split('\n').length, 2);
  t.equal(await standin.stop(), 0);
});

t.test('start: a port of a program that shares nothing is refused too', async (t) => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { code, errors } = await failing(await newFolder(t), { KOTD_PORT: `${port}` });
  t.match({ code, errors }, { code: 1, errors: /another program listens there/ });
  server.close();
});

t.test('start: a host that is not of this machine is refused with one line', async (t) => {
  const settings = { KOTD_HOST: '203.0.113.7', KOTD_SECRET: 'x'.repeat(32) };
  t.match(await failing(await newFolder(t), settings), {
    code: 1,
    errors:
      /^kotd: cannot listen on 203\.0\.113\.7 port 0: this machine does not have that address\n$/,
  });
});

t.test('start: a data folder that cannot be one is refused with one line', async (t) => {
  const file = join(await newFolder(t), 'file');
  await writeFile(file, '');
  t.match(await failing(join(file, 'data'), {}), {
    code: 1,
    errors: /^kotd: the data folder .* cannot be used \(ENOTDIR\)\n$/,
  });
});

t.test('start: a secret file that holds none is refused with one line', async (t) => {
  const data = await newFolder(t);
  await writeFile(join(data, 'secret'), 'short\n');
  t.match(await failing(data, {}), { code: 1, errors: /^kotd: .*secret holds no secret.*\n$/ });
});

t.test('start: the line of a worker that cannot work ends everything at once', async (t) => {
  const result = await failing(await newFolder(t), {
    KOTD_TEST_FATAL: 'the store is of a later kotd',
  });
  t.match(result, { code: 1, errors: /^kotd: the store is of a later kotd\n$/, output: '' });
});

t.test('start: workers that always die are tried five times, with growing pauses', async (t) => {
  const startedAt = performance.now();
  const data = await newFolder(t);
  const result = await failing(data, { KOTD_TEST_DIE: '1' });
  t.match(result, {
    code: 1,
    errors: /^kotd: no worker could start; the last one ended with code 3\n$/,
  });
  t.ok(performance.now() - startedAt >= 100 + 200 + 400 + 800, 'pauses lie between');
  t.same(
    (await readdir(data)).filter((name) => name.endsWith('.claim')),
    [],
    'the claim is gone',
  );
});

t.test('start: pauses double from 100 ms to 5 s', async (t) => {
  t.same([0, 1, 2, 3, 6, 7, 50].map(pauseAfter), [0, 100, 200, 400, 3200, 5000, 5000]);
});
