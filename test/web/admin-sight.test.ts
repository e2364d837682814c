import type { Page } from 'playwright-core';
import { addDays } from '../../web/ui/days.js';
import { Socket } from '../socket.js';
import { metric } from '../metric.js';
import { until } from '../until.js';
import { signIn, webTest } from './browser.js';
import { House } from './kds-house.js';
import { goTo, Office } from './admin-office.js';

const tile = (page: Page, name: string) =>
  page.locator('.tile', { has: page.getByRole('heading', { name, exact: true }) });

/** How far things moved by themselves (Cumulative Layout Shift); begun before the page is opened. */
const WATCH_SHIFTS = `globalThis.shifted = 0; new PerformanceObserver((list) => {
  for (const each of list.getEntries()) if (!each.hadRecentInput) shifted += each.value;
}).observe({ type: 'layout-shift', buffered: true });`;
const shifted = (page: Page) => page.evaluate<number>('shifted');
/** A form of a few fields that jumps by a line's height comes to five times as much. */
const STILL = 0.001;

webTest('admin sight', async (t, web) => {
  const office = await Office.open(web);

  await t.test('days are written one way, in words, and chosen by keyboard', async (t) => {
    const page = await web.page({ locale: 'hi-IN' });
    await page.goto(`${web.url}/admin`);
    await page.locator('input[type=email]').fill('owner@demo.kotd');
    await page.locator('input[type=password]').fill('demo-owner');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Annapurna Indiranagar' }).click();
    const day = page.locator('.day-picker-day');
    await day.waitFor();
    const said = await page.locator('.office-head p.soft').innerText();
    t.equal(await day.innerText(), said, 'on the button as in the head');
    t.match(said, /[\u0900-\u097f]/, 'in the language of the page');
    t.equal(await page.locator('input[type=date], input[type=time]').count(), 0);

    await day.focus();
    await page.keyboard.press('Enter');
    await page.locator('dialog[open] [tabindex="0"]').waitFor();
    const at = () => page.evaluate<string>('document.activeElement.getAttribute("aria-label")');
    const today = await at();
    t.equal(today, said, 'it begins with the day that is shown');
    await page.keyboard.press('ArrowRight');
    t.equal(await at(), today, 'nothing was sold tomorrow');
    await page.keyboard.press('ArrowUp');
    await until(async () => (await at()) !== today, 'the week before');
    const before = await at();
    await page.keyboard.press('Enter');
    await until(async () => (await day.innerText()) === before, 'the chosen day');
    const date = /\d{4}-\d\d-\d\d$/.exec(page.url())?.[0] ?? '';
    await page.getByRole('button', { name: 'अगला दिन' }).click();
    await until(() => page.url().endsWith(addDays(date, 1)), 'the day after');
    await page.close();
  });

  await t.test('the first Tab leads past the navigation', async (t) => {
    const page = await web.page();
    await signIn(page, `${web.url}/admin`);
    await page.getByRole('button', { name: 'The day before' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'The day before' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    const label = 'document.activeElement.getAttribute("aria-label")';
    t.equal(await page.evaluate(label), 'The day before');
    t.match(await page.title(), /^Sales · Annapurna Indiranagar/);
    await page.close();
  });

  await t.test('nothing jumps while answers are slow', async (t) => {
    const page = await web.page();
    await page.addInitScript(WATCH_SHIFTS);
    const slow = (pattern: RegExp, ms: number) =>
      page.route(pattern, async (route) => {
        await new Promise((resolve) => setTimeout(resolve, ms));
        await route.continue();
      });
    await slow(/pages\.json$/, 300);
    await page.goto(`${web.url}/admin`);
    await page.getByText('This is the demo').waitFor();
    t.ok((await shifted(page)) < STILL, `${await shifted(page)} at the sign-in`);
    await slow(/reports\/day/, 700);
    await signIn(page, `${web.url}/admin`);
    await page.evaluate('shifted = 0');
    await page.getByRole('heading', { name: 'Nothing was billed yet today' }).waitFor();
    t.ok((await shifted(page)) < STILL, `${await shifted(page)} at the sales`);
    await page.close();
  });

  await t.test('live figures are what /metrics says', async (t) => {
    const page = await web.page();
    await signIn(page, `${web.url}/admin`);
    await goTo(page, web, 'operations');
    const { token, outlet } = office;
    const owner = { outlet, tokens: { owner: token } } as Parameters<typeof Socket.open>[1];
    const open = () => Socket.open(web.url, owner, 'owner', ['floor']);
    const sockets = await Promise.all([open(), open(), open()]);
    const value = (name: string) => tile(page, name).locator('.tile-value').innerText();
    await until(async () => /^4\b/.test(await value('Sockets')), 'the three and the page');
    await until(async () => (await metric(web.url, 'kotd_sockets')) === 4, 'the same in /metrics');
    const streams = async () => {
      const detail = await tile(page, 'Sockets').locator('.soft').innerText();
      return Number.parseInt(detail, 10) === (await metric(web.url, 'kotd_streams_active'));
    };
    await until(streams, 'the streams that /metrics counts');
    t.match(await value('Events behind'), /^0\b/);
    t.equal(await metric(web.url, 'kotd_stream_position_lag'), 0);
    const entries = async () => {
      const detail = await tile(page, 'Cache hits').locator('.soft').innerText();
      return Number.parseInt(detail, 10) === (await metric(web.url, 'kotd_cache_entries'));
    };
    await until(entries, 'the entries that /metrics counts');
    for (const socket of sockets) socket.close();
    await until(async () => /^1\b/.test(await value('Sockets')), 'the page alone');
    t.match(await value('Sockets'), /peak 4/, 'and its curve remembers them');
    await page.close();
  });

  await t.test('a day with voids and no bill has no empty charts', async (t) => {
    const house = await House.open(web.api);
    await house.takeBack(await house.send(['Naan', 3]), 2);
    const page = await web.page();
    await signIn(page, `${web.url}/admin`);
    await page.getByRole('heading', { name: 'Nothing was billed yet today' }).waitFor();
    await page.locator('.sums').getByText('2 portions void').waitFor();
    t.equal(await page.locator('.day-panels').count(), 0);
    await page.close();
  });
});
