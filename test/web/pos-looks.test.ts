import type { Page } from 'playwright-core';
import { accessible, type PageOptions, webTest } from './browser.js';
import { House } from './kds-house.js';
import { Hands } from './pos-hands.js';

const LOOKS: readonly PageOptions[] = [{ scheme: 'light' }, { scheme: 'dark', size: 'phone' }];

/** Nothing is wider than the window: nobody scrolls a till sideways. */
const overflows = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');

/** What can be tapped and is smaller than a finger. */
const tooSmall = (page: Page) =>
  page.evaluate(`[...document.querySelectorAll('button, select, input, a[href]')]
    .filter((each) => !each.matches('.unseen, .chip > input') && each.checkVisibility())
    .map((each) => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
    .filter(([, { width, height }]) => width > 0 && (height < 47.5 || width < 43.5))
    .map(([html, { width, height }]) => width + ' x ' + height + ' ' + html)`);

webTest('pos looks', async (t, web) => {
  const house = await House.open(web.api);
  // As the office places tables: the hall is a plan, with each shape.
  const shapes = ['square', 'round', 'long'] as const;
  for (const [at, { id }] of house.tables.slice(0, 12).entries()) {
    const spot = { x: 130 + (at % 4) * 240, y: 180 + Math.floor(at / 4) * 310 };
    await house.do('PATCH', `/tables/${id}`, { ...spot, shape: shapes[at % 3] });
  }

  for (const [at, look] of LOOKS.entries()) {
    const name = Object.values(look).join(' ');
    await t.test(`every place is accessible, and fits: ${name}`, async (t) => {
      const hands = await Hands.of(web, 'cashier', look);
      const { page } = hands;
      const isPhone = look.size === 'phone';
      const check = async (what: string) => {
        await accessible(t, page, what);
        t.notOk(await overflows(page), `${what} fits`);
        t.same(await tooSmall(page), [], `${what} can be hit`);
      };
      const ticket = async () => {
        const bar = page.locator('.order-bar-ticket');
        if (isPhone && (await bar.isVisible())) await bar.click();
      };
      await check('the floor');
      await page.getByRole('tab', { name: /^Hall/ }).click();
      await check('the plan');
      t.equal(await page.locator('.room-plan').count(), 1);
      await page.getByRole('tab', { name: /^All/ }).click();
      await hands.open(`T${13 + at}`);
      await page.getByRole('button', { name: 'Breads' }).click();
      await page.locator('.tile', { hasText: 'Kulcha' }).click();
      await check('a new order');
      await page.getByRole('button', { name: 'Curries' }).click();
      await page.locator('.tile', { hasText: 'Butter Chicken' }).click();
      await page.getByRole('heading', { name: 'Butter Chicken' }).waitFor();
      await check('how an item is wanted');
      await hands.chip('Half₹240.00');
      await page.getByRole('button', { name: /^Add/ }).click();
      await ticket();
      await check('an order that is being taken');
      await page.getByRole('button', { name: 'Hold' }).click();
      await page.getByText('Held: the kitchen does not know').waitFor();
      await hands.settled();
      await check('an order that is held');
      await page.getByRole('button', { name: 'Send 2' }).click();
      await page.getByText('In the kitchen').waitFor();
      await hands.settled();
      await check('an order in the kitchen');
      await hands.row('Kulcha').click();
      await check('a line');
      await page.getByRole('button', { name: 'Void' }).click();
      await check('a void');
      await page.keyboard.press('Escape');
      for (const item of ['Move to another table', 'Take in another order', 'Cancel the order']) {
        await hands.choose(item);
        await page.locator('dialog').waitFor();
        await check(item);
        await page.keyboard.press('Escape');
        await page.locator('dialog').waitFor({ state: 'detached' });
      }
      await page.getByRole('button', { name: 'Bill', exact: true }).click();
      await page.getByRole('button', { name: 'Explain every paisa' }).click();
      await check('a preview');
      await page.getByRole('button', { name: 'Issue the bill' }).click();
      await page.locator('.pay').waitFor();
      await check('a bill');
      await hands.choose('Cancel the bill');
      await hands.chip('Wrong items');
      await page.getByRole('button', { name: 'Ask for approval' }).click();
      await check('who approves');
      await page.getByRole('button', { name: 'Vikram Shetty' }).click();
      await check('a PIN');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /in cash$/ }).click();
      await page.getByRole('heading', { name: 'Paid' }).waitFor();
      await check('a paid bill');
      await page.locator('.shell-person').click();
      await page.getByRole('menuitem', { name: 'Bills' }).click();
      await page.locator('.bills-row').first().waitFor();
      await check('the bills of a day');
      for (const item of ['Outbox', 'Keys and hints']) {
        await page.locator('.shell-person').click();
        await page.getByRole('menuitem', { name: item }).click();
        await check(item);
        await page.keyboard.press('Escape');
      }
      await page.close();
    });
  }

  await t.test('it speaks Hindi, and fits', async (t) => {
    for (const size of ['tablet', 'phone'] as const) {
      const hands = await Hands.of(web, 'waiter', { size });
      const { page } = hands;
      await page.locator('.shell-person').click();
      await page.getByRole('menuitemradio', { name: 'हिन्दी' }).click();
      await page.getByRole('tab', { name: /^सभी/ }).waitFor();
      t.notOk(await overflows(page), `the floor fits a ${size}`);
      await hands.open(size === 'tablet' ? 'T17' : 'T18');
      await page.locator('.tile').first().click();
      t.notOk(await overflows(page), `an order fits a ${size}`);
      await accessible(t, page, `an order in Hindi on a ${size}`);
      await page.close();
    }
  });

  await t.test(
    'every key that the help names is heard, and arrows go from table to table',
    async (t) => {
      const { page } = await Hands.of(web, 'waiter', { reducedMotion: 'reduce' });
      await page.keyboard.press('ArrowDown');
      await page.locator('.table-card:focus').waitFor();
      const focused = () => page.locator('.table-card:focus strong').textContent();
      t.equal(await focused(), 'T1');
      await page.keyboard.press('ArrowRight');
      t.equal(await focused(), 'T2');
      await page.keyboard.press('ArrowDown');
      t.not(await focused(), 'T2');
      await page.keyboard.press('?');
      await page.getByRole('heading', { name: 'Keys and hints' }).waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('t');
      await page.getByRole('heading', { name: 'Takeaway' }).waitFor();
      await page.keyboard.press('Escape');
      await page.locator('.floor').waitFor();
      await page.evaluate('document.activeElement.blur()');
      await page.keyboard.press('b');
      await page.getByRole('heading', { name: 'Bills', exact: true }).waitFor();
      await page.close();
    },
  );
});
