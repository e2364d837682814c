import type { Calculation } from '../../src/domain/shapes/order.js';
import { until } from '../until.js';
import { webTest } from './browser.js';
import { House } from './kds-house.js';
import { Books, Hands } from './pos-hands.js';

/** ₹1,234.50 is 123450. */
function paise(text: string | null): number {
  const digits = (text ?? '').replace(/[^\d.-]/g, '');
  return Math.round(Number(digits) * 100);
}

webTest('pos bill', async (t, web) => {
  const house = await House.open(web.api);
  const books = new Books(house);
  // What is printed goes to no printer here.
  const quiet = (hands: Hands) =>
    hands.page.evaluate('window.print = () => { window.printed = (window.printed ?? 0) + 1 }');

  await t.test('a bill is explained, issued and paid in three tenders, to the paisa', async (t) => {
    const cashier = await Hands.of(web, 'cashier');
    const { page } = cashier;
    await quiet(cashier);
    await cashier.open('T1');
    await page.getByRole('button', { name: 'One guest more' }).click();
    // Half a rupee, a price with its tax inside, 18 % besides 5 %: whatever can be rounded.
    await cashier.take('3 masala pap', 'masala pean', 'banquet thali', 'butter chicken');
    await cashier.send();
    await cashier.settled();
    const order = await books.orderAt('T1');
    const calculated = await house.do<Calculation>('POST', '/orders:calculate', {
      type: 'dineIn',
      lines: order.lines.map(({ itemId, quantity, variantId }) => ({
        itemId,
        quantity,
        ...(variantId === null ? {} : { variantId }),
      })),
    });
    t.same(calculated.totals, order.totals);
    await page.getByRole('button', { name: 'Bill', exact: true }).click();
    await page.getByRole('button', { name: 'Explain every paisa' }).click();
    const shown = async (name: string) =>
      paise(
        await page
          .locator('.account-sums tr, .account tfoot tr', { hasText: new RegExp(`^${name}`) })
          .locator('td')
          .textContent(),
      );
    t.equal(await shown('Before tax'), order.totals.subtotal);
    t.equal(await shown('Rounding'), order.totals.rounding);
    t.equal(await shown('To pay'), order.totals.payable);
    for (const [name, rate] of [
      ['CGST 2.5 %', 2.5],
      ['SGST 9 %', 9],
    ] as const) {
      const said = calculated.explanation.filter(({ text }) =>
        text.includes(`${name.slice(0, 4)} ${rate} %`),
      );
      const sum = said.reduce((total, { amount }) => total + amount, 0);
      t.equal(
        paise(
          await page
            .locator('.account-sums tr', { hasText: new RegExp(`^${name}`) })
            .locator('td')
            .textContent(),
        ),
        sum,
        name,
      );
    }
    await page.getByRole('button', { name: 'Issue the bill' }).click();
    await page.locator('.receipt').waitFor();
    const issued = await books.billOf(await books.orderAt('T1'));
    t.equal(paise(await page.locator('.receipt-payable strong').textContent()), issued.payable);
    const receipt = (await page.locator('.receipt').textContent()) ?? '';
    for (const text of ['Tax invoice', issued.invoiceNumber, '29 Karnataka', 'HSN/SAC 996331']) {
      t.match(receipt, text);
    }
    t.notMatch(receipt, 'Duplicate');
    const due = async () => paise(await page.locator('.due strong').textContent());
    t.equal(await due(), issued.payable);

    await page.getByRole('button', { name: 'Card' }).click();
    await page.keyboard.type('500');
    await page.getByLabel('Reference').fill('4242');
    await page.getByRole('button', { name: 'Take ₹500.00 by card' }).click();
    await until(async () => (await due()) === issued.payable - 50_000, 'the card is settled');
    await page.getByRole('button', { name: 'UPI' }).click();
    await page.keyboard.type('9999');
    await page.getByText('Only cash may be more').waitFor();
    t.ok(await page.getByRole('button', { name: /by UPI$/ }).isDisabled());
    await page.getByRole('button', { name: 'One more' }).click();
    const half = paise(await page.locator('.pay-amount output').textContent());
    await page.getByRole('button', { name: /by UPI$/ }).click();
    await until(
      async () => (await due()) === issued.payable - 50_000 - half,
      'the share is settled',
    );
    await cashier.settled();
    await page.getByRole('button', { name: 'Cash', exact: true }).click();
    await page.keyboard.type('2000');
    const change = 200_000 - (issued.payable - 50_000 - half);
    t.equal(paise(await page.locator('.pay-change strong').textContent()), change);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Paid' }).waitFor();
    t.equal(paise(await page.locator('.settled-change strong').textContent()), change);

    const paid = await books.billOf(order.billId ? order : await books.orderAt('T1'));
    t.match(paid, { status: 'paid', paid: issued.payable, change });
    t.same(
      paid.payments.map(({ tender, settled, reference }) => [tender, settled, reference]),
      [
        ['card', 50_000, '4242'],
        ['upi', half, null],
        ['cash', issued.payable - 50_000 - half, null],
      ],
    );
    await page.getByRole('button', { name: 'Print', exact: true }).click();
    await page.getByText(/^1 copy printed/).waitFor();
    t.notMatch(await page.locator('.receipt').textContent(), 'Duplicate');
    await page.getByRole('button', { name: 'Print again' }).waitFor();
    await page.keyboard.press('p');
    await page.locator('.receipt', { hasText: 'Duplicate · copy 2' }).waitFor();
    await until(async () => (await page.evaluate('window.printed')) === 2, 'the second paper');
    await page.locator('.settled').getByRole('button', { name: 'Done' }).click();
    await cashier.atFloor();
    t.equal(await cashier.table('T1').getAttribute('data-state'), 'free');
    await page.close();
  });

  await t.test(
    'held lines go to the kitchen with the bill, new ones keep it waiting',
    async (t) => {
      const cashier = await Hands.of(web, 'cashier');
      const { page } = cashier;
      await cashier.open('T2');
      await cashier.take('samosa');
      await page.getByRole('button', { name: 'Hold' }).click();
      await page.getByText('Held: the kitchen does not know').waitFor();
      await cashier.take('naan');
      await page.locator('.ticket-total').click();
      t.ok(await page.getByRole('button', { name: 'Send and issue the bill' }).isDisabled());
      await page.keyboard.press('Escape');
      await page.locator('.row[data-kind="draft"]').getByRole('button', { name: 'Remove' }).click();
      await cashier.settled();
      await page.keyboard.press('F8');
      await page.getByRole('button', { name: 'Send and issue the bill' }).click();
      await page.locator('.receipt').waitFor();
      const order = await books.orderAt('T2');
      t.equal(order.status, 'billed');
      t.equal((await books.ticketsOf(order)).length, 1);
      await page.close();
    },
  );

  await t.test('a waiter bills, takes no money, and cancels a bill only with leave', async (t) => {
    const waiter = await Hands.of(web, 'waiter');
    const { page } = waiter;
    await waiter.open('T3');
    await waiter.take('2 jaljeera');
    await waiter.send();
    await waiter.settled();
    await page.keyboard.press('F8');
    await page.getByRole('button', { name: 'Issue the bill' }).click();
    await page.getByText('A cashier takes the payment.').waitFor();
    t.equal(await page.locator('.keypad').count(), 0);
    await waiter.choose('Cancel the bill');
    await waiter.chip('Wrong items');
    await page.getByRole('button', { name: 'Ask for approval' }).click();
    t.equal(await page.getByRole('button', { name: 'Meera Nair' }).count(), 0, 'no cashier');
    await waiter.approve('Asha Rao', '2580');
    await page.locator('.row[data-kind="sent"]', { hasText: 'Jaljeera' }).waitFor();
    t.match(await books.orderAt('T3'), { status: 'open', billId: null });
    await page.close();
  });

  await t.test('a till that looks at an order sees the bill that another one issued', async (t) => {
    const [one, two] = [await Hands.of(web, 'waiter'), await Hands.of(web, 'cashier')];
    await one.open('T4');
    await one.take('payasam');
    await one.send();
    await one.settled();
    await two.open('T4');
    await two.page.getByRole('button', { name: 'Bill', exact: true }).click();
    await two.page.getByRole('button', { name: 'Issue the bill' }).click();
    await one.page.locator('.receipt').waitFor();
    await two.page.getByRole('button', { name: /in cash$/ }).click();
    await one.page.getByRole('heading', { name: 'Paid' }).waitFor();
    t.match(await books.orderAt('T4'), { status: 'paid' });
    await one.page.close();
    await two.page.close();
  });

  await t.test('a bill to another state has IGST', async (t) => {
    const cashier = await Hands.of(web, 'cashier');
    const { page } = cashier;
    await page.getByRole('button', { name: 'Delivery' }).click();
    await cashier.choose('Place of supply');
    await page.locator('dialog').getByLabel('Place of supply').selectOption('27');
    await page.getByRole('button', { name: 'Done' }).click();
    await cashier.take('naan');
    await cashier.send();
    await cashier.settled();
    await page.keyboard.press('F8');
    await page.locator('.account tr', { hasText: 'IGST 5 %' }).waitFor();
    await page.getByRole('button', { name: 'Issue the bill' }).click();
    await page.locator('.receipt', { hasText: '27 Maharashtra' }).waitFor();
    const order = (await books.orders()).find(({ type }) => type === 'delivery');
    t.ok(order);
    if (order) t.match((await books.billOf(order)).taxes, [{ name: 'IGST', rate: 500 }]);
    await page.close();
  });

  await t.test('bills of the day are found, and only the paper is printed', async (t) => {
    const { page } = await Hands.of(web, 'owner');
    await page.getByRole('button', { name: 'Bills of today' }).click();
    await page.locator('.bills-row').first().waitFor();
    await page.getByRole('button', { name: 'The day before' }).click();
    await page.getByText('No bills').waitFor();
    await page.getByRole('button', { name: /^Business day: / }).click();
    await page.getByRole('button', { name: 'Today' }).click();
    const { invoiceNumber } = await books.billOf(await books.orderAt('T1'));
    await page.getByLabel('Invoice number').fill(invoiceNumber);
    await until(async () => (await page.locator('.bills-row').count()) === 1, 'its row alone');
    await page.locator('.bills-row').click();
    await page.locator('.receipt', { hasText: invoiceNumber }).waitFor();
    await page.getByText(/^2 copies printed/).waitFor();
    await page.emulateMedia({ media: 'print' });
    t.notOk(await page.locator('.bill-side').isVisible());
    t.notOk(await page.locator('.shell-bar').isVisible());
    t.ok(await page.locator('.receipt').isVisible());
    await page.close();
  });
});
