import type { AuditEntry } from '../../src/domain/shapes/audit.js';
import type { Menu } from '../../src/domain/shapes/menu.js';
import { until } from '../until.js';
import { webTest } from './browser.js';
import { House } from './kds-house.js';
import { Books, Hands, read } from './pos-hands.js';

webTest('pos', async (t, web) => {
  const house = await House.open(web.api);
  const books = new Books(house);

  await t.test('a waiter takes an order by keyboard alone, and the kitchen has it', async (t) => {
    const waiter = await Hands.of(web, 'waiter');
    const { page } = waiter;
    await page.keyboard.press('/');
    await page.keyboard.type('t1');
    await page.keyboard.press('Enter');
    await page.locator('.ticket').waitFor();
    const search = page.getByPlaceholder('Find: name, code, or 2 naan');
    for (const typed of ['3 na', 'pbm', 'lime so']) {
      await search.and(page.locator(':focus')).waitFor();
      await page.keyboard.type(typed);
      await page.locator('.tile[data-first]').waitFor();
      await page.keyboard.press('Enter');
      if (typed !== 'pbm') continue;
      await page.getByRole('heading', { name: 'Paneer Butter Masala' }).waitFor();
      await waiter.chip('Half₹190.00');
      await waiter.chip('Hot');
      await page.getByLabel('Note for the kitchen').fill('less oil');
      await page.keyboard.press('Enter');
      await page.locator('dialog').waitFor({ state: 'detached' });
    }
    await page.getByText('Half · Hot').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('In the kitchen').waitFor();
    await waiter.settled();
    const order = await books.orderAt('T1');
    t.same(read(order), ['3 Naan', '1 Paneer Butter Masala', '1 Fresh Lime Soda']);
    t.match(order.lines[1], { variantName: 'Half', note: 'less oil', sentQuantity: 1 });
    t.same(
      order.lines[1]?.modifiers.map(({ name }) => name),
      ['Hot'],
    );
    const stations = (await books.ticketsOf(order)).map(({ stationId }) => stationId);
    t.equal(stations.length, 3, 'tandoor, kitchen and bar each have their ticket');
    const total = (await page.locator('.ticket-total strong').textContent()) ?? '';
    t.equal(Number(total.replace(/[^\d.]/g, '')) * 100, order.totals.payable, 'to the paisa');
    await page.keyboard.press('Escape');
    await waiter.table('T1').locator('[class=table-amount], .table-amount').waitFor();
    await page.close();
  });

  await t.test('each line shows how far the kitchen is, as it happens', async (t) => {
    const waiter = await Hands.of(web, 'waiter');
    await waiter.open('T2');
    await waiter.take('2 samosa');
    await waiter.send();
    await waiter.settled();
    const [ticket] = await books.ticketsOf(await books.orderAt('T2'));
    for (const [step, word] of [
      ['start', 'Cooking'],
      ['ready', 'Ready'],
      ['bump', 'Served'],
    ] as const) {
      await house.do('POST', `/tickets/${ticket?.id}/${step}`, {});
      await waiter.page.locator('.step', { hasText: word }).waitFor();
    }
    await house.do('POST', `/tickets/${ticket?.id}/recall`, {});
    await waiter.page.locator('.step', { hasText: 'Ready' }).waitFor();
    await waiter.toFloor();
    t.equal(await waiter.table('T2').getAttribute('data-state'), 'ready');
    await waiter.page.close();
  });

  await t.test('two tills on one table see each other at once, and lose nothing', async (t) => {
    const [one, two] = [await Hands.of(web, 'waiter'), await Hands.of(web, 'cashier')];
    await one.open('T3');
    await one.take('naan');
    await two.open('T3');
    await two.take('samosa', 'filter');
    await one.send();
    await two.page.locator('.row[data-kind="sent"]', { hasText: 'Naan' }).waitFor();
    t.equal(await two.taken(), 2, 'what the other one was taking is still there');
    await two.send();
    const both = ['1 Naan', '1 Samosa (2)', '1 Filter Coffee'];
    for (const till of [one, two]) {
      await until(async () => (await till.sent()).length === 3, 'the lines of both');
      t.same(await till.sent(), both);
    }
    t.same(read(await books.orderAt('T3')), both);
    await one.page.close();
    await two.page.close();
  });

  await t.test(
    'held lines are on every till, and go to the kitchen when they are sent',
    async (t) => {
      const waiter = await Hands.of(web, 'waiter');
      const { page } = waiter;
      await waiter.open('T4');
      await waiter.take('2 kulfi');
      await page.getByRole('button', { name: 'Hold' }).click();
      await page.getByText('Held: the kitchen does not know').waitFor();
      await waiter.settled();
      const held = await books.orderAt('T4');
      t.same((await books.ticketsOf(held)).length, 0);
      await waiter.row('Kulfi').click();
      await page.getByRole('button', { name: 'One more' }).click();
      await page.getByLabel('Note for the kitchen').fill('one spoon');
      await page.getByRole('button', { name: 'Done' }).click();
      await page.locator('.row', { hasText: 'one spoon' }).waitFor();
      await page.getByRole('button', { name: 'Send 3' }).click();
      await page.locator('.step', { hasText: 'Waiting' }).waitFor();
      await waiter.settled();
      const [ticket] = await books.ticketsOf(held);
      t.match(ticket?.items[0], { quantity: 3, note: 'one spoon' });
      await page.close();
    },
  );

  await t.test('one course is sent, and the other waits in the draft', async (t) => {
    const waiter = await Hands.of(web, 'waiter');
    const { page } = waiter;
    await waiter.open('T5');
    await page.getByLabel('Course of the next items').selectOption('1');
    await waiter.take('samosa');
    await page.getByLabel('Course of the next items').selectOption('2');
    await waiter.take('jeera');
    await page.getByRole('button', { name: 'Send one course only' }).click();
    await page.getByRole('menuitem', { name: 'Course 1' }).click();
    await page.locator('.row[data-kind="sent"]', { hasText: 'Samosa' }).waitFor();
    await waiter.settled();
    t.same(read(await books.orderAt('T5')), ['1 Samosa (2)']);
    t.equal(await waiter.taken(), 1);
    await waiter.send();
    await waiter.settled();
    t.match((await books.orderAt('T5')).lines[1], { name: 'Jeera Rice', course: 2 });
    await page.close();
  });

  await t.test(
    'held courses are fired one by one, from any till, and fresh lines with them',
    async (t) => {
      const [one, two] = [await Hands.of(web, 'waiter'), await Hands.of(web, 'cashier')];
      const next = (hands: Hands, course: string) =>
        hands.page.getByLabel('Course of the next items').selectOption(course);
      const fire = async (hands: Hands, course: string) => {
        await hands.page.getByRole('button', { name: 'Send one course only' }).click();
        await hands.page.getByRole('menuitem', { name: course }).click();
      };
      const sent = async () =>
        (await books.ticketsOf(await books.orderAt('T17')))
          .flatMap(({ items }) => items.map(({ name, change }) => `${change} ${name}`))
          .sort();
      await one.open('T17');
      await next(one, '1');
      await one.take('samosa');
      await next(one, '2');
      await one.take('2 naan');
      await one.page.getByRole('button', { name: 'Hold' }).click();
      await one.page.getByText('Held: the kitchen does not know').waitFor();
      await one.settled();

      await two.open('T17');
      await next(two, '1');
      await two.take('kulcha');
      await next(two, '3');
      await two.take('payasam');
      await fire(two, 'Course 1');
      await two.page.locator('.row[data-kind="sent"]', { hasText: 'Samosa' }).waitFor();
      await two.settled();
      t.same(await sent(), ['1 Kulcha', '1 Samosa (2)'], 'held and fresh of it, and nothing else');
      t.equal(await two.taken(), 1, 'the dessert waits in the draft');
      await one.page.locator('.row[data-kind="sent"]', { hasText: 'Samosa' }).waitFor();
      await one.page.locator('.row[data-kind="held"]', { hasText: 'Naan' }).waitFor();
      t.equal(
        await one.page.getByRole('button', { name: 'Send one course only' }).count(),
        0,
        'of one course all is sent at once',
      );

      await fire(two, 'Course 2');
      await two.page.locator('.row[data-kind="sent"]', { hasText: 'Naan' }).waitFor();
      await two.settled();
      t.same(await sent(), ['1 Kulcha', '1 Samosa (2)', '2 Naan']);
      await one.page.close();
      await two.page.close();
    },
  );

  await t.test('what is on the house has its bill, by the button as by its key', async (t) => {
    const { taxClasses } = await house.do<Menu>('GET', '/menu');
    const drink = { name: 'Welcome Drink', price: 0, taxClassId: taxClasses[0]?.id };
    await house.do('POST', '/menu/items', { ...drink, stationIds: [house.stations[0]?.id] });
    const waiter = await Hands.of(web, 'waiter');
    const { page } = waiter;
    const bill = page.getByRole('button', { name: 'Bill', exact: true });
    await waiter.open('T18');
    await waiter.take('welcome');
    await waiter.send();
    await waiter.settled();
    await bill.click();
    await page.getByRole('button', { name: 'Issue the bill' }).click();
    await page.locator('.bill').waitFor();
    t.match(await books.orderAt('T18'), { status: 'paid', totals: { payable: 0 } });
    await waiter.toFloor();

    await waiter.open('T19');
    await page.getByRole('button', { name: 'Seat the guests' }).click();
    await bill.waitFor();
    t.ok(await bill.isDisabled(), 'of nothing there is none');
    await page.close();
  });

  await t.test('what the kitchen has is voided with a reason and a manager’s PIN', async (t) => {
    const waiter = await Hands.of(web, 'waiter');
    const { page } = waiter;
    web.expected.push(/status of 403/);
    await waiter.open('T6');
    await waiter.take('2 kulcha');
    await waiter.send();
    await waiter.settled();
    await waiter.row('Kulcha').press('Delete');
    await page.getByText('The kitchen is told not to make 2 portions.').waitFor();
    await page.getByRole('button', { name: 'One less' }).click();
    await waiter.chip('Sent back');
    await page.getByRole('button', { name: 'Ask for approval' }).click();
    t.equal(await page.getByRole('button', { name: 'Sana Khan' }).count(), 0, 'no waiter approves');
    await waiter.approve('Vikram Shetty', '1111');
    await page.getByText('That is not the PIN.').waitFor();
    await page.keyboard.type('1470');
    await page.keyboard.press('Enter');
    await page.locator('.step', { hasText: '1 voided' }).waitFor();
    await waiter.settled();
    const order = await books.orderAt('T6');
    t.match(order.lines[0], { quantity: 2, voidedQuantity: 1 });
    const { data } = await house.do<{ data: AuditEntry[] }>('GET', '/audit?limit=20');
    const entry = data.find(({ action }) => action === 'order.lineVoided');
    t.match(entry, { reason: 'Sent back', approverName: 'Vikram Shetty', actorName: 'Ravi Kumar' });
    const voided = (await books.ticketsOf(order)).find(({ kind }) => kind === 'void');
    t.match(voided, { reason: 'Sent back', items: [{ change: -1 }] });
    await page.close();
  });

  await t.test('an order moves to another table, and takes in another order', async (t) => {
    const waiter = await Hands.of(web, 'waiter');
    const { page } = waiter;
    for (const [table, item] of [
      ['T7', 'missi'],
      ['T8', 'curd'],
    ] as const) {
      await waiter.open(table);
      await waiter.take(item);
      await waiter.send();
      await waiter.settled();
      await waiter.toFloor();
    }
    await waiter.open('T7');
    await waiter.choose('Move to another table');
    await page.locator('.choice', { hasText: 'T20' }).click();
    await page.getByRole('heading', { name: 'T20', exact: true }).waitFor();
    await waiter.choose('Take in another order');
    await page.locator('.choice', { hasText: 'T8' }).click();
    await page.locator('.row', { hasText: 'Curd Rice' }).waitFor();
    await waiter.settled();
    t.same(read(await books.orderAt('T20')), ['1 Missi Roti', '1 Curd Rice']);
    await waiter.toFloor();
    for (const table of ['T7', 'T8']) {
      await waiter.table(table).and(page.locator('[data-state=free]')).waitFor();
    }
    await page.close();
  });

  await t.test('an order is cancelled with a reason and an approval', async (t) => {
    const waiter = await Hands.of(web, 'waiter');
    const { page } = waiter;
    await waiter.open('T9');
    await waiter.take('payasam');
    await waiter.send();
    await waiter.settled();
    await waiter.choose('Cancel the order');
    await waiter.chip('Guests left');
    await page.getByRole('button', { name: 'Ask for approval' }).click();
    await waiter.approve('Meera Nair', '3690');
    await waiter.atFloor();
    await waiter.settled();
    t.match(await books.orderAt('T9'), { status: 'cancelled', cancelReason: 'Guests left' });
    await page.close();
  });

  await t.test(
    'a takeaway is begun, left, found again and sent; sold out items stay out',
    async (t) => {
      const cashier = await Hands.of(web, 'cashier');
      const { page } = cashier;
      await page.getByRole('button', { name: 'Takeaway' }).click();
      await page.locator('.ticket').waitFor();
      await cashier.take('rasmalai');
      await page.getByPlaceholder('Find: name').fill('banquet buffet');
      await page.locator('.tile').click({ button: 'right' });
      await page.locator('dialog').getByRole('button', { name: 'Sold out' }).click();
      await page.getByPlaceholder('Find: name').fill('banquet buffet');
      await page.locator('.tile[data-out]', { hasText: 'Banquet Buffet' }).click();
      await page.getByText('Banquet Buffet is sold out.').last().waitFor();
      t.equal(await cashier.taken(), 1, 'it is not taken');
      await page.getByRole('button', { name: 'There is some again' }).click();
      await page.getByPlaceholder('Find: name').fill('banquet buffet');
      await page.locator('.tile:not([data-out])', { hasText: 'Banquet Buffet' }).waitFor();
      await cashier.toFloor();
      await page.locator('.loose-card', { hasText: 'Not opened yet' }).click();
      await cashier.send();
      await cashier.settled();
      const order = (await books.orders()).find(({ type }) => type === 'takeaway');
      t.same(order && read(order), ['1 Rasmalai (2)']);
      await page.close();
    },
  );

  await t.test('a till that is paired changes its people by PIN', async (t) => {
    const { code } = await house.do<{ code: string }>('POST', '/devices', {
      name: 'Till 1',
      kind: 'pos',
    });
    const page = await web.page();
    await page.goto(`${web.url}/pos`);
    await page.getByRole('button', { name: 'Pair with a code' }).click();
    await page.getByLabel('Code').fill(code);
    await page.getByRole('button', { name: 'Pair', exact: true }).click();
    for (const [name, pin] of [
      ['Ravi Kumar', '7410'],
      ['Meera Nair', '3690'],
    ] as const) {
      await page.getByRole('button', { name }).click();
      await page.getByRole('group', { name: `PIN of ${name}` }).waitFor();
      await page.keyboard.type(pin);
      await page.keyboard.press('Enter');
      await page.locator('.shell-person', { hasText: name }).waitFor();
      await page.locator('.table-card').first().waitFor();
      await page.locator('.floor h2').first().click();
      await page.keyboard.press('Escape');
      await page.evaluate('document.activeElement.blur()');
      await page.keyboard.press('l');
      await page.getByRole('heading', { name: 'Who is it?' }).waitFor();
    }
    t.pass('both were in');
    await page.close();
  });
});
