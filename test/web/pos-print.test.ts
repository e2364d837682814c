import type { Bill, BillPrint } from '../../src/domain/shapes/bill.js';
import type { Outlet } from '../../src/domain/shapes/organization.js';
import { until } from '../until.js';
import { behindWire } from './behind-wire.js';
import { accessible, webTest } from './browser.js';
import { House } from './kds-house.js';
import { Hands } from './pos-hands.js';

webTest(
  'pos print',
  async (t, web) => {
    const house = await House.open(web.api);
    const { wire, url } = await behindWire(t, web);

    async function billed(): Promise<Bill> {
      const { order } = await house.send(['Samosa (2)', 1]);
      return await house.do<Bill>('POST', `/orders/${order.id}/bill`, {});
    }
    const papersOf = async (bill: Bill) =>
      (await house.do<{ data: BillPrint[] }>('GET', `/bills/${bill.id}/prints`)).data;

    /**
     * A till that looks at a bill. What it prints goes to no printer, and is kept as it was read
     * then.
     */
    async function at(bill: Bill, role: 'waiter' | 'cashier', url = web.url) {
      const { page } = await Hands.of(web, role, {}, url);
      await page.evaluate(
        `window.papers = []; window.print = () => {
          window.papers.push(document.querySelector('.receipt').innerText)
        }`,
      );
      await page.goto(`${url}/pos#/bill/${bill.id}`);
      await page.locator('.receipt', { hasText: bill.invoiceNumber }).waitFor();
      const papers = async (count: number): Promise<string[]> => {
        const kept = () => page.evaluate('window.papers') as Promise<string[]>;
        await until(async () => (await kept()).length === count, `${count} papers`);
        return await kept();
      };
      const print = () => page.getByRole('button', { name: /^Print/ }).click();
      return { page, print, papers };
    }

    await t.test(
      'two tills print a bill at once: one paper is the first, one a copy',
      async (t) => {
        const bill = await billed();
        const [one, two] = [await at(bill, 'waiter'), await at(bill, 'cashier')];
        await Promise.all([one.print(), two.print()]);
        const papers = [...(await one.papers(1)), ...(await two.papers(1))];
        t.equal(papers.filter((paper) => /duplicate · copy 2/i.test(paper)).length, 1);
        t.equal(papers.filter((paper) => /duplicate|not counted/i.test(paper)).length, 1);
        for (const { page } of [one, two]) await page.getByText(/^2 copies printed/).waitFor();
        await accessible(t, one.page, 'a bill that was printed');
        t.same(
          (await papersOf(bill)).map(({ copy }) => copy),
          [1, 2],
        );
        await one.page.close();
        await two.page.close();
      },
    );

    await t.test('what is printed past the button says that nobody counted it', async (t) => {
      const { page, papers } = await at(await billed(), 'cashier');
      const mark = page.getByText('Copy not counted');
      t.notOk(await mark.isVisible(), 'on the screen it is only looked at');
      await page.emulateMedia({ media: 'print' });
      t.ok(await mark.isVisible());
      await page.emulateMedia({ media: 'screen' });
      await page.keyboard.press('Control+p');
      const [first = ''] = await papers(1);
      t.notMatch(first, /not counted/i, 'the keys for it are the button');
      await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
      await page.emulateMedia({ media: 'print' });
      await mark.waitFor({ state: 'visible' });
      await page.close();
    });

    await t.test('a till that is cut off prints, says so, and tells of it later', async (t) => {
      const bill = await billed();
      const { page, print, papers } = await at(bill, 'cashier', url);
      wire.cut();
      await page.getByText(/^Cut off since/).waitFor();
      await print();
      t.match((await papers(1))[0], /copy not counted/i);
      await page.getByText('1 copy is not counted yet').waitFor();
      t.same(await papersOf(bill), [], 'the server knows nothing of it');
      await Hands.at(page).back(wire);
      await page.getByText(/^1 copy printed/).waitFor();
      await page.getByText('1 copy is not counted yet').waitFor({ state: 'detached' });
      t.match(await papersOf(bill), [{ copy: 1 }]);
      await print();
      t.match((await papers(2))[1], /duplicate · copy 2/i);
      await page.close();
    });

    await t.test('a bill keeps the head that it was issued with', async (t) => {
      const before = await house.do<Outlet>('GET', '');
      t.ok(before.head?.gstin && before.head.fssai, 'the demo has one');
      const old = await billed();
      await house.do('PATCH', '', {
        head: { address: ['1, New Road'], phone: null, footer: 'See you' },
      });
      const fresh = await billed();
      const printed = async (bill: Bill) => {
        const { page } = await at(bill, 'waiter');
        const text = await page.locator('.receipt').innerText();
        await page.close();
        return text;
      };
      const [then, now] = [await printed(old), await printed(fresh)];
      const { legalName, address = [], phone, gstin, fssai, footer } = before.head ?? {};
      for (const text of [legalName, ...address, `Phone ${phone}`, footer]) {
        t.ok(text && then.includes(text), `${text}`);
      }
      for (const text of [then, now]) {
        t.ok(text.includes(`GSTIN ${gstin}`) && text.includes(`FSSAI ${fssai}`));
      }
      t.match(then, before.name);
      t.match(now, /1, New Road.*See you/s);
      t.notMatch(now, /Phone|100 Feet/);
    });
  },
  { KOTD_HEARTBEAT_MS: '2000' },
);
