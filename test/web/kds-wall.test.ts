import type { Page } from 'playwright-core';
import { accessible, webTest } from './browser.js';
import { cardOf, current, House, stand } from './kds-house.js';

/** What a page that ran into a defect says. */
const DEFECT = 'This page ran into a defect.';

webTest('kds: a screen on the wall', async (t, web) => {
  const house = await House.open(web.api);
  const goTo = async (page: Page, address: string, name: string) => {
    await page.evaluate(`location.hash = '#/${address}'`);
    await standsAt(page, name);
  };
  const standsAt = async (page: Page, name: string) => {
    await page.getByRole('button', { name: `${name}: another station`, exact: true }).waitFor();
    await current(page);
  };

  await t.test('goes from station to station, whatever the way', async (t) => {
    const page = await web.page();
    await stand(web, page);
    const bar = house.station('Bar');
    await goTo(page, `stations/${bar}`, 'Bar');
    await goTo(page, 'expo', 'Expo');
    await page.goBack();
    await standsAt(page, 'Bar');
    await page.evaluate('history.go(1)');
    await standsAt(page, 'Expo');
    // Faster than any of them opens.
    await page.evaluate(`for (const to of ['stations/${bar}', 'expo', 'stations/${bar}']) {
      location.hash = '#/' + to;
      dispatchEvent(new HashChangeEvent('hashchange'));
    }`);
    await standsAt(page, 'Bar');
    const sent = await house.send(['Sweet Lassi', 1]);
    await cardOf(page, sent.table).waitFor();
    t.pass('and it listens where it stands');
    await page.context().close();
  });

  await t.test('after a defect it is red, and opens again by itself', async (t) => {
    web.expected.push(/provoked/);
    const page = await web.page();
    await stand(web, page);
    const sent = await house.send(['Naan', 1]);
    await cardOf(page, sent.table).waitFor();
    await page.evaluate("Date.parse = () => { throw new Error('provoked'); }");
    await page.getByText(DEFECT).waitFor();
    await page.getByText('opens again by itself').waitFor();
    await accessible(t, page, 'red');
    await cardOf(page, sent.table).waitFor();
    t.equal(await page.getByText(DEFECT).count(), 0);
    await page.context().close();
  });
});
