import { behindWire } from './behind-wire.js';
import { accessible, signIn, webTest } from './browser.js';
import { goTo } from './admin-office.js';

webTest('admin while the server is away', async (t, web) => {
  const { wire, url } = await behindWire(t, web);
  const there = { ...web, url };
  const page = await web.page();
  await signIn(page, `${there.url}/admin`);
  const current = page.locator('.connection[data-state=current]');
  await current.waitFor();

  await t.test('what could not be had is there as soon as the server is', async () => {
    wire.cut();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByText('The server cannot be reached').waitFor();
    wire.heal();
    await page.getByLabel('Name', { exact: true }).waitFor();
    await page.getByText('The server cannot be reached').waitFor({ state: 'detached' });
  });

  await t.test('figures of before say nothing of now', async (t) => {
    await goTo(page, there, 'operations');
    // Whether all is well, or not, on a machine that is busy with other tests.
    const said = page.locator('.office-section .banner');
    await said.first().waitFor();
    wire.cut();
    const old = page.getByRole('alert').filter({ hasText: 'The server says no more right now' });
    await old.waitFor();
    t.equal(await said.count(), 1, 'neither that all is well nor what is not');
    await accessible(t, page, 'old figures');
    wire.heal();
    await old.waitFor({ state: 'detached' });
    await said.first().waitFor();
  });
});
