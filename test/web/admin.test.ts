import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Bill } from '../../src/domain/shapes/bill.js';
import type { Outlet, Station } from '../../src/domain/shapes/organization.js';
import type { SalesReport } from '../../src/domain/shapes/report.js';
import { moneyText } from '../../web/words/amounts.js';
import { until } from '../until.js';
import { signIn, type Web, webTest } from './browser.js';
import { closed, dialog, goTo, Office, save } from './admin-office.js';

const DINNER = fileURLToPath(new URL('../../demo/dinner.js', import.meta.url));
const rupees = (minor: number) => moneyText(minor, 'INR', 'en-IN');
const dinner = (web: Web, seed: number) =>
  promisify(execFile)(process.execPath, [
    ...[DINNER, '--server', web.url],
    ...['--pace', '0', '--seed', String(seed)],
  ]);

webTest('admin', async (t, web) => {
  const office = await Office.open(web);
  const page = await web.page();
  await signIn(page, `${web.url}/admin`);

  await t.test("today's figures are the API's, and follow the evening", async (t) => {
    await page.getByRole('heading', { name: 'Nothing was billed yet today' }).waitFor();
    for (const seed of [1, 2]) {
      await dinner(web, seed);
      const report = await office.get<SalesReport>('/reports/day');
      const { sales, bills, tenders, items, averageBill, voids } = report;
      const sums = page.locator('.sums');
      await sums.getByText(rupees(sales.payable), { exact: true }).waitFor();
      for (const amount of [sales.subtotal, sales.tax, averageBill ?? 0, voids.amount]) {
        await sums.getByText(rupees(amount)).first().waitFor();
      }
      const counted = sums.locator('div', { has: page.getByText('Bills', { exact: true }) });
      t.equal(await counted.locator('dd').first().innerText(), String(bills.count));
      const paid = page.getByRole('region', { name: 'Paid by' });
      for (const { amount } of tenders) await paid.getByText(rupees(amount)).first().waitFor();
      const [best] = items;
      const sold = page.getByRole('region', { name: 'Items sold' }).first();
      const first = sold.locator('tbody tr').first();
      t.match(await first.innerText(), best?.name ?? '-');
      t.match(await first.innerText(), rupees(best?.amount ?? -1));
    }
  });

  await t.test('another day is another question, and the way back is one step', async (t) => {
    await page.getByRole('button', { name: 'The day before' }).click();
    await page.getByRole('heading', { name: 'Nothing was billed on this day' }).waitFor();
    t.match(page.url(), /#\/today\/\d{4}-\d\d-\d\d$/);
    await page.getByRole('button', { name: 'Today' }).click();
    await page.getByRole('region', { name: 'Paid by' }).waitFor();
  });

  await t.test('tables are made, put in their place, and their dishes routed', async (t) => {
    await goTo(page, web, 'tables');
    await page.getByRole('button', { name: 'Add tables' }).click();
    const form = dialog(page);
    await form.getByLabel('Name').fill('R1');
    await form.getByLabel('How many').fill('2');
    await form.getByLabel('Section').fill('Roof');
    await form.getByLabel('Seats').fill('6');
    await form.getByRole('radio', { name: 'Round' }).check();
    await save(page);
    await closed(page);
    await page.getByRole('radio', { name: 'Roof' }).check();
    await page.getByRole('button', { name: 'Keep as shown' }).click();
    await until(async () => typeof (await office.table('R2'))?.x === 'number', 'places');
    const before = await office.table('R1');
    await page.getByRole('button', { name: /^R1/ }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowDown');
    const moved = { x: (before?.x ?? 0) + 20, y: (before?.y ?? 0) + 100 };
    await until(async () => (await office.table('R1'))?.y === moved.y, 'the new place');
    t.match(await office.table('R1'), { ...moved, section: 'Roof', seats: 6, shape: 'round' });

    const x = (await office.table('R2'))?.x ?? 0;
    const box = await page.getByRole('button', { name: /^R2/ }).boundingBox();
    const start = { x: (box?.x ?? 0) + 40, y: (box?.y ?? 0) + 40 };
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    await page.mouse.move(start.x - 120, start.y + 40, { steps: 4 });
    await page.mouse.up();
    await until(async () => ((await office.table('R2'))?.x ?? 1000) < x, 'the drag');
    t.equal(await dialog(page).count(), 0, 'a drag opens nothing');

    await goTo(page, web, 'tables/stations');
    await page.getByRole('button', { name: 'Add a station' }).click();
    await dialog(page).getByLabel('Name').fill('Grill');
    await save(page);
    await closed(page);
    await goTo(page, web, 'menu');
    await page.getByRole('button', { name: 'Seekh Kebab GST' }).click();
    await dialog(page).getByRole('checkbox', { name: 'Grill' }).check();
    await dialog(page).getByRole('checkbox', { name: 'Tandoor' }).uncheck();
    await save(page);
    await closed(page);
    const { data: stations } = await office.get<{ data: Station[] }>('/stations');
    const idOf = (name: string) => stations.find((station) => station.name === name)?.id ?? '';
    t.same((await office.item('Seekh Kebab'))?.stationIds, [idOf('Grill')]);

    await goTo(page, web, 'tables/routing');
    await page.getByRole('button', { name: 'Add a rule' }).click();
    const rule = dialog(page);
    await rule.getByLabel('What would go to').selectOption({ label: 'Grill' });
    await rule.getByLabel('goes to', { exact: true }).selectOption({ label: 'Grill' });
    await save(page);
    await rule.getByText('That is where it goes anyway.').waitFor();
    await rule.getByLabel('goes to', { exact: true }).selectOption({ label: 'Bar' });
    await rule.getByLabel('For tables').selectOption('Roof');
    await rule.getByLabel('From').fill('22:00');
    await save(page);
    await closed(page);
    await page.getByText('In section Roof · from 22:00').waitFor();
    const { routing } = await office.get<Outlet>('');
    t.same(routing, [{ from: idOf('Grill'), to: idOf('Bar'), section: 'Roof', after: '22:00' }]);

    web.expected.push(/status of 409/);
    await goTo(page, web, 'tables/stations');
    await page.getByRole('button', { name: 'Change Grill' }).click();
    await dialog(page).getByRole('button', { name: 'Archive' }).click();
    await dialog(page).getByText('A routing rule names it').waitFor();
    await page.keyboard.press('Escape');
    await closed(page);
  });

  await t.test(
    'somebody is taken on with a PIN, and signs in on a device paired by code',
    async (t) => {
      await goTo(page, web, 'staff');
      await page.getByRole('button', { name: 'Add a person' }).click();
      const form = dialog(page);
      await form.getByLabel('Name').fill('Leela Menon');
      await form.getByLabel('E-mail address').fill('leela@demo.kotd');
      await form.getByLabel('First password').fill('long enough');
      await form.getByLabel('PIN').fill('1234');
      await save(page, 'Add');
      await form.getByText('nor a run such as 1234').waitFor();
      await form.getByLabel('PIN').fill('8264');
      await save(page, 'Add');
      await closed(page);
      const row = page.locator('.person', { hasText: 'Leela Menon' });
      await row.getByText('Has a PIN').waitFor();

      await goTo(page, web, 'devices');
      await page.getByRole('button', { name: 'Pair a device' }).first().click();
      await dialog(page).getByLabel('Name').fill('Roof till');
      await dialog(page).getByRole('button', { name: 'Make a code' }).click();
      const code = await page.locator('.pair-big').innerText();
      t.match(code, /^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
      await dialog(page)
        .getByText(/Good for (10:00|9:\d\d)/)
        .waitFor();
      const headers = () => ({ 'idempotency-key': crypto.randomUUID() });
      const pairing = { body: { code }, headers: headers() };
      const paired = await web.api.expect<{ accessToken: string }>(
        200,
        'POST',
        '/auth/pair',
        pairing,
      );
      await dialog(page).getByText('Roof till is paired.').waitFor();
      await dialog(page).getByRole('button', { name: 'Done' }).click();
      const { data } = await office.get<{ data: { id: string; name: string }[] }>('/people');
      const staffId = data.find(({ name }) => name === 'Leela Menon')?.id;
      const pin = { token: paired.accessToken, body: { staffId, pin: '8264' } };
      await web.api.expect(200, 'POST', '/auth/pin', { ...pin, headers: headers() });

      const device = page.locator('.device', { hasText: 'Roof till' });
      await device.getByText('Paired', { exact: true }).waitFor();
      await device.getByRole('button', { name: 'Revoke Roof till' }).click();
      await dialog(page).getByRole('button', { name: 'Revoke', exact: true }).click();
      await closed(page);
      await web.api.expect(401, 'POST', '/auth/pin', { ...pin, headers: headers() });

      await goTo(page, web, 'staff');
      await page.getByRole('button', { name: 'Actions for Leela Menon' }).click();
      await page.getByRole('menuitem', { name: 'Deactivate' }).click();
      await dialog(page).getByRole('button', { name: 'Deactivate' }).click();
      await row.waitFor({ state: 'detached' });
      await page.getByRole('switch', { name: 'Show deactivated' }).click();
      await row.getByText('Deactivated').waitFor();
    },
  );

  await t.test('settings are checked before they are sent, and only what differs is', async (t) => {
    await goTo(page, web, 'settings');
    await page.getByLabel('A ticket is red after').fill('8');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('This must come after the first colour.').waitFor();
    await page.getByLabel('A ticket is red after').fill('15');
    await page.getByRole('radio', { name: '₹0.50' }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The settings are saved').waitFor();
    const outlet = await office.get<Outlet>('');
    t.match(outlet, { roundTo: 50, kitchen: { warnMinutes: 10, lateMinutes: 15 } });
  });

  await t.test('the head of the bills is what the tax office knows, or is not taken', async (t) => {
    web.expected.push(/status of 422/);
    const gstin = page.getByLabel('GSTIN', { exact: true });
    const saveAll = page.getByRole('button', { name: 'Save' });
    await gstin.fill('29aazca1234f1z');
    await saveAll.click();
    await page.getByText('A GSTIN has 15 characters').waitFor();
    await gstin.fill('29aazca1234f1zz');
    await saveAll.click();
    await page.getByText('the last one does not fit the others').waitFor();
    await gstin.fill('27AAPFU0939F1ZV');
    await saveAll.click();
    await page.getByText('The GSTIN is of another state than the outlet.').waitFor();
    await gstin.fill('29 aagcb7383j 1z4');
    await page.getByLabel('Address').fill('1, New Road\n\n  Bengaluru 560001 ');
    await page.getByLabel('Last line').fill('');
    await saveAll.click();
    const head = async () => (await office.get<Outlet>('')).head;
    await until(async () => (await head())?.footer === null, 'the new head');
    await page.locator('.settings-foot:not([data-dirty])').waitFor();
    t.match(await head(), {
      legalName: 'Annapurna Hospitality Private Limited',
      gstin: '29AAGCB7383J1Z4',
      address: ['1, New Road', 'Bengaluru 560001'],
      footer: null,
    });
  });

  await t.test('the audit tells who did it, and finds it again', async (t) => {
    const { data } = await office.get<{ data: Bill[] }>('/bills?limit=1');
    const prints = `/outlets/${office.outlet}/bills/${data[0]?.id}/prints`;
    for (let copy = 1; copy <= 2; copy++) await office.call(201, 'POST', prints, {});
    await goTo(page, web, 'audit');
    await page.getByText('revoked Roof till').waitFor();
    const entries = page.locator('.audit-entry');
    const all = await entries.count();
    await page.getByRole('radio', { name: 'Voids and cancellations' }).check();
    await page.getByText('revoked Roof till').waitFor({ state: 'detached' });
    t.ok((await entries.count()) > 0, 'the dinners took something back');
    await page.getByRole('radio', { name: 'Duplicates' }).check();
    await page.getByText(`printed bill ${data[0]?.invoiceNumber} again (copy 2)`).waitFor();
    t.equal(await entries.count(), 1, 'a first paper is no matter of trust');
    await page.getByRole('radio', { name: 'All', exact: true }).check();
    await page.getByLabel('Find a person').fill('leela pin');
    await page.getByText('set the PIN of Leela Menon').waitFor();
    t.ok((await entries.count()) < all);
  });

  await t.test('live operations arrive each second for the operator', async (t) => {
    await page.getByRole('link', { name: 'Live operations' }).click();
    const workers = page.getByRole('region', { name: 'Workers' }).first();
    await workers.getByText('2 of 2 up').waitFor();
    t.equal(await page.locator('.tile').count(), 12);
    const at = page.locator('.office-head p').last();
    const first = await at.innerText();
    await until(async () => (await at.innerText()) !== first, 'the next second');
    await page.getByRole('link', { name: 'Sales' }).click();
  });

  await t.test('a manager has neither live operations nor other managers', async (t) => {
    const other = await web.page();
    await signIn(other, `${web.url}/admin`, ['manager@demo.kotd', 'demo-manager']);
    await other.getByText('Current to').waitFor();
    await goTo(other, web, 'operations');
    await other.getByText('This is for operators').waitFor();
    await goTo(other, web, 'staff');
    await other.getByRole('button', { name: 'Add a person' }).click();
    t.equal(await dialog(other).getByRole('radio', { name: 'Waiter' }).count(), 1);
    t.equal(await dialog(other).getByRole('radio', { name: 'Manager' }).count(), 0);
    await other.keyboard.press('Escape');
    t.ok(await other.getByRole('button', { name: 'Actions for Asha Rao' }).isDisabled());
    t.equal(await other.getByRole('link', { name: 'Live operations' }).count(), 0);
    await other.close();
  });
});
