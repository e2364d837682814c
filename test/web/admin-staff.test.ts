import { DEMO_LOGINS } from '../../src/demo/restaurant.js';
import { signIn, webTest } from './browser.js';
import { closed, dialog, goTo, Office, save } from './admin-office.js';

const key = () => ({ 'idempotency-key': crypto.randomUUID() });

webTest('admin staff', async (t, web) => {
  const office = await Office.open(web);
  const page = await web.page();
  await signIn(page, `${web.url}/admin`);
  await goTo(page, web, 'staff');
  const act = async (name: string, what: string) => {
    await page.getByRole('button', { name: `Actions for ${name}` }).click();
    await page.getByRole('menuitem', { name: what, exact: true }).click();
  };

  await t.test('the last owner stays: the page says why, and what to do', async (t) => {
    web.expected.push(/status of 409/);
    await act('Asha Rao', 'Deactivate');
    await dialog(page).getByText('This is you').waitFor();
    await dialog(page).getByRole('button', { name: 'Deactivate' }).click();
    await dialog(page).getByText('Make somebody else an owner first').waitFor();
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
    await act('Asha Rao', 'Change');
    await dialog(page).getByRole('radio', { name: 'Waiter' }).check();
    await dialog(page).getByText('with another role').waitFor();
    await save(page);
    await dialog(page).getByText('Make somebody else an owner first').waitFor();
    t.ok(await dialog(page).getByRole('radio', { name: 'Waiter' }).isChecked(), 'still chosen');
    await page.keyboard.press('Escape');
    await dialog(page).getByRole('button', { name: 'Discard' }).click();
    await closed(page);
  });

  await t.test('whoever is deactivated is out at once, wherever they are', async () => {
    web.expected.push(/status of 40[13]/);
    const login = ['manager@demo.kotd', 'demo-manager'] as const;
    const other = await web.page();
    await signIn(other, `${web.url}/admin`, login);
    await other.getByText('Current to').waitFor();
    await act('Vikram Shetty', 'Deactivate');
    await dialog(page).getByText('signed out everywhere at once').waitFor();
    await dialog(page).getByRole('button', { name: 'Deactivate' }).click();
    await closed(page);
    await other.getByRole('heading', { name: 'Sign in' }).waitFor();
    await other.getByLabel('E-mail address').fill(login[0]);
    await other.getByLabel('Password').fill(login[1]);
    await other.getByRole('button', { name: 'Sign in', exact: true }).click();
    await other.getByText('do not go together').waitFor();
    await other.close();
    await page.getByRole('switch', { name: 'Show deactivated' }).click();
    await act('Vikram Shetty', 'Activate again');
    await dialog(page).getByRole('button', { name: 'Activate again' }).click();
    await closed(page);
  });

  await t.test('another PIN goes in the place of the one before', async () => {
    const waiter = DEMO_LOGINS.find(({ role }) => role === 'waiter');
    const path = `/outlets/${office.outlet}/devices`;
    const { code } = await office.call<{ code: string }>(201, 'POST', path, {
      ...{ name: 'Till', kind: 'pos' },
    });
    const pairing = { body: { code }, headers: key() };
    const { accessToken } = await web.api.expect<{ accessToken: string }>(
      ...([200, 'POST', '/auth/pair', pairing] as const),
    );
    const { data } = await office.get<{ data: { id: string; name: string }[] }>('/people');
    const staffId = data.find(({ name }) => name === waiter?.name)?.id;
    const enter = (status: number, pin = '') =>
      web.api.expect(status, 'POST', '/auth/pin', {
        ...{ token: accessToken, body: { staffId, pin }, headers: key() },
      });
    await enter(200, waiter?.pin);
    await act(waiter?.name ?? '', 'New PIN');
    await dialog(page).getByText('The old one works no longer').waitFor();
    await dialog(page).getByLabel('PIN', { exact: true }).fill('4444');
    await save(page, 'Set a PIN');
    await dialog(page).getByText('Not the same digit all over').waitFor();
    await dialog(page).getByLabel('PIN', { exact: true }).fill('8264');
    await save(page, 'Set a PIN');
    await closed(page);
    await enter(403, waiter?.pin);
    await enter(200, '8264');
  });

  await t.test('whom nobody finds is told', async () => {
    for (const n of [1, 2]) {
      const person = { name: `Extra ${n}`, email: `extra${n}@demo.kotd`, password: 'long enough' };
      const body = { ...person, role: 'waiter', outletIds: [office.outlet] };
      await office.call(201, 'POST', '/staff', body);
    }
    await page.reload();
    await page.getByLabel('Find somebody').fill('zebra');
    await page.getByText('Nobody here is like “zebra”').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Extra 2').waitFor();
  });
});
