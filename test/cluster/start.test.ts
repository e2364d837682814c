import { readdir } from 'node:fs/promises';
import t from 'tap';
import { pauseAfter } from '../../src/cluster/crew.js';
import { newFolder } from '../new-folder.js';
import { Standin, failing } from './standin.js';

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
