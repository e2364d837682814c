import type { Page } from 'playwright-core';
import { accessible, type PageOptions, signIn, webTest } from './browser.js';

const PLACES = [
  ...['today', 'menu', 'menu/categories', 'menu/taxes', 'menu/file'],
  ...['tables', 'tables/list', 'tables/stations', 'tables/routing'],
  ...['staff', 'devices', 'settings', 'audit', 'operations'],
];
const LOOKS: readonly PageOptions[] = [{ scheme: 'light' }, { scheme: 'dark', size: 'tablet' }];
/** What opens a form at a place. */
const FORMS: Readonly<Record<string, string>> = {
  today: 'Business day',
  menu: 'Add an item',
  'menu/taxes': 'Add a tax class',
  tables: 'Add tables',
  'tables/routing': 'Add a rule',
  staff: 'Add a person',
  devices: 'Pair a device',
};

const overflows = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');

webTest('admin looks', async (t, web) => {
  for (const look of LOOKS) {
    await t.test(
      `every place is accessible and fits: ${Object.values(look).join(' ')}`,
      async (t) => {
        const page = await web.page({ ...look, reducedMotion: 'reduce' });
        await signIn(page, `${web.url}/admin`);
        for (const place of PLACES) {
          await page.goto(`${web.url}/admin#/${place}`);
          await page.locator('.office-section').waitFor();
          await page.locator('.waiting').waitFor({ state: 'detached' });
          await accessible(t, page, place);
          t.notOk(await overflows(page), `${place} fits`);
          const opens = FORMS[place];
          if (!opens) continue;
          await page.getByRole('button', { name: opens }).first().click();
          await page.locator('dialog[open]').waitFor();
          await accessible(t, page, `${place}: ${opens}`);
          t.notOk(await overflows(page), `${opens} fits`);
          await page.keyboard.press('Escape');
          await page.locator('dialog[open]').waitFor({ state: 'detached' });
        }
        await page.close();
      },
    );
  }

  await t.test('all of it is there in Hindi', async (t) => {
    const page = await web.page({ scheme: 'light', size: 'phone' });
    await signIn(page, `${web.url}/admin`);
    await page.locator('.shell-person').click();
    await page.getByRole('menuitemradio', { name: 'हिन्दी' }).click();
    for (const place of PLACES) {
      await page.goto(`${web.url}/admin#/${place}`);
      await page.locator('.office-section').waitFor();
      await page.locator('.waiting').waitFor({ state: 'detached' });
      t.match(await page.locator('h2').first().innerText(), /[\u0900-\u097f]/, place);
      t.notOk(await overflows(page), `${place} fits`);
    }
    await page.close();
  });
});
