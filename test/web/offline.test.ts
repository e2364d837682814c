import { signIn, webTest } from './browser.js';

const READY = 'navigator.serviceWorker.ready.then(() => true)';
const KEPT = `caches.keys()
  .then((names) => Promise.all(names.map((name) => caches.open(name))))
  .then((all) => Promise.all(all.map((cache) => cache.keys())))
  .then((keys) => keys.flat().map(({ url }) => new URL(url).pathname).sort())`;

webTest('offline', async (t, web) => {
  const stranger = await web.page({ offline: true });
  const waiter = await web.page({ offline: true });

  await t.test('the pages are kept, and nothing that the API says', async (t) => {
    await stranger.goto(`${web.url}/pos`);
    await stranger.evaluate(READY);
    const kept = (await stranger.evaluate(KEPT)) as string[];
    for (const path of ['/', '/pos', '/kds', '/admin']) t.ok(kept.includes(path), path);
    t.notOk(kept.some((path) => /^\/(api|ws|health|pages\.json)/.test(path)));
    await signIn(waiter, `${web.url}/pos`);
    await waiter.evaluate(READY);
    t.same(await waiter.evaluate(KEPT), kept, 'also after somebody worked');
  });

  await t.test('a new visit opens what is kept, with the headers that it came with', async (t) => {
    const answer = await stranger.reload();
    t.equal(answer?.status(), 200);
    t.equal(answer?.fromServiceWorker(), true);
    t.match(answer?.headers()['content-security-policy'], /script-src 'self'/);
    await stranger.locator('.entry-card').waitFor();
  });

  web.expected.push(/ERR_(CONNECTION|FAILED|EMPTY|SOCKET|NETWORK)/, /WebSocket connection/);
  await web.kotd.stop();

  await t.test('a page opens while the server is away', async (t) => {
    for (const path of ['pos', 'kds', 'admin']) {
      await stranger.goto(`${web.url}/${path}`);
      await stranger.locator('.entry-card').waitFor();
    }
    const asked = `fetch('/api/v1/me').then(() => 'answered', () => 'refused')`;
    t.equal(await stranger.evaluate(asked), 'refused', 'the API is answered by nobody else');
  });

  await t.test('who was in stays in: a till that is cut off survives a reload', async (t) => {
    await waiter.reload();
    await waiter.locator('.shell').waitFor();
    t.equal(await waiter.locator('.shell h1').first().textContent(), 'Annapurna Indiranagar');
  });
});
