import type { Page } from 'playwright-core';
import { accessible, signIn, type Web, webTest } from './browser.js';

/** A new device of the demo's first outlet, and the code it pairs with. */
async function newDevice({ api }: Web, kind: 'pos' | 'kds', name: string) {
  const body = { email: 'owner@demo.kotd', password: 'demo-owner' };
  const { accessToken: token, outlets } = await api.expect<{
    accessToken: string;
    outlets: { id: string }[];
  }>(200, 'POST', '/auth/login', { body });
  const path = `/outlets/${outlets[0]?.id}/devices`;
  const { code, device } = await api.expect<{ code: string; device: { id: string } }>(
    201,
    'POST',
    path,
    { token, body: { name, kind } },
  );
  const revoke = () => api.expect(200, 'POST', `${path}/${device.id}/revoke`, { token, body: {} });
  return { code, revoke };
}

async function pair(page: Page, url: string, code: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name: 'Pair with a code' }).click();
  await page.getByLabel('Code').fill(code.toLowerCase().replace('-', ''));
  await page.keyboard.press('Enter');
}

async function enterPin(page: Page, person: string, pin: string): Promise<void> {
  await page.getByRole('button', { name: person }).click();
  await page.getByRole('group', { name: `PIN of ${person}` }).waitFor();
  await page.keyboard.type(pin);
  await page.keyboard.press('Enter');
}

webTest('devices', async (t, web) => {
  // A wrong PIN, a session that ended elsewhere: the browser tells of each refusal.
  web.expected.push(/status of 40[013]/);

  await t.test('a till: paired by a code, then everybody comes in by PIN', async (t) => {
    const page = await web.page({ size: 'tablet' });
    const { code } = await newDevice(web, 'pos', 'Till 1');
    await pair(page, `${web.url}/pos`, code);
    await page.getByRole('heading', { name: 'Who is it?' }).waitFor();
    await accessible(t, page, 'the people');
    t.equal(await page.getByText('Chef Farida').count(), 0, 'nobody who may not work here');
    await enterPin(page, 'Meera Nair', '9999');
    await page.getByRole('alert').getByText('That is not the PIN').waitFor();
    await accessible(t, page, 'a wrong PIN');
    await page.keyboard.type('36');
    await page.getByRole('button', { name: '9', exact: true }).click();
    await page.getByRole('button', { name: '1', exact: true }).click();
    await page.getByRole('button', { name: 'Erase the last digit' }).click();
    await page.keyboard.type('0');
    await page.getByRole('button', { name: 'Enter', exact: true }).click();
    await page.locator('.shell').waitFor();

    await page.reload();
    await page.locator('.shell').waitFor();
    await page.locator('.shell-person').click();
    t.equal(await page.getByRole('menuitem', { name: /Unpair/ }).count(), 0, 'not for a cashier');
    await page.getByRole('menuitem', { name: 'Change person' }).click();
    await enterPin(page, 'Ravi Kumar', '7410');
    await page.locator('.shell-person').getByText('Ravi Kumar').waitFor();
    await page.close();
  });

  await t.test('a kitchen display: paired, and nobody signs in', async (t) => {
    const page = await web.page();
    const { code } = await newDevice(web, 'kds', 'Pass');
    await pair(page, `${web.url}/kds`, code);
    await page.locator('.shell').waitFor();
    await page.goto(`${web.url}/pos`);
    await page.getByText('paired as: Kitchen display').waitFor();
    await page.getByRole('button', { name: 'Unpair this device' }).click();
    const dialog = page.getByRole('dialog', { name: 'Unpair this device?' });
    await dialog.waitFor();
    await accessible(t, page, 'the question');
    await page.keyboard.press('Escape');
    t.equal(await dialog.count(), 0);
    t.ok(
      await page.evaluate("document.activeElement.matches('.entry-side > footer .button')"),
      'the focus is where it was',
    );
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Unpair this device' }).click();
    await page.getByLabel('Password').waitFor();
    await page.close();
  });

  await t.test('a device that is revoked in the office leads out', async (t) => {
    const page = await web.page();
    const { code, revoke } = await newDevice(web, 'pos', 'Till 2');
    await pair(page, `${web.url}/pos`, code);
    await page.getByRole('heading', { name: 'Who is it?' }).waitFor();
    await revoke();
    await page.reload();
    await page.getByLabel('Password').waitFor();
    t.equal(await page.getByRole('heading', { name: 'Who is it?' }).count(), 0);
    await page.close();
  });

  await t.test('who signs out in one tab is out in all of them', async (t) => {
    const page = await web.page();
    await signIn(page, `${web.url}/pos`);
    const other = await web.page({ context: page.context() });
    await other.goto(`${web.url}/kds`);
    await other.locator('.shell').waitFor();
    await page.locator('.shell-person').click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await other.getByLabel('Password').waitFor();
    t.equal(await other.locator('.shell').count(), 0);
    await page.context().close();
  });
});
