import type { Page } from 'playwright-core';
import { until } from '../until.js';
import { webTest } from './browser.js';

const TEXT = 'A part of this page did not come.';

/** The first few times that this part is asked for, it does not come. */
async function missing(page: Page, part: string, times: number, how: 'cut' | 'gone') {
  let left = times;
  await page.route(part, async (route) => {
    if (left-- <= 0) await route.continue();
    else if (how === 'cut') await route.abort();
    else await route.fulfill({ status: 404, contentType: 'application/problem+json', body: '{}' });
  });
}

webTest('loading', async (t, web) => {
  web.expected.push(/status of 404|ERR_FAILED|MIME type/);

  await t.test('a part that does not come is a word and another try, never white', async (t) => {
    const page = await web.page();
    await missing(page, '**/assets/pos-*.js', 2, 'gone');
    await page.goto(`${web.url}/pos`);
    await page.getByText(TEXT).waitFor();
    await page.getByRole('button', { name: 'Open it now' }).waitFor();
    await page.locator('.entry-card').waitFor();
    t.equal(await page.getByText(TEXT).count(), 0);
    const tries = () => page.evaluate(`sessionStorage.getItem('kotd.tries')`);
    await until(async () => (await tries()) === null, 'that it is forgotten');
  });

  await t.test('so with what others import, with styles, and in Hindi', async () => {
    const page = await web.page({ locale: 'hi-IN' });
    await missing(page, '**/assets/kds-*.css', 1, 'cut');
    await page.goto(`${web.url}/kds`);
    const looks = `[...document.styleSheets].some(({ href }) => /\\/kds-/.test(href))`;
    const hasLooks = () => page.evaluate(looks).catch(() => false) as Promise<boolean>;
    await until(hasLooks, 'page with its looks', 20_000);
    await page.locator('.entry-card').waitFor();

    const [imported] = (await page.evaluate(
      `[...document.querySelectorAll('link[rel=modulepreload]')].map(({ href }) => href)`,
    )) as string[];
    const other = await web.page({ locale: 'hi-IN' });
    await missing(other, imported ?? '', 3, 'cut');
    await other.goto(`${web.url}/kds`);
    await other.getByText('इस पेज का एक हिस्सा नहीं आया।').waitFor();
    await other.getByRole('button', { name: 'अभी खोलें' }).click();
    await other.locator('.entry-card').waitFor();
  });

  await t.test('a page that is open says it, and stays as it is', async (t) => {
    const page = await web.page();
    await page.goto(`${web.url}/pos`);
    const mail = page.getByLabel('E-mail address');
    await mail.fill('somebody@');
    // What the loader of vite says when a part that is fetched late does not come.
    await page.evaluate(`dispatchEvent(new Event('vite:preloadError'))`);
    await page.getByText(TEXT).waitFor();
    t.equal(await mail.inputValue(), 'somebody@');
    await page.getByRole('button', { name: 'Open it' }).click();
    await page.getByText(TEXT).waitFor({ state: 'detached' });
    await page.locator('.entry-card').waitFor();
  });
});
