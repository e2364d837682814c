import type { Page } from 'playwright-core';
import { signIn, webTest } from './browser.js';
import { House } from './kds-house.js';
import { pairedDevice } from './paired.js';
import { Books, Hands, read } from './pos-hands.js';

/** Where the first of these has its middle, from the top; px. */
const middle = (page: Page, selector: string) =>
  page.evaluate<number>(`(({ top, height }) => top + height / 2)(
    document.querySelector('${selector}').getBoundingClientRect())`);

webTest('pos in the rush', async (t, web) => {
  const house = await House.open(web.api);
  const books = new Books(house);

  await t.test('from signing in to paid without a mouse', async (t) => {
    const page = await web.page();
    const { keyboard } = page;
    const tabTo = async (holds: string) => {
      for (let at = 0; at < 30; at++) {
        await keyboard.press('Tab');
        if (await page.evaluate(`document.activeElement.${holds}`)) return;
      }
      throw new Error(`Tab does not lead to where ${holds}`);
    };
    await page.goto(`${web.url}/pos`);
    await page.getByLabel('E-mail address').waitFor();
    await tabTo("matches('[type=email]')");
    await keyboard.type('cashier@demo.kotd');
    await keyboard.press('Tab');
    await keyboard.type('demo-cashier');
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Which outlet?' }).waitFor();
    await tabTo("textContent.includes('Annapurna Indiranagar')");
    await keyboard.press('Enter');
    await page.locator('.table-card').first().waitFor();
    const table = house.free().name;
    await keyboard.press('/');
    await keyboard.type(table);
    await keyboard.press('Enter');
    const search = page.getByPlaceholder('Find: name');
    for (const dish of ['2 naan', 'jeera']) {
      await search.and(page.locator(':focus')).waitFor();
      await keyboard.type(dish);
      await page.locator('.tile[data-first]').waitFor();
      await keyboard.press('Enter');
    }
    await page.locator('.row', { hasText: 'Jeera Rice' }).waitFor();
    await keyboard.press('Control+Enter');
    await page.getByText('In the kitchen').waitFor();
    await keyboard.press('F8');
    await page
      .getByRole('button', { name: 'Issue the bill' })
      .and(page.locator(':focus'))
      .waitFor();
    await keyboard.press('Enter');
    await page.locator('.pay').waitFor();
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Paid' }).waitFor();
    await keyboard.press('Escape');
    await page.locator('.floor').waitFor();
    const order = await books.orderAt(table);
    t.equal(order.status, 'paid');
    t.same(read(order), ['2 Naan', '1 Jeera Rice']);
    await page.close();
  });

  await t.test('a menu that comes late can be typed in at once', async (t) => {
    const page = await web.page();
    let come = () => {};
    const late = new Promise<void>((resolve) => {
      come = resolve;
    });
    await page.route(/\/menu(\?|$)/, async (route) => {
      await late;
      await route.continue();
    });
    await signIn(page, `${web.url}/pos`, ['waiter@demo.kotd', 'demo-waiter']);
    await page.locator('.table-card').last().click();
    await page.getByText('The menu was not read yet').waitFor();
    come();
    await page.getByPlaceholder('Find: name').and(page.locator(':focus')).waitFor();
    t.pass('the caret is there');
    await page.close();
  });

  await t.test('a key that is held down issues no bill', async (t) => {
    const { table } = await house.send(['Naan', 1]);
    const cashier = await Hands.of(web, 'cashier');
    const { page } = cashier;
    await cashier.open(table);
    await page.getByRole('button', { name: 'Bill', exact: true }).focus();
    await page.keyboard.down('Enter');
    const issue = page.getByRole('button', { name: 'Issue the bill' });
    await issue.and(page.locator(':focus')).waitFor();
    for (let repeats = 0; repeats < 3; repeats++) await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
    t.notOk(await issue.getAttribute('aria-busy'), 'it was not pressed');
    t.equal((await books.orderAt(table)).status, 'open');
    await page.close();
  });

  await t.test(
    'a long press asks how an item is wanted, and takes nothing by itself',
    async (t) => {
      const waiter = await Hands.of(web, 'waiter', { size: 'tablet' });
      const { page } = waiter;
      await waiter.open(house.free().name);
      await page.locator('.categories').getByRole('button', { name: 'Breads' }).click();
      const naan = page.locator('.tile', { hasText: 'Kulcha' });
      const finger = { pointerType: 'touch', clientX: 300, clientY: 300 };
      /** One after the other at once: it is the page that says how long a finger lay. */
      const fingers = (...moves: readonly (readonly [type: string, clientY: number])[]) =>
        page.evaluate(`for (const [type, clientY] of ${JSON.stringify(moves)}) {
          const how = { ...${JSON.stringify(finger)}, clientY, bubbles: true, detail: 1 };
          const tile = [...document.querySelectorAll('.tile')].find((each) => /Kulcha/.test(each.textContent));
          tile.dispatchEvent(type === 'click' ? new MouseEvent(type, how) : new PointerEvent(type, how));
        }`);
      await naan.dispatchEvent('pointerdown', finger);
      await page.getByRole('heading', { name: 'Kulcha' }).waitFor();
      await fingers(['pointerup', 300], ['click', 300]);
      await page.keyboard.press('Escape');
      await page.locator('dialog').waitFor({ state: 'detached' });
      t.equal(await waiter.taken(), 0);
      await fingers(['pointerdown', 300], ['pointermove', 340], ['pointerup', 340]);
      await naan.tap();
      await page.locator('.row[data-kind="draft"]', { hasText: 'Kulcha' }).waitFor();
      t.equal(await page.locator('dialog').count(), 0, 'who scrolls or taps is not asked');
      await page.close();
    },
  );

  await t.test('a locked PIN says for how long, and the digits stay where they are', async (t) => {
    const { table } = await house.send(['Naan', 2]);
    const waiter = await Hands.of(web, 'waiter');
    const { page } = waiter;
    web.expected.push(/status of 429/);
    await page.route('**/approvals', (route) =>
      route.fulfill({
        status: 429,
        contentType: 'application/problem+json',
        body: JSON.stringify({ status: 429, code: 'pin_locked', retryAfterSeconds: 480 }),
      }),
    );
    await waiter.open(table);
    await waiter.row('Naan').press('Delete');
    await waiter.chip('Sent back');
    await page.getByRole('button', { name: 'Ask for approval' }).click();
    await page.getByRole('button', { name: 'Vikram Shetty' }).click();
    await page.getByText('The reason: Sent back').waitFor();
    const before = await middle(page, '.keypad');
    await page.keyboard.type('1470');
    await page.keyboard.press('Enter');
    await page.getByText('Too many wrong PINs. Try again in 8 minutes.').waitFor();
    t.equal(await middle(page, '.keypad'), before);
    await page.close();
  });

  await t.test('a wrong PIN at the door moves no digit under a finger', async (t) => {
    const device = { name: 'Till by the door', kind: 'pos' } as const;
    const page = await pairedDevice(web, house, device, { size: 'phone' });
    web.expected.push(/status of 40[13]/);
    await page.getByRole('button', { name: 'Ravi Kumar' }).tap();
    await page.getByText('Type your PIN.').waitFor();
    const before = await middle(page, '.keypad');
    await page.keyboard.type('1111');
    await page.getByRole('button', { name: 'Enter', exact: true }).tap();
    await page.getByText('That is not the PIN.').waitFor();
    t.equal(await middle(page, '.keypad'), before);
    await page.close();
  });

  await t.test('the commonest order takes four taps on a device that has just come', async (t) => {
    const waiter = await Hands.of(web, 'waiter', { size: 'tablet' });
    const { page } = waiter;
    // Guests of another table have ordered them: they are offered first, whatever their categories.
    const liked = ['Naan', 'Samosa (2)', 'Kulcha', 'Missi Roti', 'Jeera Rice', 'Curd Rice'];
    const other = await house.send(...liked.map((name) => [name, 1] as const));
    await waiter.table(other.table).locator('.table-amount').waitFor();
    const table = house.free().name;
    await waiter.table(table).tap();
    await page.locator('.tile', { hasText: 'Naan' }).tap();
    await page.locator('.tile', { hasText: 'Jeera Rice' }).tap();
    await page.getByRole('button', { name: 'Send 2' }).tap();
    await page.getByText('In the kitchen').waitFor();
    await waiter.settled();
    t.same(read(await books.orderAt(table)), ['1 Naan', '1 Jeera Rice']);
    await page.close();
  });
});
