import type { Locator, Page } from 'playwright-core';
import { until } from '../until.js';
import { webTest } from './browser.js';
import { House } from './kds-house.js';
import { Books, Hands, read } from './pos-hands.js';

/** Between the halves of a double tap; ms. */
const GAP_MS = 350;

/** @param across how far from its left edge to its right one */
async function placeOn(control: Locator, across: number): Promise<{ x: number; y: number }> {
  const box = await control.boundingBox();
  if (!box) throw new Error('it is not to be seen');
  return { x: Math.round(box.x + box.width * across), y: Math.round(box.y + box.height / 2) };
}

/**
 * Comes down twice at one place, by the clock of the fingers: the second time when what the first one led to is
 * there already, however long a busy machine took for it.
 */
async function doubleTap(page: Page, control: Locator, then: Locator, across = 0.5): Promise<void> {
  await control.waitFor();
  const point = await placeOn(control, across);
  const session = await page.context().newCDPSession(page);
  const from = Date.now();
  const tap = async (after: number) => {
    for (const [type, touchPoints, ms] of [
      ['touchStart', [point], after],
      ['touchEnd', [], after + 20],
    ] as const) {
      const timestamp = (from + ms) / 1000;
      await session.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: [...touchPoints],
        timestamp,
      });
    }
  };
  await tap(0);
  await then.waitFor();
  await tap(GAP_MS);
  // A browser dies of input that is older than the last it got.
  await until(async () => Date.now() > from + GAP_MS + 20, 'the clock of the fingers');
  await session.detach();
}

/** All that was done here is confirmed, if it led to anything. */
async function still(hands: Hands): Promise<void> {
  await hands.page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))');
  await hands.settled();
}

webTest('second taps', async (t, web) => {
  const house = await House.open(web.api);
  const books = new Books(house);
  const dishes = [
    ['Naan', 1],
    ['Samosa (2)', 1],
    ['Kulcha', 1],
    ['Missi Roti', 1],
    ['Jeera Rice', 1],
    ['Curd Rice', 1],
    ['Payasam', 1],
  ] as const;

  await t.test('of a double tap at a bill one half acts', async (t) => {
    const { table } = await house.send(...dishes);
    const cashier = await Hands.of(web, 'cashier', { size: 'tablet', doubleTaps: true });
    const { page } = cashier;
    const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
    await cashier.open(table);
    await doubleTap(page, button('Bill'), page.locator('.account'));
    await still(cashier);
    t.equal((await books.orderAt(table)).status, 'open', 'it shows what the bill would be');
    await doubleTap(page, button('Issue the bill'), page.locator('.pay'));
    await still(cashier);
    t.equal((await books.orderAt(table)).status, 'billed', 'it issues the bill');
    for (let parts = 1; parts < 4; parts++) await button('One more').tap();
    await doubleTap(page, button(/in cash$/), page.locator('.payments li').first());
    await still(cashier);
    const bill = await books.billOf(await books.orderAt(table));
    t.equal(bill.payments.length, 1, 'it takes one share');
    await page.close();
  });

  await t.test('a double tap sends, and does not ask for the bill', async (t) => {
    const waiter = await Hands.of(web, 'waiter', { size: 'tablet', doubleTaps: true });
    const { page } = waiter;
    const table = house.free().name;
    await waiter.open(table);
    await waiter.take('naan');
    const send = page.getByRole('button', { name: 'Send 1' });
    await doubleTap(page, send, page.getByText('In the kitchen'));
    await still(waiter);
    t.equal(await page.locator('dialog').count(), 0);
    await page.close();
  });

  await t.test('a double tap on a phone opens a table, and takes nothing', async (t) => {
    const waiter = await Hands.of(web, 'waiter', { size: 'phone', doubleTaps: true });
    const { page } = waiter;
    const card = waiter.table(house.free().name);
    await card.scrollIntoViewIfNeeded();
    await doubleTap(page, card, page.locator('.tile').first());
    await still(waiter);
    t.equal(await page.locator('.tile-taken').count(), 0);
    t.equal(await page.locator('dialog').count(), 0);
    await page.close();
  });

  await t.test('a double tap on a phone adds a dish, and does not send it', async (t) => {
    const waiter = await Hands.of(web, 'waiter', { size: 'phone', doubleTaps: true });
    const { page } = waiter;
    const table = house.free();
    await waiter.open(table.name);
    await page.getByPlaceholder('Find: name').fill('butter chicken');
    await page.locator('.tile[data-first]').tap();
    const send = page.getByRole('button', { name: 'Send', exact: true });
    // By the right thumb: there it lies above the button that sends.
    await doubleTap(page, page.locator('dialog .button[data-kind="main"]'), send, 0.8);
    await still(waiter);
    t.notOk((await books.orders()).some(({ tableId }) => tableId === table.id));
    await page.close();
  });

  await t.test('what stays as it is may be tapped as fast as one can', async (t) => {
    const waiter = await Hands.of(web, 'waiter', { size: 'tablet', doubleTaps: true });
    const { page } = waiter;
    const table = house.free().name;
    await waiter.open(table);
    await page.locator('.categories').getByRole('button', { name: 'Breads' }).tap();
    const kulcha = page.locator('.tile', { hasText: 'Kulcha' });
    await doubleTap(page, kulcha, kulcha.locator('.tile-taken'));
    const more = page.locator('.row[data-kind="draft"]').getByRole('button', { name: 'One more' });
    await doubleTap(page, more, page.locator('.row-count', { hasText: '3' }));
    await until(async () => (await waiter.taken()) === 4, 'all four portions');
    await waiter.send();
    await waiter.settled();
    t.same(read(await books.orderAt(table)), ['4 Kulcha']);
    await page.close();
  });

  await t.test('Enter that is held down issues the bill, and takes no money', async (t) => {
    const { table } = await house.send(['Naan', 1]);
    const cashier = await Hands.of(web, 'cashier', { doubleTaps: true });
    const { page } = cashier;
    await cashier.open(table);
    await page.keyboard.press('F8');
    const issue = page.getByRole('button', { name: 'Issue the bill' });
    await issue.and(page.locator(':focus')).waitFor();
    await page.keyboard.down('Enter');
    await page.locator('.pay').waitFor();
    for (let repeats = 0; repeats < 3; repeats++) await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
    await still(cashier);
    t.equal((await books.orderAt(table)).status, 'billed');
    await page.close();
  });
});
