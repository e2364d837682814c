import type { Page } from 'playwright-core';
import { type PageOptions, accessible, webTest } from './browser.js';
import { House, stand } from './kds-house.js';

/** The disk is full from here on: what is touched cannot be kept, and the display says so. */
const FULL = `IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };
IDBObjectStore.prototype.add = IDBObjectStore.prototype.put;`;

/** What lies on top where the middle of an element is. */
const onTop = (page: Page, selector: string) =>
  page.evaluate(`(() => {
    const { x, y, width, height } = document.querySelector('${selector}').getBoundingClientRect();
    return document.elementFromPoint(x + width / 2, y + height / 2).closest('${selector}') !== null;
  })()`);

webTest('toasts', async (t, web) => {
  const house = await House.open(web.api);
  web.expected.push(/QuotaExceededError|full/);

  for (const size of ['tablet', 'phone'] as const satisfies readonly PageOptions['size'][]) {
    await t.test(`a toast lies above a dialog and can be closed there: ${size}`, async (t) => {
      const page = await web.page({ size, reducedMotion: 'reduce' });
      await stand(web, page);
      const sent = await house.sendAlong(['Naan', 1]);
      const heading = page.getByRole('heading', { name: `#${sent.order.number}`, exact: true });
      const card = page.locator('.card').filter({ has: heading });
      await card.waitFor();
      await page.evaluate(FULL);
      await card.getByRole('button', { name: 'Bump' }).click();
      const toast = page.locator('.toast');
      await toast.waitFor();
      t.ok(await onTop(page, '.toast'), 'above the page');

      await page.keyboard.press('h');
      const dialog = page.getByRole('dialog', { name: 'Keys and bump bar' });
      await dialog.waitFor();
      await dialog.locator('.toast').waitFor();
      t.equal(await toast.count(), 1, 'it is told once');
      t.ok(await onTop(page, '.toast'), 'above the dialog');
      await accessible(t, page, 'a toast in a dialog');
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await toast.waitFor();
      t.ok(await onTop(page, '.toast'), 'and above the page again');

      await page.keyboard.press('h');
      await dialog.locator('.toast').getByRole('button', { name: 'Close' }).click();
      await toast.waitFor({ state: 'detached' });
      t.ok(await dialog.isVisible(), 'the dialog stays');
      await page.context().close();
    });
  }
});
