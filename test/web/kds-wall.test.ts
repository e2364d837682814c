import type { Page } from 'playwright-core';
import type { Menu } from '../../src/domain/shapes/menu.js';
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
    // It does not open again while one still looks at it.
    let looked = () => {};
    const seen = new Promise<void>((done) => {
      looked = done;
    });
    await page.route('**/kds', async (route) => {
      await seen;
      await route.continue();
    });
    await page.evaluate("Date.parse = () => { throw new Error('provoked'); }");
    await page.getByText(DEFECT).waitFor();
    await page.getByText('opens again by itself').waitFor();
    await accessible(t, page, 'red');
    looked();
    await cardOf(page, sent.table).waitFor();
    t.equal(await page.getByText(DEFECT).count(), 0);
    await page.context().close();
  });

  await t.test('follows what the office changes, and goes on', async (t) => {
    const [tandoor, expo] = [await web.page(), await web.page()];
    await stand(web, tandoor);
    await stand(web, expo, 'Expo');
    const sent = await house.send(['Naan', 1], ['Dal Makhani', 1]);
    const table = house.tables.find(({ name }) => name === sent.table)?.id;
    const card = cardOf(tandoor, sent.table);
    await card.waitFor();
    // Of two minutes and a half ago, for all that the page can tell.
    await tandoor.evaluate(`{
      const { parse } = Date;
      Date.parse = (text) => parse(text) - (text === '${sent.tickets[0]?.createdAt}' ? 150_000 : 0);
    }`);
    await card.getByText(/^2:[3-5]\d/).waitFor();
    t.equal(await card.getByText('Late').count(), 0);
    await house.do('PATCH', '', { kitchen: { warnMinutes: 1, lateMinutes: 2 } });
    await card.getByText('Late').waitFor();
    await house.do('PATCH', `/tables/${table}`, { name: 'Window' });
    await cardOf(tandoor, 'Window').waitFor();
    await house.do('PATCH', `/stations/${house.station('Tandoor')}`, { name: 'Clay oven' });
    await standsAt(tandoor, 'Clay oven');
    await cardOf(expo, 'Window').getByRole('heading', { name: 'Clay oven' }).waitFor();

    const told = expo.waitForResponse(
      async (answer) =>
        /\/stations\?/.test(answer.url()) && (await answer.text()).includes('Grill'),
    );
    const added = await house.do<{ id: string }>('POST', '/stations', { name: 'Grill' });
    await told;
    await expo.evaluate(`location.hash = '#/stations/${house.station('Bar')}/${added.id}'`);
    await standsAt(expo, 'Bar + Grill');
    await house.do('PATCH', `/stations/${added.id}`, { archived: true });
    await standsAt(expo, 'Bar');
    const drink = await house.send(['Sweet Lassi', 1]);
    await cardOf(expo, drink.table).waitFor();
    t.pass('and it listens to what is left');

    await goTo(expo, 'expo', 'Expo');
    const sweets = await house.do<{ id: string }>('POST', '/stations', { name: 'Sweets' });
    const { items } = await house.do<Menu>('GET', '/menu');
    const lassi = items.find(({ name }) => name === 'Sweet Lassi')?.id;
    await house.do('PATCH', `/menu/items/${lassi}`, { stationIds: [sweets.id] });
    const sweet = await house.send(['Sweet Lassi', 2]);
    await cardOf(expo, sweet.table).getByRole('heading', { name: 'Sweets' }).waitFor();
    t.pass('and to what was added');
    await Promise.all([tandoor, expo].map((page) => page.context().close()));
  });
});
