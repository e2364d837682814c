import { until } from '../until.js';
import { webTest } from './browser.js';
import { cardOf, House, stand, understand } from './kds-house.js';

/** In the moment in which a void comes up, what a hand that was about to do something else does. */
const TOO_SOON = `new MutationObserver((changes, watch) => {
  const [strip] = document.querySelectorAll('.alert');
  const card = strip && document.querySelector('.card[data-state=void][data-chosen]');
  if (!card) return;
  watch.disconnect();
  for (const key of ['Enter', '0', 'v']) {
    const code = { v: 'KeyV' }[key] ?? '';
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true }));
  }
  const buttons = [strip, card].flatMap((place) => [...place.querySelectorAll('button')]);
  for (const button of buttons) {
    for (const detail of [0, 1]) {
      button.dispatchEvent(new MouseEvent('click', { detail, bubbles: true, cancelable: true }));
    }
  }
  document.documentElement.dataset.tried = buttons.length;
}).observe(document.getElementById('page'), { childList: true, subtree: true, attributes: true })`;

webTest('kds: what was taken back', async (t, web) => {
  const house = await House.open(web.api);

  await t.test('is not noted by a hand that cannot have read it', async (t) => {
    const page = await web.page();
    await stand(web, page);
    const sent = await house.send(['Naan', 2]);
    const other = await house.send(['Kulcha', 1]);
    const card = cardOf(page, sent.table);
    await card.waitFor();
    await cardOf(page, other.table).waitFor();
    await page.keyboard.press(await card.locator('kbd').innerText());
    await page.evaluate(TOO_SOON);
    await house.takeBack(sent, 2);
    await page.locator('[data-tried="3"]').waitFor();
    // What is done here reaches the server in turn: a note would be there before this.
    await cardOf(page, other.table).getByRole('button', { name: 'Bump' }).click();
    await until(async () => (await house.states(other)) === 'served', 'bump that came after');
    await card.getByText('Cancelled').waitFor();
    t.equal(await page.locator('.alert').count(), 1, 'it is still told');
    t.equal(await house.states(sent), 'queued');
    await understand(page.locator('.alert button'));
    await card.waitFor({ state: 'detached' });
    await page.context().close();
  });

  await t.test('is noted one after the other', async (t) => {
    const page = await web.page();
    await stand(web, page);
    const [first, second] = [await house.send(['Naan', 2]), await house.send(['Kulcha', 2])];
    const alert = page.locator('.alert');
    await house.takeBack(first, 1);
    await alert.filter({ hasText: first.table }).waitFor();
    await house.takeBack(second, 1);
    await alert.getByText('1 of 2').waitFor();
    await page.evaluate(`new MutationObserver((changes, watch) => {
      if (document.querySelector('.alert small')) return;
      watch.disconnect();
      document.querySelector('.alert button').click();
      document.documentElement.dataset.tried = 'second';
    }).observe(document.querySelector('[role=alert]'), { childList: true, subtree: true })`);
    await until(async () => {
      // In one step with the look: pressed later, it could be for the second one, when that was read.
      await page.evaluate(`document.querySelector('.alert small') &&
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '0', bubbles: true }))`);
      return (await page.locator('[data-tried=second]').count()) === 1;
    }, 'first void that is noted');
    await cardOf(page, first.table).getByRole('button', { name: 'Bump' }).click();
    await until(async () => (await house.states(first)) === 'served', 'bump that came after');
    await alert.filter({ hasText: second.table }).waitFor();
    t.pass('the second one waits until it was read');
    await understand(alert.getByRole('button'));
    await page.context().close();
  });
});
