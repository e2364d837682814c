import type { Event } from '../../src/domain/decision.js';
import { until } from '../until.js';
import { behindWire } from './behind-wire.js';
import { webTest } from './browser.js';
import { House } from './kds-house.js';
import { Books, Hands } from './pos-hands.js';

webTest('pos guests', async (t, web) => {
  const house = await House.open(web.api);
  const books = new Books(house);
  const { wire, url } = await behindWire(t, web);
  web.expected.push(/status of 50[0-9]/);

  const counted = (hands: Hands) => hands.page.getByRole('textbox', { name: 'Guests' });
  /** So many taps as fast as a finger: those of one second count as one. */
  const tap = (hands: Hands, which: 'more' | 'less', times = 1) =>
    hands.page.evaluate(`(async (button) => {
      for (let left = ${times}; left > 0; left--) {
        button.click();
        await new Promise((drawn) => setTimeout(drawn));
      }
    })(document.querySelector('[aria-label="One guest ${which}"]'))`);
  const seats = (hands: Hands) =>
    hands.page.getByLabel('Seat of the next items').locator('option').allTextContents();
  const guestsAt = async (table: string) => (await books.orderAt(table)).guests;
  const changes = async () => {
    const { events } = await house.do<{ events: Event[] }>('GET', '/events?after=0&limit=1000');
    return events.filter(({ type }) => type === 'order.changed').length;
  };

  await t.test('a third guest comes to an open order, and has a seat', async (t) => {
    const waiter = await Hands.of(web, 'waiter');
    const { page } = waiter;
    await waiter.open('T13');
    await tap(waiter, 'more', 2);
    await waiter.take('naan');
    await waiter.send();
    await waiter.settled();
    t.equal(await counted(waiter).inputValue(), '2');
    t.same(await seats(waiter), ['Seat', 'Seat 1', 'Seat 2']);
    await tap(waiter, 'more', 3);
    await tap(waiter, 'less');
    t.equal(await counted(waiter).inputValue(), '4', 'at once, for who taps');
    await until(async () => (await guestsAt('T13')) === 4, 'the server knows');
    t.equal(await changes(), 1, 'one command for all the taps');
    await until(async () => (await seats(waiter)).length === 5, 'seats for all of them');

    await page.getByLabel('Seat of the next items').selectOption('4');
    await waiter.take('samosa');
    await counted(waiter).fill('2');
    await counted(waiter).press('Enter');
    await until(async () => (await guestsAt('T13')) === 2, 'what was typed counts, too');
    await page.getByLabel('Seat of the next items').selectOption('');
    t.same((await seats(waiter)).at(-1), 'Seat 4', 'somebody was served there');

    await tap(waiter, 'more');
    await waiter.toFloor();
    await until(async () => (await guestsAt('T13')) === 3, 'who goes elsewhere has chosen');
    await waiter.open('T13');
    t.equal(await counted(waiter).inputValue(), '3');
    await tap(waiter, 'more');
    await tap(waiter, 'less');
    await waiter.toFloor();
    await waiter.settled();
    t.equal(await changes(), 3, 'there and back again is nothing');
    await page.close();
  });

  await t.test('a till that is cut off counts them, and tells of it later', async (t) => {
    const waiter = await Hands.of(web, 'waiter', {}, url);
    await waiter.open('T14');
    await waiter.take('naan');
    await waiter.send();
    await waiter.settled();
    wire.cut();
    await waiter.page.getByText(/^Cut off since/).waitFor();
    await tap(waiter, 'more');
    await waiter.waiting(1);
    t.equal(await counted(waiter).inputValue(), '1');
    t.equal(await guestsAt('T14'), null, 'the server knows nothing of it');
    await waiter.back(wire);
    await waiter.settled();
    t.equal(await guestsAt('T14'), 1);
    await waiter.page.close();
  });

  await t.test('of a takeaway nobody counts guests', async (t) => {
    const waiter = await Hands.of(web, 'waiter');
    await waiter.page.getByRole('button', { name: 'Takeaway' }).click();
    await waiter.take('naan');
    await waiter.send();
    await waiter.settled();
    t.equal(await counted(waiter).count(), 0);
    await waiter.page.close();
  });
});
