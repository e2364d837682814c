import type { Page } from 'playwright-core';
import { until } from '../until.js';
import { behindWire } from './behind-wire.js';
import { signIn, webTest } from './browser.js';
import { House } from './kds-house.js';
import { Hands } from './pos-hands.js';

const styleOf = (page: Page, selector: string, property: string) =>
  page.evaluate(`getComputedStyle(document.querySelector('${selector}')).${property}`);

/** Where the first of these has its middle, from the top; px. */
const middle = (page: Page, selector: string) =>
  page.evaluate<number>(`(({ top, height }) => top + height / 2)(
    document.querySelector('${selector}').getBoundingClientRect())`);

/** Lines of the order that lie half under the heading above them. */
const cutRows = (page: Page) =>
  page.evaluate(`[...document.querySelectorAll('.ticket-lines .row')].filter((row) => {
    const edge = row.closest('section').querySelector('h3').getBoundingClientRect().bottom;
    const { top, bottom } = row.getBoundingClientRect();
    return top < edge - 1 && bottom > edge + 1;
  }).length`);

const DISHES = ['Naan', 'Samosa (2)', 'Kulcha', 'Missi Roti', 'Jeera Rice', 'Curd Rice'];

webTest('pos at a glance', async (t, web) => {
  const house = await House.open(web.api);

  await t.test('what is chosen looks chosen under the pointer, too', async (t) => {
    const { page } = await Hands.of(web, 'cashier', { reducedMotion: 'reduce' });
    await page.locator('.table-card').last().click();
    const curries = page.locator('.categories').getByRole('button', { name: 'Curries' });
    await curries.click();
    const ground = () => styleOf(page, '.categories [aria-pressed=true]', 'backgroundColor');
    const under = await ground();
    await page.mouse.move(0, 0);
    t.equal(under, await ground());
    await page.locator('.categories').getByRole('button', { name: 'Breads' }).hover();
    t.not(await ground(), await styleOf(page, '.categories :hover', 'backgroundColor'));
    await page.close();
  });

  await t.test(
    'guests who sit there for long are told apart, at the ages of the office',
    async (t) => {
      await house.do('PATCH', '', { floor: { warnMinutes: 2, lateMinutes: 4 } });
      const { table } = await house.send(['Naan', 1]);
      const { wire, url } = await behindWire(t, web);
      const page = await web.page();
      await page.clock.install();
      await signIn(page, `${url}/pos`, ['waiter@demo.kotd', 'demo-waiter']);
      const state = page
        .locator('.table-card')
        .filter({ has: page.getByText(table, { exact: true }) })
        .locator('.table-state');
      await state.waitFor();
      const tone = () => state.getAttribute('data-tone');
      t.equal(await tone(), null);
      // The server would set the page's clock right.
      wire.cut();
      await page.clock.fastForward('02:05');
      await until(async () => (await tone()) === 'warn', 'amber');
      await page.clock.fastForward('02:05');
      await until(async () => (await tone()) === 'bad', 'red');
      await page.close();
    },
  );

  await t.test('the cards of a row are equally high, and say how much is ready', async (t) => {
    const { table, tickets } = await house.send(['Samosa (2)', 3]);
    const [ticket] = tickets;
    for (const step of ['start', 'ready']) {
      await house.do('POST', `/tickets/${ticket?.id}/${step}`, {});
    }
    const waiter = await Hands.of(web, 'waiter');
    const { page } = waiter;
    await waiter.table(table).getByText('3 ready').waitFor();
    await waiter.open(table);
    await waiter.take('2 naan');
    await waiter.toFloor();
    await waiter.table(table).locator('.sign', { hasText: '2' }).waitFor();
    const rows = await page.evaluate<number[][]>(`[...document.querySelectorAll('.room-grid')]
      .flatMap((grid) => {
        const rows = new Map();
        for (const card of grid.querySelectorAll('.table-card')) {
          const { top, height } = card.getBoundingClientRect();
          rows.set(top, [...(rows.get(top) ?? []), height]);
        }
        return [...rows.values()];
      })`);
    t.ok(rows.length > 0);
    for (const heights of rows) t.equal(Math.max(...heights), Math.min(...heights));
    const off =
      (await middle(page, '.floor-head [role=tab]')) - (await middle(page, '.find input'));
    t.ok(Math.abs(off) <= 1, 'the words of the tabs stand in line with the field');
    await page.close();
  });

  for (const size of ['desk', 'phone'] as const) {
    await t.test(`a long order shows its newest line, and no half of one: ${size}`, async (t) => {
      const { table } = await house.send(
        ...DISHES.map((name, at) => [name, at + 1, at % 2 ? { course: 2 } : {}] as const),
        ...DISHES.map((name) => [name, 1, { note: 'less oil' }] as const),
      );
      const waiter = await Hands.of(web, 'waiter', { size });
      const { page } = waiter;
      await waiter.open(table);
      await page.locator('.row').last().waitFor();
      t.ok(await page.evaluate("document.querySelector('.ticket-lines').scrollTop > 0"));
      t.equal(await cutRows(page), 0);
      t.ok(await page.locator('.row').last().isVisible());
      await page.close();
    });
  }

  await t.test('what is held is said once: by the heading, unless only a part is', async (t) => {
    const waiter = await Hands.of(web, 'waiter');
    const { page } = waiter;
    const table = house.free().name;
    await waiter.open(table);
    await waiter.take('2 kulfi');
    await page.getByRole('button', { name: 'Hold' }).click();
    await page.getByText('Held: the kitchen does not know').waitFor();
    await waiter.settled();
    t.equal(await page.getByText('2 held').count(), 0);
    await page.getByRole('button', { name: 'Send 2' }).click();
    await page.getByText('In the kitchen').waitFor();
    await waiter.settled();
    await waiter.row('Kulfi').click();
    await page.getByRole('button', { name: 'One more' }).click();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.locator('.row', { hasText: 'Kulfi' }).getByText('1 held').waitFor();
    await page.close();
  });

  await t.test('a phone shows the orders of no table under a tab of their own', async (t) => {
    const waiter = await Hands.of(web, 'waiter', { size: 'phone' });
    const { page } = waiter;
    t.equal(await page.locator('.loose').count(), 0, 'not below all the tables');
    await page.getByRole('tab', { name: /^To go/ }).tap();
    await page.getByRole('button', { name: 'Takeaway' }).tap();
    await page.locator('.menu-pane').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.floor').waitFor();
    await page.getByRole('tab', { name: /^All/ }).tap();
    await waiter.atFloor();
    await page.close();
  });

  await t.test('a bill has each thing once', async (t) => {
    const { order } = await house.send(['Naan', 1]);
    const { id, payable } = await house.do<{ id: string; payable: number }>(
      'POST',
      `/orders/${order.id}/bill`,
      {},
    );
    await house.do('POST', `/bills/${id}/payments`, { tender: 'card', amount: payable });
    const { page } = await Hands.of(web, 'cashier');
    await page.goto(`${web.url}/pos#/bill/${id}`);
    await page.getByRole('heading', { name: 'Paid' }).waitFor();
    t.equal(await page.getByRole('button', { name: 'Back to the tables' }).count(), 1);
    t.equal(await page.getByRole('region', { name: 'Payments' }).count(), 1);
    t.equal(await page.getByRole('region', { name: 'Bill', exact: true }).count(), 1);
    // The roll is 80 mm wide; the page on it is as long as the bill, and no bill is as long as a letter.
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const [, width, height] = /MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? [];
    t.ok(Math.abs(Number(width) - (80 / 25.4) * 72) < 1, `${width} points wide`);
    t.ok(Number(height) > 200 && Number(height) < 700, `${height} points long`);
    t.match(pdf, '/Count 1', 'one page');
    await page.getByRole('button', { name: 'Done' }).click();
    await page.locator('.floor').waitFor();
    await page.close();
  });
});
