import type { Page } from 'playwright-core';
import type { Menu } from '../../src/domain/shapes/menu.js';
import type { Outlet } from '../../src/domain/shapes/organization.js';
import { until } from '../until.js';
import { signIn, type Web, webTest } from './browser.js';
import { closed, dialog, goTo, Office, save } from './admin-office.js';

const asked = (page: Page) => page.getByRole('dialog', { name: 'Discard your changes?' });
const at = (page: Page, web: Web, place: string) =>
  until(() => page.url() === `${web.url}/admin#/${place}`, place);

webTest('admin leaving', async (t, web) => {
  const office = await Office.open(web);
  const page = await web.page();
  await signIn(page, `${web.url}/admin`);
  const name = page.getByLabel('Name', { exact: true });
  const typeName = async (typed: string) => {
    await page.getByRole('link', { name: 'Settings' }).click();
    await name.fill(typed);
  };

  await t.test('a link asks before it takes away what was typed', async (t) => {
    await typeName('Annapurna Lake View');
    await page.getByRole('link', { name: 'Menu' }).click();
    await asked(page).waitFor();
    await page.keyboard.press('Escape');
    await asked(page).waitFor({ state: 'detached' });
    await at(page, web, 'settings');
    t.equal(await name.inputValue(), 'Annapurna Lake View', 'it is there still');
    await page.getByRole('link', { name: 'Menu' }).click();
    await asked(page).getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('button', { name: 'Add an item' }).waitFor();
    await at(page, web, 'menu');
    await page.getByRole('link', { name: 'Settings' }).click();
    t.equal(await name.inputValue(), 'Annapurna Indiranagar');
    t.equal((await office.get<Outlet>('')).name, 'Annapurna Indiranagar');
  });

  await t.test('so does the back button, and it leads there afterwards', async (t) => {
    await page.getByRole('link', { name: 'Devices' }).click();
    await typeName('Annapurna Hill View');
    await page.goBack();
    await asked(page).getByRole('button', { name: 'Keep editing' }).click();
    await at(page, web, 'settings');
    t.equal(await name.inputValue(), 'Annapurna Hill View');
    await page.goBack();
    await asked(page).getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('button', { name: 'Pair a device' }).waitFor();
    await at(page, web, 'devices');
  });

  await t.test('so do signing out and a form in a dialog', async (t) => {
    await typeName('Annapurna');
    await page.locator('.shell-person').click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await asked(page).getByRole('button', { name: 'Keep editing' }).click();
    t.equal(await name.inputValue(), 'Annapurna', 'nobody is signed out');
    await page.getByRole('button', { name: 'Discard' }).click();

    await goTo(page, web, 'staff');
    await page.getByRole('button', { name: 'Add a person' }).click();
    await dialog(page).getByLabel('Name').fill('Leela');
    await page.keyboard.press('Escape');
    await dialog(page).getByText('Discard your changes?').waitFor();
    const focused = () => page.evaluate<string>('document.activeElement.textContent');
    await until(async () => (await focused()) === 'Keep editing', 'the focus');
    await page.keyboard.press('Enter');
    t.equal(await dialog(page).getByLabel('Name').inputValue(), 'Leela');
    await page.goBack();
    await asked(page).getByRole('button', { name: 'Discard' }).click();
    await closed(page);
  });

  await t.test('what is saved asks nothing', async () => {
    await typeName('Annapurna Metro');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The settings are saved').waitFor();
    await page.getByRole('link', { name: 'Staff' }).click();
    await page.getByRole('button', { name: 'Add a person' }).waitFor();
    await typeName('Annapurna Indiranagar');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('.settings-foot:not([data-dirty])').waitFor();
  });

  await t.test('what others changed meanwhile is not set back by what one has typed', async (t) => {
    await typeName('Annapurna Two');
    const kitchen = { warnMinutes: 7, lateMinutes: 14 };
    await office.call(200, 'PATCH', `/outlets/${office.outlet}`, { kitchen });
    const [read] = await Promise.all([
      page.waitForResponse((answer) => answer.url().endsWith(`/outlets/${office.outlet}`)),
      page.evaluate("document.dispatchEvent(new Event('visibilitychange'))"),
    ]);
    await read.finished();
    t.equal(await name.inputValue(), 'Annapurna Two', 'what was typed stays');
    await page.getByRole('button', { name: 'Save' }).click();
    await until(
      async () => (await page.getByLabel('A ticket is amber after').inputValue()) === '7',
      'their minutes',
    );
    t.match(await office.get<Outlet>(''), { name: 'Annapurna Two', kitchen });
  });

  await t.test('of two who change the same setting, the second is told', async (t) => {
    web.expected.push(/status of 412/);
    await typeName('Annapurna Three');
    await office.call(200, 'PATCH', `/outlets/${office.outlet}`, { name: 'Annapurna Four' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Somebody else changed this meanwhile.').waitFor();
    await page.getByRole('button', { name: 'Show theirs' }).click();
    await asked(page).getByRole('button', { name: 'Keep editing' }).click();
    t.equal(await name.inputValue(), 'Annapurna Three');
    await page.getByRole('button', { name: 'Show theirs' }).click();
    await asked(page).getByRole('button', { name: 'Discard' }).click();
    await until(async () => (await name.inputValue()) === 'Annapurna Four', 'their name');
    t.equal((await office.get<Outlet>('')).name, 'Annapurna Four');
  });

  await t.test('what moves by itself is in the way of neither a rule nor a name', async (t) => {
    await goTo(page, web, 'tables/routing');
    await page.getByRole('button', { name: 'Add a rule' }).click();
    await dialog(page).getByLabel('What would go to').selectOption({ label: 'Tandoor' });
    await dialog(page).getByLabel('goes to', { exact: true }).selectOption({ label: 'Bar' });
    const kitchen = { warnMinutes: 8, lateMinutes: 16 };
    await office.call(200, 'PATCH', `/outlets/${office.outlet}`, { kitchen });
    await save(page);
    await closed(page);
    t.equal((await office.get<Outlet>('')).routing.length, 1);

    await goTo(page, web, 'menu/categories');
    await page.getByRole('button', { name: /^Breads/ }).click();
    await dialog(page).getByLabel('Name').fill('Breads and rotis');
    const { categories } = await office.get<Menu>('/menu');
    const categoryIds = categories.map(({ id }) => id).reverse();
    await office.call(200, 'PUT', `/outlets/${office.outlet}/menu/order`, { categoryIds });
    await save(page);
    await closed(page);
    const names = (await office.get<Menu>('/menu')).categories.map((each) => each.name);
    t.ok(names.includes('Breads and rotis'));
    t.same((await office.get<Menu>('/menu')).categories[0]?.id, categoryIds[0], 'arranged still');
  });

  await t.test('of several tables, those before the one refused are kept', async (t) => {
    web.expected.push(/status of 409/);
    await office.call(201, 'POST', `/outlets/${office.outlet}/tables`, { name: 'Q3' });
    await goTo(page, web, 'tables/list');
    await page.getByRole('button', { name: 'Add tables' }).click();
    const form = dialog(page);
    await form.getByLabel('Name').fill('Q1');
    await form.getByLabel('How many').fill('4');
    await save(page);
    await form.getByText('This is in use already.').waitFor();
    t.equal(await form.getByLabel('Name').inputValue(), 'Q3', 'the form goes on where it failed');
    t.equal(await form.getByLabel('How many').inputValue(), '2');
    await form.getByLabel('Name').fill('Q4');
    await save(page);
    await closed(page);
    for (const made of ['Q1', 'Q2', 'Q4', 'Q5']) t.ok(await office.table(made), made);
    t.equal(await office.table('Q6'), undefined);
    await page.getByLabel(/^Find one of \d+ tables/).fill('q');
    await page.getByRole('button', { name: 'Q5' }).waitFor();
    t.equal(await page.locator('tbody tr').count(), 5);
  });
});
