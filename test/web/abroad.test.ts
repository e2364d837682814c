import type { Bill } from '../../src/domain/shapes/bill.js';
import type { Menu } from '../../src/domain/shapes/menu.js';
import { goTo } from './admin-office.js';
import { signIn, webTest } from './browser.js';

const PASSWORD = 'a-good-password';

/** What a bill of the country says, and what is no number of it. */
const ABROAD = [
  {
    country: 'GB',
    wrong: 'gb 220 4302 32',
    number: 'gb 220 4302 31',
    lines: ['VAT reg. no. GB220430231', 'VAT invoice', '£'],
  },
  {
    country: 'AE',
    wrong: '200123456700003',
    number: '100 1234 5670 0003',
    lines: ['TRN 100123456700003', 'Tax invoice', 'AED'],
  },
] as const;

webTest('abroad', async (t, web) => {
  for (const { country, wrong, number, lines } of ABROAD) {
    await t.test(`a bill has the number under which VAT is charged in ${country}`, async (t) => {
      const email = `owner-${country}@test.kotd`;
      const { accessToken: token, outlets } = await web.api.expect<{
        accessToken: string;
        outlets: { id: string }[];
      }>(201, 'POST', '/organizations', {
        body: {
          ...{ name: `Abroad ${country}`, ownerName: 'Owner', email, password: PASSWORD },
          ...{ outletName: 'Main', country },
        },
      });
      const outlet = outlets[0]?.id ?? '';
      const page = await web.page();
      web.expected.push(/status of 422/);
      await signIn(page, `${web.url}/admin`, [email, PASSWORD]);
      await goTo(page, web, 'settings');
      t.equal(await page.getByLabel('GSTIN', { exact: true }).count(), 0, 'that is of India');
      const field = page.getByLabel('VAT registration number');
      await field.fill(wrong);
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('This is no VAT number').waitFor();
      await field.fill(number);
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('The settings are saved').waitFor();

      const on = <B>(method: string, path: string, body?: object) =>
        web.api.expect<B>(method === 'GET' ? 200 : 201, method, `/outlets/${outlet}${path}`, {
          token,
          ...(body ? { body } : {}),
        });
      const { taxClasses } = await on<Menu>('GET', '/menu');
      const item = { name: 'Tea', price: 350, taxClassId: taxClasses[0]?.id };
      const { id: itemId } = await on<{ id: string }>('POST', '/menu/items', item);
      const order = await on<{ id: string }>('POST', '/orders', {
        type: 'takeaway',
        lines: [{ itemId, quantity: 2 }],
      });
      const bill = await on<Bill>('POST', `/orders/${order.id}/bill`, { send: true });
      // A receipt may be printed before the outlet's settings have come: where it is has been kept.
      await page.route(`**/outlets/${outlet}`, () => {});
      await page.goto(`${web.url}/pos#/bill/${bill.id}`);
      const receipt = page.locator('.receipt', { hasText: bill.invoiceNumber });
      await receipt.waitFor();
      const text = (await receipt.textContent()) ?? '';
      for (const line of lines) t.ok(text.includes(line), `${line} in ${text}`);
      await page.close();
    });
  }
});
