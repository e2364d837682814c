import { readFile } from 'node:fs/promises';
import { accessible, signIn, webTest } from './browser.js';
import { goTo, Office } from './admin-office.js';

const csvFile = (name: string, content: string | Uint8Array) => ({
  ...{ name, mimeType: 'text/csv' },
  buffer: Buffer.from(content),
});

webTest('admin import', async (t, web) => {
  const office = await Office.open(web);
  const page = await web.page();
  await signIn(page, `${web.url}/admin`);
  await goTo(page, web, 'menu/file');
  const choose = (name: string, content: string | Uint8Array) =>
    page.locator('input[type=file]').setInputFiles(csvFile(name, content));

  await t.test('of 500 lines one sees what is wrong with most, and which they are', async (t) => {
    const rows = Array.from({ length: 500 }, (_, at) => {
      const price = at % 100 === 0 ? '1,200' : '12.50';
      return `Soup ${at};${price};${at < 400 ? 'GST5' : 'GST 5 %'};Soups`;
    });
    await choose('old-menu.csv', ['name;price;tax_class;category', ...rows].join('\r\n'));
    const result = page.getByRole('region', { name: 'old-menu.csv' });
    await result.getByText('401 lines cannot be imported').waitFor();
    const kinds = result.getByRole('list', { name: 'What is wrong, by kind' });
    const said = await kinds.getByRole('button').allInnerTexts();
    t.match(said[0], /400 lines\s+tax_class GST5 is no tax class/);
    t.match(said[1], /5 lines\s+price is not a price/);
    const lines = result.locator('.import-lines > li');
    t.equal(await lines.count(), 100, 'not all of them at once');
    await result.getByRole('button', { name: 'Show 301 more' }).waitFor();
    await kinds.getByRole('button', { name: /^5 lines/ }).click();
    t.equal(await lines.count(), 5);
    t.match(await lines.first().innerText(), /Line 2\b.*Soup 0.*1,200/s);
    await accessible(t, page, 'the report');
    await result.getByRole('radio', { name: 'All 500' }).check();
    t.match(await lines.first().innerText(), /Refused/);
    await result.getByRole('button', { name: 'Import 99 lines' }).click();
    await result.getByText('99 new, 0 changed').waitFor();
    await result.getByText('401 lines were left out').waitFor();
    t.ok(await office.item('Soup 401'));
    t.equal(await office.item('Soup 400'), undefined);
    await result.getByRole('button', { name: 'Done' }).click();
  });

  await t.test('what does not fit is said in the words of the page', async (t) => {
    const lines = [
      'name;code;price;tax_class;position',
      `Long;${'x'.repeat(60)};90;GST 5 %;`,
      'Dear;;99999999999999;GST 5 %;',
      'Far;;90;GST 5 %;99999999',
      ';;;;',
    ];
    await choose('unfit.csv', lines.join('\n'));
    const result = page.getByRole('region', { name: 'unfit.csv' });
    await result.getByText('3 lines cannot be imported').waitFor();
    const said = await result.locator('.import-lines > li').allInnerTexts();
    t.match(said[0], /Line 2\b.*code\s+A short code has at most 20 characters/s);
    t.match(said[1], /Line 3\b.*price\s+99999999999999 is more than a price can be/s);
    t.match(said[2], /Line 4\b.*position\s+That is outside of what is possible/s);
    await choose('kinds.csv', [...lines, 'Odd;;x;GST 5 %;', 'Odder;;y;GST 5 %;'].join('\n'));
    const kinds = page.getByRole('list', { name: 'What is wrong, by kind' }).getByRole('button');
    t.match(await kinds.first().innerText(), /^2 lines\s/);
    t.match(await kinds.last().innerText(), /^1 line\s/);
  });

  await t.test(
    'a file as spreadsheets save it is read, and what was guessed is told',
    async (t) => {
      const text = 'name\tprice\ttax_class\nदाल तड़का\t180.50\tGST 5 %\n';
      await choose('unicode.txt', Buffer.from(`\ufeff${text}`, 'utf16le'));
      await page.getByRole('region', { name: 'unicode.txt' }).getByText('दाल तड़का').waitFor();
      t.equal(await page.getByText('not UTF-8').count(), 0);
      const windows = Buffer.from('name,price,tax_class\nCr\xe8me,90,GST 5 %\n', 'latin1');
      await choose('windows.csv', windows);
      const guessed = page.getByRole('region', { name: 'windows.csv' });
      await guessed.getByText('Crème').waitFor();
      await guessed.getByText('not UTF-8').waitFor();
    },
  );

  await t.test('why a file cannot be read is said with the line to look at', async () => {
    web.expected.push(/status of 422/);
    await choose('menu.csv', Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0]));
    await page.getByText('This is a workbook, not a CSV file').waitFor();
    await choose('menu.csv', 'The menu of Annapurna\nname,price\nDal,180');
    await page.getByText('The column “name” is missing').waitFor();
    await page.getByText('The menu of Annapurna').waitFor();
    await choose('menu.csv', 'name,price\nDal,180\n"Naan,45\n');
    await page.getByText('In line 3 a quote begins that nothing closes').waitFor();
    await page.getByText('"Naan,45').waitFor();
    await choose('menu.csv', 'name,price\n"12" pizza,180\n');
    await page.getByText('In line 2 text follows a closing quote').waitFor();
    await choose('menu.csv', '');
    await page.getByText('The file is empty.').waitFor();
    await choose('menu.csv', 'name,price\n');
    await page.getByText('There is no line below the first one').waitFor();
  });

  await t.test('the template is a file that can be imported', async (t) => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download a template' }).click(),
    ]);
    t.equal(download.suggestedFilename(), 'menu-template.csv');
    await choose('template.csv', await readFile(await download.path()));
    const result = page.getByRole('region', { name: 'template.csv' });
    await result.getByRole('button', { name: 'Import 2 lines' }).waitFor();
    await result.getByRole('radio', { name: 'New 2' }).waitFor();
  });

  await t.test('a menu as it is has nothing to import', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download as CSV' }).click(),
    ]);
    await choose('same.csv', await readFile(await download.path()));
    const result = page.getByRole('region', { name: 'same.csv' });
    await result.getByText('Every line says what the menu says already').waitFor();
    await result.getByRole('button', { name: 'Import 0 lines', disabled: true }).waitFor();
  });
});
