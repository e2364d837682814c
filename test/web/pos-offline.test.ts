import { childrenOf, signalTo } from '../../fleet/process.js';
import { until } from '../until.js';
import { behindWire } from './behind-wire.js';
import { webTest } from './browser.js';
import { House } from './kds-house.js';
import { Books, Hands, read } from './pos-hands.js';

webTest(
  'pos offline',
  async (t, web) => {
    const house = await House.open(web.api);
    const books = new Books(house);
    // From this machine, as far as the browser knows: so it may keep the pages for when there is no server.
    const { wire, url } = await behindWire(t, web);
    web.expected.push(/status of 50[0-9]/);

    const cutOff = (hands: Hands) => hands.page.getByText(/^Cut off since/).waitFor();

    await t.test('an order goes on while the network is cut, and arrives whole once', async (t) => {
      const waiter = await Hands.of(web, 'waiter', {}, url);
      const { page } = waiter;
      await waiter.open('T1');
      await waiter.take('2 samosa');
      await waiter.send();
      await waiter.settled();
      await waiter.take('naan');
      wire.cut();
      await cutOff(waiter);
      await waiter.take('filter');
      await waiter.send();
      await page.locator('.row', { hasText: 'Naan' }).getByText('On its way').waitFor();
      await waiter.waiting(2);
      await page.getByText('2 commands are kept here and sent by themselves.').waitFor();
      await waiter.take('payasam');
      t.same(read(await books.orderAt('T1')), ['2 Samosa (2)'], 'the server knows nothing of it');
      await waiter.back(wire);
      await waiter.settled();
      await page.getByText(/^Cut off since/).waitFor({ state: 'detached' });
      await page.getByText('On its way').first().waitFor({ state: 'detached' });
      t.equal(await waiter.taken(), 1, 'what was not sent is still being taken');
      const order = await books.orderAt('T1');
      t.same(read(order), ['2 Samosa (2)', '1 Naan', '1 Filter Coffee']);
      const tickets = await books.ticketsOf(order);
      const asked = tickets.flatMap(({ items }) => items.map(({ change }) => change));
      t.equal(
        asked.reduce((sum, change) => sum + change, 0),
        4,
        'each portion is cooked once',
      );
      await page.close();
    });

    await t.test(
      'a table is opened, and a reload keeps order, draft and outbox, all without the server',
      async (t) => {
        const waiter = await Hands.of(web, 'waiter', { offline: true }, url);
        const { page } = waiter;
        await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
        await waiter.open('T2');
        await page.locator('.tile').first().waitFor();
        wire.cut();
        await cutOff(waiter);
        await page.getByRole('button', { name: 'One guest more' }).click();
        await waiter.take('3 kulcha');
        await waiter.send();
        await waiter.waiting(2);
        await waiter.take('jeera');
        const total = await page.locator('.ticket-total strong').textContent();
        await waiter.reload();
        await page.locator('.ticket').waitFor();
        await waiter.waiting(2);
        await page.getByText(/^(Cut off|The server cannot)/).waitFor();
        await page.getByText('On its way: the kitchen does not know yet').waitFor();
        t.same(await waiter.sent('underWay'), ['3 Kulcha'], 'what waits is on the paper');
        t.equal(await waiter.taken(), 1);
        t.equal(
          await page.locator('.ticket-total strong').textContent(),
          total,
          'and the same in money',
        );
        await waiter.toFloor();
        t.equal(await waiter.table('T2').getAttribute('data-state'), 'open');
        await waiter.back(wire);
        await waiter.settled();
        const order = await books.orderAt('T2');
        t.same([read(order), order.guests], [['3 Kulcha'], 1]);
        t.equal((await books.ticketsOf(order)).length, 1);
        t.equal(
          (await books.orders()).filter(({ tableId }) => tableId === order.tableId).length,
          1,
          'the table was opened once',
        );
        await page.close();
      },
    );

    await t.test('answers that get lost do nothing twice', async (t) => {
      const waiter = await Hands.of(web, 'waiter', {}, url);
      await waiter.open('T3');
      await waiter.take('missi');
      wire.loseAnswers();
      await waiter.send();
      await until(async () => (await books.orders()).length === 3, 'the server has carried it out');
      await waiter.back(wire);
      await waiter.settled();
      t.same(read(await books.orderAt('T3')), ['1 Missi Roti']);
      t.equal((await books.ticketsOf(await books.orderAt('T3'))).length, 1);
      await waiter.page.close();
    });

    await t.test(
      'two tills open one table: the one that comes late adds its lines to the order',
      async (t) => {
        const [cut, other] = [
          await Hands.of(web, 'waiter', {}, url),
          await Hands.of(web, 'cashier'),
        ];
        const { page } = cut;
        await cut.open('T4');
        await page.locator('.tile').first().waitFor();
        wire.cut();
        await cutOff(cut);
        await cut.take('rasmalai');
        await cut.send();
        await other.open('T4');
        await other.take('lachha');
        await other.send();
        await other.settled();
        await cut.back(wire);
        await page.getByText('1 thing was refused and needs you.').waitFor();
        await page.getByText('Somebody else has opened an order at this table.').waitFor();
        await page.getByRole('button', { name: 'Back into the order' }).click();
        await page.locator('.row[data-kind="sent"]', { hasText: 'Lachha Paratha' }).waitFor();
        t.equal(await cut.taken(), 1);
        await cut.send();
        await cut.settled();
        t.same(read(await books.orderAt('T4')), ['1 Lachha Paratha', '1 Rasmalai (2)']);
        t.equal(await page.getByText('needs you').count(), 0);
        await other.page.close();
        await page.close();
      },
    );

    await t.test(
      'what was refused for good is told, and can be discarded; a paid order stays paid',
      async (t) => {
        const [cut, other] = [
          await Hands.of(web, 'waiter', {}, url),
          await Hands.of(web, 'cashier'),
        ];
        const { page } = cut;
        await cut.open('T5');
        await cut.take('gajar');
        await cut.send();
        await cut.settled();
        wire.cut();
        await cutOff(cut);
        await cut.take('payasam');
        await cut.send();
        await other.open('T5');
        await other.page.keyboard.press('F8');
        await other.page.getByRole('button', { name: 'Issue the bill' }).click();
        await other.page.getByRole('button', { name: /in cash$/ }).click();
        await other.page.getByRole('heading', { name: 'Paid' }).waitFor();
        await cut.back(wire);
        await page.getByRole('button', { name: 'Look' }).click();
        await page.getByText('The order was billed, paid or cancelled meanwhile.').waitFor();
        await page.getByRole('button', { name: 'Discard' }).click();
        await cut.settled();
        const order = await books.orderAt('T5');
        t.equal(order.status, 'paid');
        t.same(read(order), ['1 Gajar Halwa']);
        await page.keyboard.press('Escape');
        await page.getByText(/^Paid/).first().waitFor();
        await cut.toFloor();
        t.equal(await cut.table('T5').getAttribute('data-state'), 'free');
        await other.page.close();
        await page.close();
      },
    );

    await t.test(
      'a payment that is taken while cut off is recorded once, and asked for once',
      async (t) => {
        const cashier = await Hands.of(web, 'cashier', {}, url);
        const { page } = cashier;
        await cashier.open('T6');
        await cashier.take('2 curd');
        await cashier.send();
        await cashier.settled();
        await page.keyboard.press('F8');
        await page.getByRole('button', { name: 'Issue the bill' }).click();
        await page.locator('.receipt').waitFor();
        wire.cut();
        await cutOff(cashier);
        await page.keyboard.type('500');
        const change = await page.locator('.pay-change strong').textContent();
        await page.getByRole('button', { name: /in cash$/ }).click();
        await page.getByText(/is taken and on its way/).waitFor();
        t.equal(await page.locator('.settled-change strong').textContent(), change);
        t.equal(await page.locator('.keypad').count(), 0, 'nothing is due any more');
        await cashier.back(wire);
        await page.getByRole('heading', { name: 'Paid' }).waitFor();
        const bill = await books.billOf(await books.orderAt('T6'));
        t.match(bill, { status: 'paid', payments: [{ tender: 'cash', settled: bill.payable }] });
        t.equal(bill.payments.length, 1);
        await page.close();
      },
    );

    await t.test(
      'workers are killed while orders are taken, and nothing is lost or doubled',
      async (t) => {
        const waiter = await Hands.of(web, 'waiter');
        await waiter.open('T7');
        const names: string[] = [];
        for (const [typed, name] of [
          ['samosa', 'Samosa (2)'],
          ['naan', 'Naan'],
          ['payasam', 'Payasam'],
          ['jaljeera', 'Jaljeera'],
        ] as const) {
          await waiter.take(typed);
          await waiter.send();
          names.push(`1 ${name}`);
          for (const pid of await childrenOf(web.kotd.process.pid)) signalTo(pid, 'SIGKILL');
        }
        const answers = () =>
          books.orders().then(
            () => true,
            () => false,
          );
        await until(answers, 'worker that answers', 30_000);
        await waiter.online();
        await waiter.settled();
        const order = await books.orderAt('T7');
        t.same(read(order), names);
        const asked = (await books.ticketsOf(order)).flatMap(({ items }) => items);
        t.equal(
          asked.reduce((sum, { change }) => sum + change, 0),
          names.length,
        );
        t.same(await waiter.sent(), names);
        await waiter.page.close();
      },
    );
  },
  { KOTD_HEARTBEAT_MS: '2000' },
);
