import type { Bill } from '../../src/domain/shapes/bill.js';
import { until } from '../until.js';
import { behindWire } from './behind-wire.js';
import { signIn, webTest } from './browser.js';
import { House } from './kds-house.js';
import { Books, Hands } from './pos-hands.js';

webTest('pos pay', async (t, web) => {
  const house = await House.open(web.api);
  const books = new Books(house);
  /** A bill at a table of its own, and its table. */
  const billed = async (dish: string, quantity: number) => {
    const { order, table } = await house.send([dish, quantity]);
    return { table, bill: await house.do<Bill>('POST', `/orders/${order.id}/bill`, {}) };
  };
  /** A till that shows a table, and hears nothing from `hold` until `pass`. */
  const lateTill = async (table: string) => {
    const late = await web.page();
    const held: (() => void)[] = [];
    let holds = false;
    await late.routeWebSocket(/\/ws$/, (socket) => {
      socket.connectToServer().onMessage((message) => {
        if (holds) held.push(() => socket.send(message));
        else socket.send(message);
      });
    });
    await signIn(late, `${web.url}/pos`, ['cashier@demo.kotd', 'demo-cashier']);
    await late.locator('.table-card', { hasText: table }).first().click();
    const hold = () => {
      holds = true;
    };
    const pass = () => {
      holds = false;
      for (const send of held.splice(0)) send();
    };
    return { late, hold, held, pass };
  };
  const rupees = (paise: number) => `₹${(paise / 100).toLocaleString('en-IN')}.00`;

  await t.test('a share that is paid with a note gives change', async (t) => {
    const { table, bill } = await billed('Butter Chicken', 3);
    const cashier = await Hands.of(web, 'cashier');
    const { page } = cashier;
    await cashier.open(table);
    for (let parts = 1; parts < 3; parts++) {
      await page.getByRole('button', { name: 'One more' }).click();
    }
    const note = page.locator('.pay-quick button').last();
    const given = Number((await note.textContent())?.replaceAll(/[^\d.]/g, '')) * 100;
    await note.click();
    const share = Math.ceil(bill.payable / 300) * 100;
    t.ok(given > share, 'the note is more than the share');
    const change = rupees(given - share);
    t.equal(await page.locator('.pay-change strong').textContent(), change, 'before it is taken');
    await page.getByText(`${rupees(bill.payable - share)} stays due`).waitFor();
    await page.getByRole('button', { name: /in cash$/ }).click();
    await page.locator('.settled-change strong', { hasText: change }).waitFor();
    await cashier.settled();
    t.match(await books.billOf(await books.orderAt(table)), {
      paid: share,
      payments: [{ tendered: given, settled: share, change: given - share }],
    });
    t.equal(await page.locator('.due strong').textContent(), rupees(bill.payable - share));
    await page.getByRole('button', { name: 'Card' }).click();
    await page.getByRole('button', { name: 'One less' }).click();
    await page.getByRole('button', { name: /by card$/ }).click();
    await page.getByRole('heading', { name: 'Paid' }).waitFor();
    t.equal(await page.locator('.settled-change').count(), 0, 'a card gives none');
    await page.close();
  });

  await t.test('a keyboard types the point of an amount', async (t) => {
    const { table } = await billed('Naan', 1);
    const cashier = await Hands.of(web, 'cashier');
    const { page } = cashier;
    await cashier.open(table);
    await page.keyboard.type('10.50');
    await page.getByRole('button', { name: 'Take ₹10.50 in cash' }).click();
    await page.locator('.payments', { hasText: '₹10.50' }).waitFor();
    t.match(await books.billOf(await books.orderAt(table)), { paid: 1_050 });
    await page.close();
  });

  await t.test('what is typed while a payment is under way is of the next one', async (t) => {
    const { table, bill } = await billed('Naan', 4);
    const { wire, url } = await behindWire(t, web);
    const cashier = await Hands.of(web, 'cashier', {}, url);
    const { page } = cashier;
    await cashier.open(table);
    wire.slow(700);
    await page.keyboard.type('10');
    await page.getByRole('button', { name: 'Take ₹10.00 in cash' }).click();
    await page.locator('.due', { hasText: rupees(bill.payable - 1_000) }).waitFor();
    await page.keyboard.type('20');
    await page.locator('.payments', { hasText: '₹10.00' }).waitFor();
    await cashier.settled();
    wire.heal();
    await page.getByRole('button', { name: 'Take ₹20.00 in cash' }).click();
    await page.locator('.payments', { hasText: '₹20.00' }).waitFor();
    await cashier.settled();
    t.match(await books.billOf(await books.orderAt(table)), { paid: 3_000 });
    await page.close();
  });

  await t.test('who is too late with a payment is told that it was not recorded', async (t) => {
    const { table, bill } = await billed('Naan', 1);
    const { late, hold, held, pass } = await lateTill(table);
    const amount = rupees(bill.payable);
    const take = { name: `Take ${amount} in cash` };
    await late.getByRole('button', take).waitFor();
    const first = await Hands.of(web, 'cashier');
    await first.open(table);
    hold();
    await first.page.getByRole('button', take).click();
    await first.page.getByRole('heading', { name: 'Paid' }).waitFor();
    await late.getByRole('button', take).click();
    await until(() => held.length > 1, 'the event and the refusal');
    pass();
    await late.getByRole('heading', { name: 'Paid' }).waitFor();
    const said = `${amount} in cash was NOT recorded. The bill is paid already. Give it back.`;
    await late.getByText(said).waitFor();
    t.equal((await books.billOf(await books.orderAt(table))).payments.length, 1);
    await first.page.close();
    await late.close();
  });

  await t.test('what a refused payment was does not come back under another tender', async (t) => {
    const { table, bill } = await billed('Naan', 4);
    const { late, hold, held, pass } = await lateTill(table);
    await late.getByRole('button', { name: 'Card' }).click();
    await late.keyboard.type('20');
    const first = await Hands.of(web, 'cashier');
    await first.open(table);
    hold();
    await first.page.keyboard.type(String(bill.payable / 100 - 10));
    await first.page.getByRole('button', { name: /in cash$/ }).click();
    await first.page.locator('.payments').waitFor();
    await late.getByRole('button', { name: 'Take ₹20.00 by card' }).click();
    await late.getByRole('button', { name: 'UPI' }).click();
    await until(() => held.length > 1, 'the event and the refusal');
    pass();
    await late.getByText('₹20.00 by card was NOT recorded.').waitFor();
    await late.getByRole('button', { name: 'Take ₹10.00 by UPI' }).waitFor();
    t.match(await books.billOf(await books.orderAt(table)), { paid: bill.payable - 1_000 });
    await first.page.close();
    await late.close();
  });

  await t.test('a bill is headed by how its order leaves the house', async (t) => {
    const { page } = await Hands.of(web, 'cashier');
    await page.getByRole('button', { name: 'Delivery' }).click();
    const waiter = page.getByPlaceholder('Find: name');
    await waiter.fill('naan');
    await page.locator('.tile[data-first]').waitFor();
    await waiter.press('Enter');
    await page.getByRole('button', { name: 'Send 1' }).click();
    await page.getByText('In the kitchen').waitFor();
    await page.keyboard.press('F8');
    await page.getByRole('button', { name: 'Issue the bill' }).click();
    await page.locator('.receipt').waitFor();
    t.equal(await page.locator('.bill-side h2').textContent(), 'Delivery');
    await page.close();
  });
});
