import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { Front } from '../../fleet/front.js';
import { childrenOf } from '../../fleet/process.js';
import { Kotd } from '../kotd.js';
import { ask, noNginx, until } from '../nginx.js';
import { type Build, Release } from './release.js';

/** What a page of a build needs, and a part that it asks for late. */
async function partsOf({ folder, mark }: Build): Promise<string[]> {
  const html = await readFile(join(folder, 'pos.html'), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(
    ([, path = '']) => path,
  );
  return [...named, `/assets/late-${mark}0000000.js`];
}

/** Which build the page at this address is of, by the next worker that answers; null: it was just killed. */
async function markAt(url: string): Promise<string | null> {
  const answer = await ask(`${url}/pos`).catch(() => null);
  return /mark-(\w)0000000\.js/.exec(`${answer?.body}`)?.[1] ?? null;
}

/** Workers of both builds answer at this address. */
async function bothAt(url: string): Promise<void> {
  const seen = new Set<string | null>();
  await until(async () => {
    seen.add(await markAt(url));
    return seen.has('A') && seen.has('B');
  }, 'workers of both builds');
}

const statusOf = async (url: string) => (await ask(url)).status;

t.test('rolling: each worker has every part of the build before and after', async (t) => {
  const release = await Release.make();
  t.teardown(() => release.remove());
  const [a, b] = [await release.build('A'), await release.build('B')];
  await release.serve(a);
  const settings = { KOTD_WORKERS: '2' };
  const kotd = await Kotd.start(settings, undefined, [], release.server);
  t.teardown(() => kotd.remove());
  const paths = [...(await partsOf(a)), ...(await partsOf(b))];
  t.ok(paths.length > 6, `${paths.length} parts`);

  // One of two workers reads the new build, as in the middle of a reload.
  await release.serve(b);
  const [first = 0] = await childrenOf(kotd.process.pid ?? 0);
  process.kill(first, 'SIGKILL');
  await bothAt(kotd.url);
  const missing: string[] = [];
  // Each call is a connection of its own, and so of either worker.
  for (let round = 0; round < 12; round++) {
    for (const path of paths) {
      if ((await statusOf(kotd.url + path)) !== 200) missing.push(path);
    }
  }
  t.same(missing, []);

  await kotd.stop();
  const data = kotd.data;
  const next = await Kotd.start(settings, data, [], release.server);
  t.teardown(() => next.stop());
  t.equal(await markAt(next.url), 'B');
  for (const path of paths)
    t.equal(await statusOf(next.url + path), 200, `${path}, after a restart`);
});

t.test(
  'rolling: between boxes nginx finds who has a part, and knows when nobody has',
  { skip: noNginx },
  async (t) => {
    const boxes: Kotd[] = [];
    const paths: string[] = [];
    for (const mark of ['A', 'B']) {
      const release = await Release.make();
      t.teardown(() => release.remove());
      const build = await release.build(mark);
      await release.serve(build);
      const kotd = await Kotd.start({ KOTD_WORKERS: '1' }, undefined, [], release.server);
      t.teardown(() => kotd.remove());
      boxes.push(kotd);
      paths.push(...(await partsOf(build)));
    }
    const nginx = await Front.prepare({
      folder: t.testdir(),
      boxes: boxes.map(({ url }) => ({ sockets: [], address: new URL(url).host, workers: 1 })),
      walls: { connections: 1_000, rate: 10_000 },
    });
    t.teardown(() => nginx.stop());
    await nginx.start();
    await bothAt(nginx.url);
    for (const path of paths) {
      for (let round = 0; round < 4; round++) {
        const status = await statusOf(nginx.url + path);
        if (status !== 200) t.fail(`${path}: ${status}`);
      }
    }
    const nowhere = await ask(`${nginx.url}/assets/pos-ZZZZZZZZ.js`);
    t.equal(nowhere.status, 404);
    t.match(JSON.parse(nowhere.body.toString()), { code: 'not_found' });
    t.equal(await statusOf(`${nginx.url}/pos`), 200, 'and nobody is left out for it');
  },
);
