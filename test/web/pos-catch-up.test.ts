import { behindWire } from './behind-wire.js';
import { accessible, webTest } from './browser.js';
import { House } from './kds-house.js';
import { Books, Hands, read } from './pos-hands.js';

/** Commands about orders that one account may give in a minute. */
const AT_MOST = 6;

webTest(
  'pos catches up',
  async (t, web) => {
    const house = await House.open(web.api);
    const books = new Books(house);
    const { wire, url } = await behindWire(t, web);

    await t.test('who was cut off for long is told calmly what is left, and goes on', async (t) => {
      const waiter = await Hands.of(web, 'waiter', {}, url);
      const { page } = waiter;
      const tables = Array.from({ length: 5 }, () => house.free().name);
      await waiter.open('T20');
      await page.locator('.tile').first().waitFor();
      await waiter.toFloor();
      wire.cut();
      await page.getByText(/^Cut off since/).waitFor();
      for (const table of tables) {
        await waiter.open(table);
        await waiter.take('2 naan');
        await waiter.send();
        await waiter.toFloor();
      }
      await waiter.waiting(2 * tables.length);
      await waiter.back(wire);
      // What the server does not take in this minute, it takes in the next.
      await page.getByText(`Sending: ${2 * tables.length - AT_MOST} left.`).waitFor();
      await page.getByText('Nothing is lost.').waitFor();
      t.equal(await page.locator('.banner[data-tone=bad]').count(), 0, 'nothing was refused');
      t.equal(await page.getByText(/^Cut off/).count(), 0);
      // Of what waited when the page saw that it goes on: some of it may have been sent by then.
      const left = await page.evaluate(
        "(({ value, max }) => max - value)(document.querySelector('progress'))",
      );
      t.equal(left, 2 * tables.length - AT_MOST);
      await accessible(t, page, 'a till that catches up');
      for (const table of tables.slice(0, AT_MOST / 2)) {
        t.same(
          read(await books.orderAt(table)),
          ['2 Naan'],
          'in the order in which they were taken',
        );
      }
      await waiter.open('T20');
      await waiter.take('samosa');
      await waiter.send();
      await page.getByText(`Sending: ${2 * tables.length - AT_MOST + 2} left.`).waitFor();
      await page.locator('.outbox-chip').click();
      await page.getByText('Being sent now, in their order.').waitFor();
      t.equal(await page.locator('.entries > li').count(), 2 * tables.length - AT_MOST + 2);
      await page.close();
    });
  },
  { KOTD_RATE_ORDERS: String(AT_MOST) },
);
