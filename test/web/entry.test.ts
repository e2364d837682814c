import type { Page } from 'playwright-core';
import { until } from '../until.js';
import { accessible, type PageOptions, signIn, webTest } from './browser.js';

const PAGES = ['pos', 'kds', 'admin'] as const;
const LOOKS: readonly PageOptions[] = [
  { scheme: 'light' },
  { scheme: 'dark' },
  { scheme: 'light', size: 'phone' },
  { scheme: 'dark', size: 'phone', locale: 'hi-IN' },
];

/** Nothing is wider than the window: nobody scrolls a till sideways. */
const overflows = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');

webTest('entry', async (t, web) => {
  for (const look of LOOKS) {
    const name = Object.values(look).join(' ');
    await t.test(`the start page and each way in are accessible: ${name}`, async (t) => {
      const page = await web.page(look);
      await page.goto(web.url);
      await page.locator('.start nav a').first().waitFor();
      await accessible(t, page, 'start');
      t.notOk(await overflows(page), 'start fits');
      for (const path of PAGES) {
        await page.goto(`${web.url}/${path}`);
        await page.locator('.entry-card').waitFor();
        await accessible(t, page, path);
        t.notOk(await overflows(page), `${path} fits`);
      }
      await page.goto(`${web.url}/pos`);
      await page.locator('.entry-side > footer button').click();
      await page.locator('.pair-code').waitFor();
      await accessible(t, page, 'pairing');
      t.notOk(await overflows(page), 'pairing fits');
      await page.close();
    });
  }

  await t.test('a newcomer gets in: the demo tells how, and one sign-in opens all', async (t) => {
    const page = await web.page();
    await page.goto(web.url);
    await page.getByRole('link', { name: 'Till' }).click();
    await page.getByRole('button', { name: 'Fill in' }).click();
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('button', { name: 'Annapurna Indiranagar' }).click();
    await page.locator('.shell').waitFor();
    for (const [path, title] of [
      ['pos', 'kotd · Till'],
      ['kds', 'kotd · Kitchen display'],
      ['admin', 'Sales · Annapurna Indiranagar · kotd'],
    ]) {
      await page.goto(`${web.url}/${path}`);
      await page.locator('.shell').waitFor();
      await until(async () => (await page.title()) === title, `${title}`);
      const painted = await page.evaluate(
        "performance.getEntriesByName('first-contentful-paint')[0]?.startTime",
      );
      t.comment(`${path}: first contentful paint after ${Math.round(Number(painted))} ms`);
    }
    await page.close();
  });

  for (const look of LOOKS) {
    const name = Object.values(look).join(' ');
    await t.test(`the shells are accessible: ${name}`, async (t) => {
      const page = await web.page({ ...look, locale: 'en-IN' });
      for (const path of PAGES) {
        await signIn(page, `${web.url}/${path}`);
        await page.locator('.waiting').waitFor({ state: 'detached' });
        await accessible(t, page, path);
        t.notOk(await overflows(page), `${path} fits`);
        await page.locator('.shell-person').click();
        await accessible(t, page, `${path} with its menu open`);
        await page.getByRole('menuitem', { name: 'Sign out' }).click();
        await page.locator('.entry-card').waitFor();
      }
      await page.close();
    });
  }

  await t.test('a wrong password is told, and the form stays', async (t) => {
    const page = await web.page();
    web.expected.push(/status of 401/);
    await page.goto(`${web.url}/pos`);
    await page.getByLabel('E-mail address').fill('owner@demo.kotd');
    await page.getByLabel('Password').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('do not go together').waitFor();
    t.equal(await page.getByLabel('E-mail address').inputValue(), 'owner@demo.kotd');
    await accessible(t, page, 'refused');
    await page.close();
  });

  await t.test('a role that a page is not for is told so, and can sign out', async (t) => {
    const page = await web.page();
    await page.goto(`${web.url}/pos`);
    await page.getByLabel('E-mail address').fill('kitchen@demo.kotd');
    await page.getByLabel('Password').fill('demo-kitchen');
    await page.keyboard.press('Enter');
    await page.getByText('This page is not for').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Password').waitFor();
    t.equal(await page.locator('.shell').count(), 0);
    await page.close();
  });

  await t.test('language and theme are chosen, and remembered', async (t) => {
    const page = await web.page({ scheme: 'light' });
    const choose = async (name: string) => {
      await page.locator('.menu > button').click();
      await page.getByRole('menuitemradio', { name }).click();
    };
    const ground = () =>
      page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    await page.goto(`${web.url}/pos`);
    const light = await ground();
    await choose('हिन्दी');
    await page.getByRole('heading', { name: 'साइन इन' }).waitFor();
    await choose('गहरा');
    t.not(await ground(), light);
    await page.reload();
    await page.getByRole('heading', { name: 'साइन इन' }).waitFor();
    t.not(await ground(), light);
    t.equal(await page.evaluate('document.documentElement.lang'), 'hi');
    await page.close();
  });

  await t.test('the menu is worked by keyboard alone', async (t) => {
    const page = await web.page();
    await page.goto(web.url);
    await page.locator('.menu > button').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'कहाँ जाना है?' }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    t.equal(await page.getByRole('menu').count(), 0);
    t.ok(await page.evaluate("document.activeElement.matches('.menu > button')"), 'focus is back');
    await page.close();
  });

  await t.test('the code of a pairing is written as it stands on the other screen', async (t) => {
    const page = await web.page();
    web.expected.push(/status of 40[14]/);
    await page.goto(`${web.url}/kds`);
    await page.getByRole('button', { name: 'Pair with a code' }).click();
    const code = page.getByLabel('Code');
    await code.pressSequentially('ab2l1 cdx9');
    t.equal(await code.inputValue(), 'AB2C-DX9');
    t.ok(await page.getByRole('button', { name: 'Pair', exact: true }).isDisabled());
    await code.pressSequentially('7k');
    t.equal(await code.inputValue(), 'AB2C-DX97', 'no more than eight');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await page.close();
  });
});
