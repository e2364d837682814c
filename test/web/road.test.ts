import type { Page } from 'playwright-core';
import { childrenOf } from '../../fleet/process.js';
import type { AuditEntry } from '../../src/domain/shapes/audit.js';
import type { Bill } from '../../src/domain/shapes/bill.js';
import type { Order } from '../../src/domain/shapes/order.js';
import type { Ticket } from '../../src/domain/shapes/ticket.js';
import { webTest } from './browser.js';
import { cardOf, current, House, understand } from './kds-house.js';
import { enter, pairedDevice, typePin } from './paired.js';

const TABLE = 'T5';

/** In a page: resolves when a text is first in it, with the time of the page, ms since 1970. */
const firstShown = (text: string) => `new Promise((shown) => {
  const look = () => document.body.textContent.includes('${text}') && shown(Date.now());
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
})`;

const openTable = (page: Page) =>
  page.getByRole('button', { name: new RegExp(`^${TABLE}\\b`) }).click();
const toTables = (page: Page) =>
  page.getByRole('button', { name: 'Back to the tables' }).first().click();
const send = (page: Page) => page.getByRole('button', { name: /^Send/ }).click();
const allSent = (page: Page) => page.getByRole('button', { name: 'All sent' }).waitFor();
/** A line of the order on a till. */
const line = (page: Page, dish: string) =>
  page.getByRole('region', { name: 'Order' }).getByRole('button', { name: dish });

/** As somebody types who knows the menu: "3 naan", Enter. */
async function type(page: Page, dish: string): Promise<void> {
  await page.getByRole('searchbox', { name: /^Find:/ }).fill(dish);
  await page.keyboard.press('Enter');
}

webTest('road', async (t, web) => {
  // The browser tells of every connection that broke, and here they are broken on purpose.
  web.expected.push(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|WebSocket connection to|ERR_CONNECTION_/);
  const house = await House.open(web.api);
  const tablet = await pairedDevice(web, house, { kind: 'pos', name: 'Tablet' });
  await enter(tablet, 'waiter');
  const till = await pairedDevice(web, house, { kind: 'pos', name: 'Till' });
  await enter(till, 'cashier');
  const display = await pairedDevice(web, house, { kind: 'kds', name: 'Tandoor screen' });
  await display.getByRole('link', { name: 'Tandoor' }).click();
  await Promise.all([tablet, till, display].map(current));
  const card = cardOf(display, TABLE);

  const orders = async () => {
    const table = house.tables.find(({ name }) => name === TABLE);
    const { data } = await house.do<{ data: Order[] }>('GET', '/orders?status=open');
    return data.filter(({ tableId }) => tableId === table?.id);
  };
  const theOrder = async () => {
    const [order, ...others] = await orders();
    if (!order || others.length > 0)
      throw new Error(`${TABLE} has ${others.length} orders too many`);
    return order;
  };
  const portions = async () => {
    const { lines } = await theOrder();
    return lines.map(({ name, quantity, sentQuantity }) => [name, quantity, sentQuantity]);
  };

  const tickets = async () => {
    const path = `/orders/${(await theOrder()).id}/tickets`;
    return (await house.do<{ data: Ticket[] }>('GET', path)).data;
  };

  await t.test('what a waiter sends comes to the kitchen display by itself', async (t) => {
    const shown = display.evaluate(firstShown('no coriander'));
    const asked: string[] = [];
    display.on('request', (request) => asked.push(request.url()));
    await openTable(tablet);
    await type(tablet, '2 paneer tik');
    const sheet = tablet.getByRole('dialog', { name: 'Paneer Tikka' });
    await sheet.getByRole('radio', { name: /^Half/ }).check();
    await sheet.getByRole('checkbox', { name: 'Hot' }).check();
    await sheet.getByLabel('Note for the kitchen').fill('no coriander');
    await sheet.getByRole('button', { name: /^Add/ }).click();
    await type(tablet, '3 naan');
    await send(tablet);
    const shownAt = (await shown) as number;
    const dish = card.getByRole('button', { name: /Paneer Tikka/ });
    t.match(await dish.innerText(), /2\s+Paneer Tikka\s+Half.*Hot.*no coriander/s);
    t.match(await card.getByRole('button', { name: /Naan/ }).innerText(), /3\s+Naan/);
    await display.unroute('**/api/**');
    const [ticket] = await tickets();
    t.comment(
      `on the display ${shownAt - Date.parse(ticket?.createdAt ?? '')} ms after its commit`,
    );
    t.same(await portions(), [
      ['Paneer Tikka', 2, 2],
      ['Naan', 3, 3],
    ]);
  });

  await t.test('what the kitchen has done, the till shows', async (t) => {
    await display.locator('.shell-person').click();
    await display.getByRole('menuitem', { name: 'Type size and sound' }).click();
    await display.getByLabel('Food goes over a pass').check();
    await display.keyboard.press('Escape');
    await card.getByRole('button', { name: 'Start', exact: true }).click();
    await line(tablet, 'Naan').getByText('Cooking').waitFor();
    await card.getByRole('button', { name: 'Ready', exact: true }).click();
    await line(tablet, 'Paneer Tikka').getByText('Ready').waitFor();
    await line(tablet, 'Naan').getByText('Ready').waitFor();
    t.same(
      (await tickets()).flatMap(({ items }) => items.map(({ state }) => state)),
      ['ready', 'ready'],
    );
    await toTables(tablet);
    await tablet.getByRole('button', { name: /^T5.*ready/ }).waitFor();
  });

  await t.test('two tills on one table: both add, and neither overwrites', async (t) => {
    await Promise.all([openTable(tablet), openTable(till)]);
    await Promise.all([type(tablet, '4 kulcha'), type(till, '2 missi')]);
    await Promise.all([send(tablet), send(till)]);
    for (const page of [tablet, till]) {
      for (const dish of ['Kulcha', 'Missi Roti']) {
        await line(page, dish).getByText('Waiting').waitFor();
      }
    }
    t.same((await portions()).slice(2).sort(), [
      ['Kulcha', 4, 4],
      ['Missi Roti', 2, 2],
    ]);
  });

  await t.test('a void that a manager approves by PIN is loud in the kitchen', async (t) => {
    await line(tablet, 'Kulcha').click();
    await tablet.getByRole('button', { name: 'Void', exact: true }).click();
    const dialog = tablet.getByRole('dialog', { name: 'Void: Kulcha' });
    await dialog.getByRole('button', { name: 'One less' }).click();
    await dialog.getByRole('radio', { name: 'Guest changed their mind' }).check();
    await dialog.getByRole('button', { name: 'Ask for approval' }).click();
    await typePin(tablet, 'manager');
    const alert = display.getByRole('alert').filter({ hasText: 'Guest changed their mind' });
    await alert.waitFor();
    t.match(await alert.innerText(), /VOID.*T5.*4\s*→\s*1\s+Kulcha/is);
    await line(tablet, 'Kulcha').getByText('3 voided').waitFor();
    await understand(alert.getByRole('button', { name: 'Understood' }));
    await alert.waitFor({ state: 'detached' });
    const { data } = await house.do<{ data: AuditEntry[] }>('GET', '/audit');
    const entry = data.find(({ action }) => action === 'order.lineVoided');
    t.match(entry, {
      actorName: 'Ravi Kumar',
      approverName: 'Vikram Shetty',
      reason: 'Guest changed their mind',
    });
    t.ok(data.some(({ action }) => action === 'approval.granted'));
  });

  await t.test('cut off in the middle of an order: nothing is lost or doubled', async (t) => {
    const before = await portions();
    await type(tablet, '2 lachha');
    await tablet.context().setOffline(true);
    await send(tablet);
    await type(tablet, '1 malai broc');
    await tablet.getByText('Cut off since').waitFor();
    await send(tablet);
    await tablet.getByRole('button', { name: '4 to send' }).waitFor();
    t.same(await portions(), before, 'it is cut');
    await tablet.context().setOffline(false);
    await allSent(tablet);
    await current(tablet);
    for (const dish of ['Lachha Paratha', 'Malai Broccoli']) {
      await line(tablet, dish).getByText('Waiting').waitFor();
    }
    t.same(await portions(), [...before, ['Lachha Paratha', 2, 2], ['Malai Broccoli', 1, 1]]);
  });

  await t.test('workers that are killed: what is taken meanwhile arrives once', async (t) => {
    const before = await portions();
    const workers = await childrenOf(web.kotd.process.pid);
    await type(tablet, '5 tandoori roti');
    for (const pid of workers) process.kill(pid, 'SIGKILL');
    await send(tablet);
    await card.getByRole('button', { name: /5\s*Tandoori Roti/ }).waitFor();
    for (const page of [tablet, till]) {
      await line(page, 'Tandoori Roti').getByText('Waiting').waitFor();
    }
    await allSent(tablet);
    await Promise.all([tablet, till, display].map(current));
    t.same(await portions(), [...before, ['Tandoori Roti', 5, 5]]);
  });

  await t.test('billed, paid in two ways, and the table is free on every till', async (t) => {
    const { id, totals } = await theOrder();
    await till.getByRole('button', { name: 'Bill', exact: true }).click();
    await till.getByRole('button', { name: 'Issue the bill' }).click();
    await toTables(tablet);
    await tablet.getByRole('button', { name: /^T5.*Billed/ }).waitFor();
    await till.getByRole('button', { name: 'UPI', exact: true }).click();
    await till.keyboard.type('500');
    await till.getByRole('button', { name: 'Take ₹500.00 by UPI' }).click();
    await till
      .getByRole('listitem')
      .filter({ hasText: /UPI.*₹500\.00/ })
      .waitFor();
    await till.getByRole('button', { name: 'Cash', exact: true }).click();
    await till.keyboard.type('2000');
    await till.getByRole('button', { name: 'Take ₹2,000.00 in cash' }).click();
    await till.getByRole('heading', { name: 'Paid' }).waitFor();
    const { billId } = await house.do<Order>('GET', `/orders/${id}`);
    const bill = await house.do<Bill>('GET', `/bills/${billId}`);
    t.match(bill, { status: 'paid', payable: totals.payable, paid: totals.payable });
    t.same(
      bill.payments.map(({ tender, tendered, settled }) => [tender, tendered, settled]),
      [
        ['upi', 50_000, 50_000],
        ['cash', 200_000, totals.payable - 50_000],
      ],
    );
    await tablet.getByRole('button', { name: /^T5.*Free/ }).waitFor();
    t.same(await orders(), []);
  });
});
