import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { Kotd } from '../kotd.js';
import { Release } from '../pages/release.js';
import { until } from '../until.js';
import { signIn, webTest } from './browser.js';
import { current, stand } from './kds-house.js';
import { Hands } from './pos-hands.js';

const READY = 'navigator.serviceWorker.ready.then(() => true)';
const CACHES = 'caches.keys()';
/** Something to wait for: that a build was fetched, and not taken. */
const WATCH_INSTALL = `void (globalThis.installFailed = new Promise((failed) =>
  navigator.serviceWorker.ready.then((kept) =>
    kept.addEventListener('updatefound', () =>
      kept.installing.addEventListener('statechange', ({ target }) => {
        if (target.state === 'redundant') failed();
      }),
    ),
  ),
))`;
const PATIENCE_MS = 40_000;

const markOf = async (page: Page) => {
  // In the middle of a reload there is no page to ask.
  const asked = page.evaluate('document.documentElement.dataset.mark');
  return (await asked.catch(() => null)) as string | null;
};
const becomes = (page: Page, mark: string) =>
  until(async () => (await markOf(page)) === mark, `page of build ${mark}`, PATIENCE_MS);
const offer = (page: Page) => page.getByText('A new version of this page is ready.');

const release = await Release.make();
const [a, b, c] = [await release.build('A'), await release.build('B'), await release.build('C')];
await release.serve(a);

webTest(
  'update',
  async (t, web) => {
    t.teardown(() => release.remove());
    web.expected.push(/ERR_(CONNECTION|FAILED|EMPTY|SOCKET|NETWORK)/, /WebSocket connection/);
    const { data } = web.kotd;
    const port = new URL(web.url).port;
    let kotd = web.kotd;
    const restart = async () => {
      await kotd.stop();
      kotd = await Kotd.start({ KOTD_DEMO: '1', KOTD_PORT: port }, data, [], release.server);
    };
    t.teardown(() => kotd.stop());

    const waiter = await Hands.of(web, 'waiter', { offline: true });
    const till = waiter.page;
    const screen = await web.page({ offline: true });
    await stand(web, screen);
    const office = await web.page();
    await signIn(office, `${web.url}/admin`);
    await till.evaluate(READY);
    await screen.evaluate(READY);
    // Nobody has touched it since.
    await screen.reload();
    await current(screen);
    t.same([await markOf(till), await markOf(screen), await markOf(office)], ['A', 'A', 'A']);

    const idle = await web.page({ offline: true });
    await idle.clock.install();
    await signIn(idle, `${web.url}/pos`);
    await idle.evaluate(READY);

    await waiter.open('T1');
    await waiter.take('2 samosa');
    await release.serve(b);
    await restart();

    await t.test('a screen that nobody touches goes over by itself', async (t) => {
      await becomes(screen, 'B');
      await current(screen);
      t.equal(((await screen.evaluate(CACHES)) as string[]).length, 1, 'and drops the old build');
    });

    await t.test('who takes an order is told, and not taken away from it', async (t) => {
      await offer(till).waitFor();
      t.equal(await waiter.taken(), 2);
      t.equal(await markOf(till), 'A');
      t.equal(
        await till.evaluate(`import('/assets/late-A0000000.js').then((part) => part.default)`),
        'A',
        'and the page still finds every part of its own build',
      );
    });

    await t.test('a till goes over when nobody has touched it for a while', async (t) => {
      await offer(idle).waitFor();
      const search = idle.getByPlaceholder('Find a table');
      await search.fill('T');
      await idle.clock.fastForward('02:05');
      await idle.clock.fastForward('00:06');
      t.equal(await markOf(idle), 'A', 'but not while something is typed');
      await search.fill('');
      await idle.clock.fastForward('00:06');
      t.equal(await markOf(idle), 'A', 'and not right after a touch');
      await idle.clock.fastForward('02:05');
      await becomes(idle, 'B');
      await idle.close();
    });

    await t.test('the draft is there in the new build, and the old one is gone', async (t) => {
      await till.getByRole('button', { name: 'Open it' }).click();
      await becomes(till, 'B');
      await till.locator('.ticket').waitFor();
      t.equal(await waiter.taken(), 2);
      t.equal(((await till.evaluate(CACHES)) as string[]).length, 1);
      t.equal(await offer(till).count(), 0);
      await waiter.send();
      await waiter.settled();
    });

    await t.test('where the browser keeps nothing, the page learns it too', async (t) => {
      await offer(office).waitFor();
      t.equal(await markOf(office), 'A');
      await office.getByRole('button', { name: 'Open it' }).click();
      await becomes(office, 'B');
    });

    await t.test('without the server the new build opens', async (t) => {
      await kotd.stop();
      await till.reload();
      await till.locator('.ticket').waitFor();
      t.equal(await markOf(till), 'B');
      await screen.reload();
      await screen.locator('.shell').waitFor();
      t.equal(await markOf(screen), 'B');
    });

    await t.test('of a build that is not whole nothing is taken', async (t) => {
      web.expected.push(/status of 404|status of 500/, /integrity|digest/);
      await release.serve(c);
      const part = join(release.pages, 'assets/late-C0000000.js');
      const whole = await readFile(part);
      await rm(part);
      const kept = await till.evaluate(CACHES);
      await till.evaluate(WATCH_INSTALL);
      await restart();
      await till.evaluate('installFailed');
      await till.reload();
      await till.locator('.ticket').waitFor();
      t.equal(await markOf(till), 'B', 'it opens as before');
      // Each time that the page opens, the browser tries again: for a moment there is a cache of what is not whole.
      const own = async () => String(await till.evaluate(CACHES)) === String(kept);
      await until(own, 'no cache but that of before');
      t.equal(await offer(till).count(), 0);

      await writeFile(part, whole);
      await restart();
      await becomes(screen, 'C');
      t.pass('and once it is whole it comes');
    });
  },
  {},
  release.server,
);
