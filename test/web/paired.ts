import type { Page } from 'playwright-core';
import { DEMO_LOGINS } from '../../src/demo/restaurant.js';
import type { Role } from '../../src/domain/shapes/staff.js';
import type { PageOptions, Web } from './browser.js';
import type { House } from './kds-house.js';

/**
 * A browser that is a device of the demo's first outlet: the office adds it, and its code is typed in.
 * @param url where the pages come from: through a wire, perhaps
 */
export async function pairedDevice(
  web: Web,
  house: House,
  device: { kind: 'pos' | 'kds'; name: string },
  options: PageOptions = {},
  url = web.url,
): Promise<Page> {
  const { code } = await house.do<{ code: string }>('POST', '/devices', device);
  const page = await web.page(options);
  await page.goto(`${url}/${device.kind}`);
  await page.getByRole('button', { name: 'Pair with a code' }).click();
  await page.getByLabel('Code').fill(code);
  await page.getByRole('button', { name: 'Pair', exact: true }).click();
  return page;
}

/** Somebody of the demo comes in by PIN at a paired till: the first who has that role. */
export async function enter(page: Page, role: Role): Promise<void> {
  await page.getByRole('heading', { name: 'Who is it?' }).waitFor();
  await typePin(page, role);
  await page.locator('.shell').waitFor();
}

/** Chooses the name and types the PIN, where both are asked for. */
export async function typePin(page: Page, role: Role): Promise<void> {
  const person = DEMO_LOGINS.find((login) => login.role === role);
  if (!person) throw new Error(`the demo has no ${role}`);
  await page.getByRole('button', { name: person.name }).click();
  await page.getByRole('group', { name: `PIN of ${person.name}` }).waitFor();
  await page.keyboard.type(person.pin);
  await page.getByRole('button', { name: 'Enter', exact: true }).click();
}
