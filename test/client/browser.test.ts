import type { BrowserContext, Page } from 'playwright-core';
import { startBrowser } from '../../demo/browser.js';
import t, { type Test } from 'tap';
import { Wire } from '../chaos/wire.js';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { until } from '../until.js';
import { noBrowser } from '../web/browser.js';
import { bundled, type Chunk } from './bundle.js';

/** A page from this machine may hold Web Locks; one that came over plain http may not. */
const SECURE = 'http://localhost:4711';
const PLAIN = 'http://till.test';

/** What runs in the page: a till, and what a test asks of it. */
const PAGE = `<!doctype html><title>till</title><script type="module">
  import { openDevice } from './kotd-client.js';
  const asked = new URLSearchParams(location.search);
  const person = { user: { id: 'asha', name: 'Asha', role: 'owner', organizationId: 'o' }, outlets: [] };
  const token = async () => asked.get('token');
  const tokens = { token, get: () => person, subscribe: () => () => {} };
  const device = window.device = await openDevice({ url: asked.get('url'), store: 'till' });
  const outlet = asked.get('outlet');
  window.till = await device.terminal({ outlet, audience: ['floor'], tokens, codec: asked.get('codec') });
  window.order = (note) => {
    const lines = [{ itemId: asked.get('item'), quantity: 1, note }];
    return till.queue('order.create', { type: 'takeaway', lines });
  };
  window.screen = () => ({
    waiting: till.outbox.get().waiting.length,
    dead: till.outbox.get().dead.length,
    orders: [...till.view.get().orders.values()].map(({ lines }) => lines[0]?.note),
    shown: [...till.view.withPending().orders.values()].map(({ lines }) => lines[0]?.note),
    items: till.catalog.get().items.size,
    current: till.view.behind === null,
    offline: till.view.offline,
  });
  window.locks = 'locks' in navigator;
  document.title = 'ready';
</script>`;

interface Screen {
  waiting: number;
  dead: number;
  orders: string[];
  shown: string[];
  items: number;
  current: boolean;
  offline: boolean;
}

const screen = (page: Page) => page.evaluate('screen()') as Promise<Screen>;
const order = (page: Page, note: string) =>
  page.evaluate(`order(${JSON.stringify(note)}).then(({ entry }) => entry.id)`) as Promise<string>;

async function screenUntil(
  page: Page,
  what: string,
  fits: (screen: Screen) => boolean,
): Promise<Screen> {
  let last = await screen(page);
  const look = async () => {
    last = await screen(page);
    return fits(last);
  };
  await until(look, what, 30_000);
  return last;
}

/** Serves the page and the bundle under an address that nobody has. */
async function serve(
  context: BrowserContext,
  origin: string,
  chunks: readonly Chunk[],
): Promise<void> {
  await context.route(`${origin}/**`, async (route) => {
    const path = new URL(route.request().url()).pathname.slice(1);
    const chunk = chunks.find(({ fileName }) => fileName === path);
    if (chunk) await route.fulfill({ contentType: 'text/javascript', body: chunk.code });
    else await route.fulfill({ contentType: 'text/html', body: PAGE });
  });
}

t.test('browser', { skip: noBrowser, timeout: 200_000 }, async (t) => {
  const kotd = await Kotd.start({
    KOTD_WORKERS: '2',
    KOTD_HEARTBEAT_MS: '400',
    KOTD_CORS_ORIGINS: `${SECURE},${PLAIN}`,
  });
  t.teardown(() => kotd.remove());
  const wire = await Wire.to({ host: '127.0.0.1', port: Number(new URL(kotd.url).port) });
  t.teardown(() => wire.close());
  const chunks = await bundled();
  const browser = await startBrowser(
    // The page's address is made up; that its server is on this machine is no attack.
    '--disable-features=BlockInsecurePrivateNetworkRequests,LocalNetworkAccessChecks',
  );
  t.teardown(() => browser.close());

  async function till(t: Test, origin: string, codec: 'json' | 'msgpack' = 'json') {
    const place = await Restaurant.open(kotd.url);
    const context = await browser.newContext();
    t.teardown(() => context.close());
    await serve(context, origin, chunks);
    const query = new URLSearchParams({
      ...{ url: `http://127.0.0.1:${wire.port}`, outlet: place.outlet, token: place.tokens.owner },
      ...{ item: place.items[0]?.id ?? '', codec },
    });
    const tab = async () => {
      const page = await context.newPage();
      page.on('pageerror', (error) => t.fail(String(error.stack)));
      await page.goto(`${origin}/?${query}`);
      await page.waitForFunction(`document.title === 'ready'`);
      return page;
    };
    return { place, tab };
  }

  await t.test(
    'what is stored survives a reload without a network, and is sent once',
    async (t) => {
      const { tab } = await till(t, SECURE, 'msgpack');
      const page = await tab();
      await screenUntil(
        page,
        'till that is current',
        ({ current, items }) => current && items === 3,
      );
      const first = await order(page, 'sent');
      await screenUntil(page, 'order', ({ orders }) => orders.includes('sent'));
      wire.cut();
      await screenUntil(page, 'till that knows it is cut off', ({ offline }) => offline);
      await order(page, 'stored');
      // The picture of the view is kept two seconds after a change at the latest.
      await page.evaluate('till.keep()');
      await page.reload();
      await page.waitForFunction(`document.title === 'ready'`);
      const after = await screen(page);
      t.match(after, { waiting: 1, offline: true, current: false, items: 3 }, 'menu and all');
      t.strictSame(after.orders, ['sent'], 'and what was on the screen');
      t.strictSame(after.shown, ['sent', 'stored']);
      wire.heal();
      const end = await screenUntil(
        page,
        'till that has said all',
        ({ waiting, orders }) => waiting === 0 && orders.length === 2,
      );
      t.strictSame(end.orders, ['sent', 'stored']);
      t.ok(first);
    },
  );

  await t.test(
    'what is given just before a tab closes is sent by the other one, and nothing afterwards',
    async (t) => {
      const { tab } = await till(t, SECURE);
      const [one, two] = [await tab(), await tab()];
      for (const page of [one, two])
        await screenUntil(page, 'till that is current', ({ current }) => current);
      await two.evaluate(`Promise.all([order('last'), device.close()])`);
      await screenUntil(one, 'order of the other tab', ({ orders }) => orders.includes('last'));
      const late = await two.evaluate(`order('late').catch(({ name }) => name)`);
      t.equal(late, 'Closed');
      const written = await two.evaluate(`device.session.adopt({}).catch(({ name }) => name)`);
      t.equal(written, 'Closed');
    },
  );

  for (const [origin, locks] of [
    [SECURE, true],
    [PLAIN, false],
  ] as const) {
    await t.test(`tabs share an outbox, ${locks ? 'by a Web Lock' : 'by a lease'}`, async (t) => {
      const { tab } = await till(t, origin);
      const [one, two] = [await tab(), await tab()];
      t.equal(await one.evaluate('locks'), locks);
      for (const page of [one, two])
        await screenUntil(page, 'till that is current', ({ current }) => current);
      wire.cut();
      await screenUntil(one, 'till that knows it is cut off', ({ offline }) => offline);
      await screenUntil(two, 'till that knows it is cut off', ({ offline }) => offline);
      await order(one, 'of one');
      await order(two, 'of two');
      for (const page of [one, two])
        await screenUntil(page, 'both commands', ({ waiting }) => waiting === 2);
      const answered = two.evaluate(
        `order('answered').then(({ answer }) => answer()).then(({ number }) => number)`,
      );
      wire.heal();
      t.equal(typeof (await answered), 'number', 'the tab that does not send gets its answer');
      for (const page of [one, two]) {
        await screenUntil(
          page,
          'all orders',
          ({ waiting, orders }) => waiting === 0 && orders.length === 3,
        );
      }
      await one.close();
      await order(two, 'alone');
      const end = await screenUntil(
        two,
        'the last order',
        ({ waiting, orders }) => waiting === 0 && orders.length === 4,
      );
      t.strictSame(end.orders.sort(), ['alone', 'answered', 'of one', 'of two']);
      t.equal(end.dead, 0);
    });
  }
});
