import { until } from '../until.js';
import { behindWire } from './behind-wire.js';
import { accessible, webTest } from './browser.js';
import { House } from './kds-house.js';
import { Books, Hands, read } from './pos-hands.js';

/** Lines that were taken and not sent when their order ended, was moved, or was refused: never out of sight. */
webTest(
  'pos left over',
  async (t, web) => {
    const house = await House.open(web.api);
    const books = new Books(house);
    const { wire, url } = await behindWire(t, web);

    const cutOff = (hands: Hands) => hands.page.getByText(/^Cut off since/).waitFor();
    /** Two tills; the first is behind the wire. */
    const tills = async () =>
      [await Hands.of(web, 'waiter', {}, url), await Hands.of(web, 'cashier')] as const;
    /** Opens a table with something in the kitchen. */
    const seat = async (hands: Hands, table: string, ...typed: readonly string[]) => {
      await hands.open(table);
      await hands.take(...typed);
      await hands.send();
      await hands.settled();
    };
    /** The card of what is being taken for an order that has none on the floor. */
    const leftCard = ({ page }: Hands, text: string) =>
      page.locator('.loose-card', { hasText: text });

    /** A till opens a table that somebody else opened meanwhile; a soda is not sent yet. */
    const refused = async (table: string) => {
      const [cut, other] = await tills();
      await cut.open(table);
      await cut.page.locator('.tile').first().waitFor();
      wire.cut();
      await cutOff(cut);
      await cut.take('2 samosa');
      await cut.send();
      await cut.take('lime soda');
      await seat(other, table, 'lachha');
      await cut.back(wire);
      await cut.page.getByText('1 thing was refused and needs you.').waitFor();
      await cut.toFloor();
      return { cut, other };
    };

    await t.test('what was not sent of a refused order comes back with what was', async (t) => {
      const { cut, other } = await refused('T15');
      const { page } = cut;
      await leftCard(cut, 'T15').getByText('1 not sent').waitFor();
      await leftCard(cut, 'T15').getByText('Refused').waitFor();
      await accessible(t, page, 'the card of a refused order');
      await leftCard(cut, 'T15').click();
      await page.getByText('Fresh Lime Soda').waitFor();
      await accessible(t, page, 'a refused order');
      await page.getByRole('button', { name: 'Back into the order' }).click();
      await page.locator('.row[data-kind="sent"]', { hasText: 'Lachha Paratha' }).waitFor();
      t.equal(await cut.taken(), 3);
      await cut.send();
      await cut.settled();
      const all = ['1 Lachha Paratha', '2 Samosa (2)', '1 Fresh Lime Soda'];
      t.same(read(await books.orderAt('T15')), all);
      await cut.toFloor();
      t.equal(await page.locator('.loose-card').count(), 0);
      await other.page.close();
      await page.close();
    });

    await t.test('what was sent after a refused order comes back to the same place', async (t) => {
      const [cut, other] = await tills();
      const { page } = cut;
      await cut.open('T14');
      await page.locator('.tile').first().waitFor();
      wire.cut();
      await cutOff(cut);
      for (const typed of ['2 samosa', 'lime soda']) {
        await cut.take(typed);
        await cut.send();
      }
      await seat(other, 'T14', 'lachha');
      await cut.back(wire);
      await page.getByRole('button', { name: 'Back into the order' }).click();
      await page.locator('.row[data-kind="sent"]', { hasText: 'Lachha Paratha' }).waitFor();
      t.equal(await cut.taken(), 3);
      await other.page.close();
      await page.close();
    });

    await t.test(
      'when the refused order is discarded, its new lines go elsewhere or are discarded',
      async (t) => {
        const { cut, other } = await refused('T16');
        const { page } = cut;
        await leftCard(cut, 'T16').click();
        await page.locator('.letter').getByRole('button', { name: 'Discard' }).click();
        await page.locator('.letter').waitFor({ state: 'detached' });
        await cut.reload();
        await page.getByText('1 line was never sent').waitFor();
        await cut.toFloor();
        await leftCard(cut, '1 not sent').click();
        await page.getByRole('button', { name: 'New order with this: Takeaway' }).click();
        await page.locator('.ticket').waitFor();
        t.equal(await cut.taken(), 1);
        await cut.send();
        await cut.settled();
        await cut.toFloor();
        t.equal(await page.locator('.loose-card').count(), 1, 'an order of its own');
        await other.page.close();
        await page.close();
      },
    );

    await t.test('lines go along to the order that took theirs in', async (t) => {
      const [waiter, other] = await tills();
      const { page } = waiter;
      await seat(waiter, 'T8', 'naan');
      await waiter.take('2 samosa');
      await seat(other, 'T9', 'lachha');
      await waiter.toFloor();
      await waiter.open('T9');
      await waiter.take('payasam');
      await waiter.toFloor();
      await waiter.open('T8');
      await other.choose('Take in another order');
      await other.page.locator('.choice', { hasText: 'T8' }).click();
      await page.getByText('This order was taken in by another one.').waitFor();
      await page.locator('.left', { hasText: 'Samosa (2)' }).waitFor();
      await accessible(t, page, 'an order that was taken in');
      await waiter.toFloor();
      t.equal(await waiter.table('T8').getAttribute('data-state'), 'free');
      await leftCard(waiter, 'T8').getByText('2 not sent').waitFor();
      await waiter.reload();
      await leftCard(waiter, 'T8').click();
      await page.getByRole('button', { name: 'Take along to T9' }).click();
      await page.locator('.row[data-kind="sent"]', { hasText: 'Lachha Paratha' }).waitFor();
      t.equal(await waiter.taken(), 3, 'joined with what was being taken there');
      await waiter.send();
      await waiter.settled();
      t.same(read(await books.orderAt('T9')).sort(), [
        '1 Lachha Paratha',
        '1 Naan',
        '1 Payasam',
        '2 Samosa (2)',
      ]);
      await waiter.toFloor();
      t.equal(await leftCard(waiter, 'T8').count(), 0);
      await other.page.close();
      await page.close();
    });

    await t.test(
      'lines of a billed order are to be seen, and begin another at its table once that is free',
      async (t) => {
        const [waiter, other] = await tills();
        const { page } = waiter;
        await seat(waiter, 'T10', 'naan');
        await waiter.take('2 samosa');
        await waiter.toFloor();
        await other.open('T10');
        await other.page.keyboard.press('F8');
        await other.page.getByRole('button', { name: 'Issue the bill' }).click();
        const card = waiter.table('T10');
        await card.getByText('Billed').waitFor();
        await card.locator('.sign', { hasText: '2 portions not sent' }).waitFor();
        await card.click();
        await page.locator('.left', { hasText: 'Samosa (2)' }).waitFor();
        await page.getByRole('button', { name: 'New order with this: Takeaway' }).waitFor();
        await page.getByRole('button', { name: 'To the bill' }).waitFor();
        await waiter.toFloor();
        await other.page.getByRole('button', { name: /in cash$/ }).click();
        await other.page.getByRole('heading', { name: 'Paid' }).waitFor();
        await leftCard(waiter, 'T10').getByText('Closed').waitFor();
        t.equal(await card.getAttribute('data-state'), 'free');
        await leftCard(waiter, 'T10').click();
        await page.getByRole('button', { name: 'New order with this: T10' }).click();
        await page.locator('.ticket').waitFor();
        t.equal(await waiter.taken(), 2);
        await waiter.send();
        await waiter.settled();
        const order = await books.orderAt('T10');
        t.same([order.status, read(order)], ['open', ['2 Samosa (2)']]);
        await other.page.close();
        await page.close();
      },
    );

    await t.test('whoever sits at its table by then has none of it', async (t) => {
      const waiter = await Hands.of(web, 'waiter');
      const { page } = waiter;
      await seat(waiter, 'T11', 'naan');
      await waiter.take('2 samosa');
      await waiter.toFloor();
      const { id } = await books.orderAt('T11');
      await house.do('POST', `/orders/${id}/cancel`, { reason: 'Guests left' });
      await leftCard(waiter, 'T11').getByText('Closed').waitFor();
      await waiter.open('T11');
      await waiter.take('payasam');
      await waiter.toFloor();
      await leftCard(waiter, 'T11').click();
      await page.getByText('This order was cancelled.').waitFor();
      await page.getByRole('button', { name: 'New order with this: Takeaway' }).waitFor();
      await page.getByRole('button', { name: 'Discard' }).click();
      await page.locator('.left').waitFor({ state: 'detached' });
      await waiter.toFloor();
      t.equal(await leftCard(waiter, 'T11').count(), 0);
      await waiter.table('T11').getByText('1 not sent').waitFor();
      await page.close();
    });

    await t.test('who cancels an order here has nothing left over of it', async () => {
      const owner = await Hands.of(web, 'owner');
      const { page } = owner;
      await seat(owner, 'T13', 'naan');
      await owner.take('2 samosa');
      await owner.choose('Cancel the order');
      await owner.chip('Guests left');
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel the order' }).click();
      await owner.atFloor();
      await owner.settled();
      await until(async () => (await books.orderAt('T13')).status === 'cancelled', 'cancelled');
      await leftCard(owner, 'T13').waitFor({ state: 'detached' });
      await page.close();
    });

    await t.test('a phone shows what is left over above its tables', async (t) => {
      const waiter = await Hands.of(web, 'waiter', { size: 'phone' });
      const { page } = waiter;
      await waiter.open('T20');
      await page.getByRole('searchbox').fill('naan');
      await page.locator('.tile[data-first]').tap();
      const send = page.getByRole('button', { name: 'Send' });
      await send.tap();
      await send.waitFor({ state: 'detached' });
      await waiter.settled();
      await page.getByRole('searchbox').fill('payasam');
      await page.locator('.tile[data-first]').tap();
      const { id } = await books.orderAt('T20');
      await house.do('POST', `/orders/${id}/cancel`, { reason: 'Guests left' });
      await page.getByText('This order was cancelled.').waitFor();
      await accessible(t, page, 'a cancelled order on a phone');
      await waiter.toFloor();
      await page.locator('.left-over').getByText('T20').waitFor();
      await accessible(t, page, 'the tables of a phone');
      await page.locator('.left-over .loose-card').tap();
      await page.getByRole('button', { name: 'New order with this: T20' }).waitFor();
      await page.close();
    });

    await t.test('guests do not move to where somebody begins an order', async (t) => {
      const waiter = await Hands.of(web, 'waiter');
      const { page } = waiter;
      await waiter.open('T18');
      await waiter.take('2 chilli paneer');
      await waiter.toFloor();
      await waiter.table('T18').getByText('2 not sent').waitFor();
      await seat(waiter, 'T17', 'naan');
      await waiter.choose('Move to another table');
      const choice = page.locator('.choice').filter({ hasText: 'T18' });
      await choice.getByText('2 not sent').waitFor();
      t.ok(await choice.isDisabled());
      await accessible(t, page, 'where to');
      await page.keyboard.press('Escape');
      const order = await books.orderAt('T17');
      const tableId = house.tables.find(({ name }) => name === 'T18')?.id;
      await house.do('POST', `/orders/${order.id}/transfer`, { tableId });
      await page.getByRole('heading', { name: 'T18' }).waitFor();
      t.equal(await waiter.taken(), 0, 'somebody else moved them: the bill has none of it');
      await page.close();
    });
  },
  { KOTD_HEARTBEAT_MS: '2000' },
);
