import type { Page } from 'playwright-core';
import { until } from '../until.js';
import { behindWire } from './behind-wire.js';
import { accessible, webTest } from './browser.js';
import { House } from './kds-house.js';
import { Books, Hands, read } from './pos-hands.js';
import { enter, pairedDevice } from './paired.js';

webTest(
  'pos leave',
  async (t, web) => {
    const house = await House.open(web.api);
    const books = new Books(house);
    const { wire, url } = await behindWire(t, web);

    const cutOff = async (page: Page) => {
      wire.cut();
      await page.getByText(/^Cut off since/).waitFor();
    };
    const question = (page: Page) => page.getByRole('dialog', { name: 'The server is away' });
    const fromMenu = async (page: Page, item: string) => {
      await page.locator('.shell-person').click();
      await page.getByRole('menuitem', { name: item }).click();
    };

    await t.test('a till that is cut off asks before it locks everybody out', async (t) => {
      const page = await pairedDevice(web, house, { kind: 'pos', name: 'Till 1' }, {}, url);
      await enter(page, 'waiter');
      const hands = Hands.at(page);
      await hands.atFloor();
      await hands.open('T1');
      await page.locator('.tile').first().waitFor();
      await cutOff(page);
      await hands.take('2 samosa');
      await hands.send();
      await hands.waiting(2);
      await hands.toFloor();
      await page.keyboard.press('l');
      await question(page).getByText('2 commands wait here').waitFor();
      await accessible(t, page, 'the question');
      await page.keyboard.press('Enter');
      await question(page).waitFor({ state: 'detached' });
      t.ok(await hands.table('T1').isVisible(), 'who presses Enter stays');
      await fromMenu(page, 'Change person');
      await page.keyboard.press('Escape');
      await question(page).waitFor({ state: 'detached' });
      t.ok(await hands.table('T1').isVisible(), 'who goes back stays');

      await fromMenu(page, 'Change person');
      await question(page).getByRole('button', { name: 'Change person' }).click();
      await page.getByRole('heading', { name: 'The server is away' }).waitFor();
      wire.heal();
      await enter(page, 'cashier');
      await hands.settled();
      await until(async () => (await books.orders()).length === 1, 'it was sent');
      t.same(read(await books.orderAt('T1')), ['2 Samosa (2)'], 'what waited is not lost');
      await page.keyboard.press('l');
      await page.getByRole('heading', { name: 'Who is it?' }).waitFor();
      t.equal(await question(page).count(), 0, 'with the server there, nobody is asked');
      await page.close();
    });

    await t.test('so does the sign-out of somebody with a password', async (t) => {
      const hands = await Hands.of(web, 'cashier', {}, url);
      const { page } = hands;
      await hands.open('T2');
      await page.locator('.tile').first().waitFor();
      await cutOff(page);
      await fromMenu(page, 'Sign out');
      await question(page).getByText('until it is back').waitFor();
      t.equal(await question(page).getByText('wait here').count(), 0, 'nothing waits');
      await question(page).getByRole('button', { name: 'Stay' }).click();
      await question(page).waitFor({ state: 'detached' });
      await hands.take('naan');
      await hands.send();
      await hands.waiting(2);
      await hands.back(wire);
      await hands.settled();
      t.same(read(await books.orderAt('T2')), ['1 Naan']);
      await fromMenu(page, 'Sign out');
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await page.close();
    });
  },
  { KOTD_HEARTBEAT_MS: '2000' },
);
