import { readFile } from 'node:fs/promises';
import type { Menu } from '../../src/domain/shapes/menu.js';
import { until } from '../until.js';
import { signIn, webTest } from './browser.js';
import { closed, dialog, goTo, Office, save } from './admin-office.js';

webTest('admin menu', async (t, web) => {
  const office = await Office.open(web);
  const page = await web.page();
  await signIn(page, `${web.url}/admin`);

  await t.test('a dish is added, priced in whole paise, sold out and taken off', async (t) => {
    await goTo(page, web, 'menu');
    await page.getByRole('button', { name: 'Add an item' }).click();
    await save(page);
    t.equal(await dialog(page).getByText('This is needed.').count(), 2, 'name and price');
    const form = dialog(page);
    await form.getByLabel('Name', { exact: true }).fill('Malabar Parotta');
    await form.getByLabel('Price', { exact: true }).fill('35.455');
    await save(page);
    await form.getByText('too many digits').waitFor();
    await form.getByLabel('Price', { exact: true }).fill('35.45');
    await form.getByLabel('Category').selectOption({ label: 'Breads' });
    await form.getByRole('radio', { name: 'Vegetarian', exact: true }).check();
    await form.getByRole('button', { name: 'Add a variant' }).click();
    await form.getByRole('list', { name: 'Variants' }).getByLabel('Name').fill('Pair');
    await form.getByRole('list', { name: 'Variants' }).getByLabel('Price').fill('1,060.90');
    await save(page);
    await closed(page);
    const made = await office.item('Malabar Parotta');
    t.match(made, { price: 3545, food: 'veg', variants: [{ name: 'Pair', price: 106090 }] });

    await page.getByLabel('Find an item').fill('malabar');
    const row = page.locator('.item', { hasText: 'Malabar Parotta' });
    await row.getByRole('switch').click();
    await row.getByText('Sold out').waitFor();
    await until(
      async () => (await office.item('Malabar Parotta'))?.available === false,
      'sold out',
    );

    await row.getByRole('button', { name: 'Malabar Parotta' }).first().click();
    await dialog(page).getByRole('button', { name: 'Take off the menu' }).click();
    await closed(page);
    t.equal(await office.item('Malabar Parotta'), undefined);
    await page.getByRole('button', { name: 'Undo' }).click();
    await until(async () => (await office.item('Malabar Parotta')) !== undefined, 'item again');
    await row.waitFor();
    await page.getByLabel('Find an item').fill('');
  });

  await t.test("the server's refusal stands at its field, and a conflict is told", async (t) => {
    web.expected.push(/status of 4(09|12)/);
    const naan = await office.item('Naan');
    const path = `/outlets/${office.outlet}/menu/items/${naan?.id}`;
    await office.call(200, 'PATCH', path, { code: 'N1' });
    await page.getByRole('button', { name: 'Add an item' }).click();
    const form = dialog(page);
    await form.getByLabel('Name', { exact: true }).fill('Nachos');
    await form.getByLabel('Price', { exact: true }).fill('99');
    await form.getByLabel('Short code').fill('n1');
    await save(page);
    await form.getByText('This is in use already.').waitFor();
    t.equal(await form.getByLabel('Short code').getAttribute('aria-invalid'), 'true');
    await page.keyboard.press('Escape');
    await form.getByRole('button', { name: 'Discard' }).click();
    await closed(page);

    await page.getByRole('button', { name: /Naan N1/ }).click();
    const price = () => dialog(page).getByLabel('Price', { exact: true }).first();
    await price().fill('50');
    await office.call(200, 'PATCH', path, { price: 4700 });
    await save(page);
    await dialog(page).getByText('Somebody else changed this').waitFor();
    const theirs = dialog(page).getByRole('button', { name: 'Show theirs' });
    const asked = page.getByRole('dialog', { name: 'Discard your changes?' });
    await theirs.click();
    await asked.getByRole('button', { name: 'Keep editing' }).click();
    t.equal(await price().inputValue(), '50', 'what was typed is not lost without a word');
    await theirs.click();
    await asked.getByRole('button', { name: 'Discard' }).click();
    await until(async () => (await price().inputValue()) === '47', 'their price');
    await price().fill('52.50');
    await save(page);
    await closed(page);
    t.equal((await office.item('Naan'))?.price, 5250);
  });

  await t.test('a till that sells the last portion is in the way of no form', async (t) => {
    const kulcha = await office.item('Kulcha');
    const path = `/outlets/${office.outlet}/menu/items/${kulcha?.id}`;
    const sell = (available: boolean) =>
      office.call(200, 'POST', `${path}/availability`, { available });
    const open = () =>
      page.locator('.item-main', { has: page.getByText('Kulcha', { exact: true }) }).click();
    await open();
    await dialog(page).getByLabel('Price', { exact: true }).first().fill('65.50');
    await dialog(page).getByLabel('Short code').fill('K1');
    await sell(false);
    await office.call(200, 'PATCH', path, { hsn: '996331' });
    await save(page);
    await closed(page);
    t.match(await office.item('Kulcha'), {
      ...{ price: 6550, code: 'K1', available: false, hsn: '996331' },
    });
    await open();
    await sell(true);
    await dialog(page).getByRole('button', { name: 'Take off the menu' }).click();
    await closed(page);
    t.equal(await office.item('Kulcha'), undefined);
  });

  await t.test('the order of the menu is changed by keyboard', async () => {
    await goTo(page, web, 'menu/categories');
    await page.getByRole('button', { name: /^Move Breads/ }).focus();
    await page.keyboard.press('ArrowUp');
    await page.getByText('Breads: place 2 of').waitFor({ state: 'attached' });
    await until(
      async () => (await office.get<Menu>('/menu')).categories[1]?.name === 'Breads',
      'the new order',
    );
    await page.keyboard.press('ArrowUp');
    await until(
      async () => (await office.get<Menu>('/menu')).categories[0]?.name === 'Breads',
      'the focus to stay on the grip',
    );
  });

  await t.test(
    'a dish is dragged beyond the edge of the window: the page rolls along',
    async () => {
      await goTo(page, web, 'menu');
      await page.setViewportSize({ width: 1280, height: 480 });
      await page.getByLabel('Category').selectOption({ label: 'Chaat and small plates (10)' });
      const grip = page.getByRole('button', { name: /^Move Pani Puri/ });
      const { x = 0, y = 0 } = (await grip.boundingBox()) ?? {};
      await page.mouse.move(x + 10, y + 20);
      await page.mouse.down();
      await page.mouse.move(x + 10, 470, { steps: 3 });
      await until(async () => (await page.evaluate<number>('scrollY')) > 300, 'the page to roll');
      await page.mouse.move(x + 10, 300);
      await page.mouse.up();
      const place = async () => {
        const { categories, items } = await office.get<Menu>('/menu');
        const chaat = categories.find(({ name }) => name.startsWith('Chaat'))?.id;
        const names = items
          .filter(({ categoryId }) => categoryId === chaat)
          .map((each) => each.name);
        return names.indexOf('Pani Puri (6)');
      };
      await until(async () => (await place()) > 3, 'the new place');
      await page.setViewportSize({ width: 1280, height: 800 });
    },
  );

  await t.test('a file is looked at first, then taken without its bad lines', async (t) => {
    await goTo(page, web, 'menu/file');
    const csv = [
      'name,price,tax_class,category,colour',
      'Dal Soup,180.50,GST 5 %,Soups,red',
      'Bad One,12.345,GST 5 %,Soups,',
      'Strange,99,GST 7 %,Soups,',
    ].join('\n');
    const file = { name: 'menu.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) };
    await page.locator('input[type=file]').setInputFiles(file);
    const result = page.getByRole('region', { name: 'menu.csv' });
    await result.getByText('2 lines cannot be imported').waitFor();
    const lines = result.getByRole('listitem');
    t.match(await lines.filter({ hasText: 'Bad One' }).first().innerText(), /price.*12\.345/s);
    t.match(await lines.filter({ hasText: 'Strange' }).first().innerText(), /tax_class.*GST 7 %/s);
    t.ok(await result.getByText('colour').isVisible(), 'columns that mean nothing are told');
    t.equal(await office.item('Dal Soup'), undefined, 'a look changes nothing');
    await result.getByRole('button', { name: 'Import 1 line' }).click();
    await result.getByText('This is what happened.').waitFor();
    t.equal((await office.item('Dal Soup'))?.price, 18050);
    t.equal(await office.item('Bad One'), undefined);

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download as CSV' }).click(),
    ]);
    t.match(download.suggestedFilename(), /^menu-.*\.csv$/);
    t.match(await readFile(await download.path(), 'utf8'), /Dal Soup/);
    const empty = { ...file, buffer: Buffer.from('hello') };
    web.expected.push(/status of 422/);
    await page.locator('input[type=file]').setInputFiles(empty);
    await page.getByText('The column “name” is missing').waitFor();
    await page.getByText('hello').waitFor();
  });
});
