import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { evening } from '../evening.js';
import { House } from '../house.js';
import { Servers } from '../servers.js';
import { Shift } from './shift.js';
import type { Studio } from './studio.js';

const DESK = { width: 1280, height: 800 };
/** An order and a bill are read from above to below. */
const TALL = { width: 1280, height: 900 };
const TABLET = { width: 1024, height: 768 };
const PHONE = { width: 390, height: 844, touch: true };
const WALL = { width: 1920, height: 1080 };

/** The operations are watched so long: the rates, of ten seconds, mean something, and the curves have a form. */
const WATCHED_MS = 30_000;
/** Slower than `npm run demo`, so that it is not over before. */
const PACE = 2.5;
/** How often the menu is asked for meanwhile, as a web shop's visitors do. */
const MENU_EVERY_MS = 50;

/** All pictures of the README, one page after the other. */
export async function takePictures(studio: Studio, url: string, seed: number): Promise<void> {
  await takeTill(studio);
  await takeKitchen(studio);
  await takeOffice(studio, url, seed);
}

async function takeTill(studio: Studio): Promise<void> {
  const page = await studio.till('cashier', DESK);
  await studio.keep(page, 'pos-floor');

  await page.setViewportSize(TALL);
  await table(page, 'T4').click();
  for (const dish of ['4 masala chai', '2 palak']) {
    await page.getByRole('searchbox', { name: /^Find:/ }).fill(dish);
    await page.keyboard.press('Enter');
  }
  await page.getByRole('button', { name: 'Curries' }).click();
  await studio.keep(page, 'pos-order');

  await page.getByRole('button', { name: 'Back to the tables' }).click();
  await table(page, 'T1').click();
  await page.getByText('Tax invoice').waitFor();
  await studio.keep(page, 'pos-bill');

  await page.getByRole('button', { name: 'Back to the tables' }).click();
  await page.locator('.shell-person').click();
  await page.getByRole('menuitemradio', { name: 'हिन्दी' }).click();
  await page.setViewportSize(TABLET);
  await studio.keep(page, 'pos-hindi');
  await page.context().close();
}

async function takeKitchen(studio: Studio): Promise<void> {
  const wall = await studio.device('kds', 'Kitchen wall', { ...WALL, scheme: 'dark' });
  await wall.getByRole('link', { name: 'Kitchen', exact: true }).click();
  await wall.getByRole('heading', { name: 'T9' }).waitFor();
  await wall.keyboard.press('a');
  await studio.keep(wall, 'kds-dark');
  await wall.context().close();

  const phone = await studio.device('kds', 'Phone at the pass', PHONE);
  await phone.getByRole('link', { name: /^Expo/ }).click();
  await phone.getByRole('heading', { name: 'T9' }).waitFor();
  await studio.keep(phone, 'kds-phone');
  await phone.context().close();

  const page = await studio.device('kds', 'Tandoor', TABLET);
  await page.getByRole('link', { name: 'Tandoor' }).click();
  await page.getByRole('heading', { name: 'T9' }).waitFor();
  const shift = await Shift.begin(studio.house);
  await shift.takeBack('T11', 'Tandoori Roti', 3, 'Guest changed their mind');
  await shift.end();
  await page.getByRole('alert').getByText('Guest changed their mind').waitFor();
  await studio.keep(page, 'kds');
  await page.context().close();
}

async function takeOffice(studio: Studio, url: string, seed: number): Promise<void> {
  const page = await studio.office(DESK);
  await page.getByRole('region', { name: 'Paid by' }).waitFor();
  await studio.keep(page, 'admin-today');
  await page.getByRole('link', { name: 'Menu' }).click();
  await page.getByText('Paneer Tikka').first().waitFor();
  await studio.keep(page, 'admin-menu');
  await page.getByRole('link', { name: 'Live operations' }).click();
  const dinner = await elsewhere(url, seed);
  await studio.keep(page, 'admin-operations');
  await dinner.end();
  await page.context().close();
}

/** A dinner at the other outlet, so that here everything stays as it was seen; resolves while it is in full swing. */
async function elsewhere(url: string, seed: number): Promise<{ end(): Promise<unknown> }> {
  const house = new House(new Servers([url]));
  await house.open();
  house.outlet = house.outlets.at(-1) ?? house.outlet;
  const dinner = evening(house, seed, PACE, 'nothing');
  const until = performance.now() + WATCHED_MS;
  while (performance.now() < until) await Promise.all([house.menu(), delay(MENU_EVERY_MS)]);
  return { end: () => dinner };
}

function table(page: Page, name: string) {
  return page.getByRole('button', { name: new RegExp(`^${name}\\b`) });
}
