import type { Menu } from '../../src/domain/shapes/menu.js';
import type { Order } from '../../src/domain/shapes/order.js';
import type { Ticket } from '../../src/domain/shapes/ticket.js';
import { until } from '../until.js';
import { accessible, webTest } from './browser.js';
import { cardOf, current, House, type Sent, stand } from './kds-house.js';
import { pairedDevice } from './paired.js';
import { Hands } from './pos-hands.js';

/** Frames are painted only when the test lets them: as in a tab that nobody sees. */
const HELD_FRAMES = `(() => {
  const held = [];
  const paint = requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (act) => held.push(act);
  window.paintAgain = () => {
    window.requestAnimationFrame = paint;
    for (const act of held.splice(0)) paint(act);
  };
})()`;

webTest('kds: what was shown', async (t, web) => {
  const house = await House.open(web.api);
  const tandoor = house.station('Tandoor');
  const ticketOf = async ({ tickets }: Sent): Promise<Ticket> => {
    const id = tickets[0]?.id ?? '';
    return await house.do<Ticket>('GET', `/tickets/${id}`);
  };
  const isShown = async (sent: Sent) => (await ticketOf(sent)).shown !== undefined;

  await t.test('a display acknowledges what it has drawn, as the device that it is', async (t) => {
    const page = await pairedDevice(web, house, { kind: 'kds', name: 'Tandoor screen' });
    await page.getByRole('link', { name: 'Tandoor' }).click();
    await current(page);
    const sent = await house.send(['Naan', 2]);
    await cardOf(page, sent.table).waitFor();
    await until(() => isShown(sent), 'acknowledgement');
    const { shown } = await ticketOf(sent);
    const { data } = await house.do<{ data: { id: string; name: string }[] }>('GET', '/devices');
    const device = data.find(({ name }) => name === 'Tandoor screen');
    t.match(shown, { deviceId: device?.id, by: device?.id });

    await house.takeBack(sent, 1);
    await page.getByRole('button', { name: 'Understood' }).first().waitFor();
    const voided = async () => {
      const found = await house.do<{ data: Ticket[] }>('GET', `/stations/${tandoor}/tickets`);
      return found.data.find(({ kind }) => kind === 'void');
    };
    await until(async () => (await voided())?.shown !== undefined, 'acknowledgement of the void');
    await page.context().close();
  });

  await t.test('what is not painted is not shown; nor is what only the expo has', async (t) => {
    const expo = await web.page();
    await stand(web, expo, 'Expo');
    const hidden = await web.page();
    await stand(web, hidden, 'Tandoor');
    // Not before: the way in waits for frames, as every page does.
    await hidden.evaluate(HELD_FRAMES);
    const sent = await house.send(['Naan', 1]);
    await Promise.all(
      [cardOf(expo, sent.table), cardOf(hidden, sent.table)].map((c) => c.waitFor()),
    );
    const bar = await web.page();
    await stand(web, bar, 'Bar');
    const drink = await house.send(['Sweet Lassi', 1]);
    await until(() => isShown(drink), 'acknowledgement at the bar, which began later');
    t.equal(await isShown(sent), false);
    await hidden.evaluate('paintAgain()');
    await until(() => isShown(sent), 'acknowledgement of what is painted at last');
    await Promise.all([expo, hidden, bar].map((page) => page.context().close()));
  });

  await t.test('a screen that is dark: the floor is told, and another screen has it', async (t) => {
    await house.do('PATCH', '', { unseenAfterSeconds: 1 });
    const bar = house.station('Bar');
    await house.do('PATCH', `/stations/${tandoor}`, { fallbackStationId: bar });
    const till = await Hands.of(web, 'waiter');
    const page = await web.page();
    await stand(web, page, 'Bar');
    const sent = await house.send(['Kulcha', 3]);
    const banner = till.page.getByRole('alert').filter({ hasText: 'Tandoor' });
    await banner.waitFor();
    const name = `${sent.table} (No. ${sent.order.number})`;
    t.match(await banner.innerText(), `has not shown 1 ticket: ${name}.`);
    t.match(await banner.innerText(), 'It is on the screen of Bar now.');
    await accessible(t, till.page, 'the banner');
    const card = cardOf(page, sent.table);
    await card.getByText('For Tandoor').waitFor();
    await accessible(t, page, 'the card of another station');
    await card.getByRole('button', { name: 'Bump' }).click();
    await banner.waitFor({ state: 'detached' });
    await until(async () => !(await ticketOf(sent)).open, 'bump at the bar');

    const next = await house.send(['Kulcha', 1]);
    const again = till.page.getByRole('alert').filter({ hasText: next.table });
    await again.getByRole('button', { name: 'Understood' }).click();
    await again.waitFor({ state: 'detached' });
    await Promise.all([page, till.page].map((each) => each.context().close()));
  });

  await t.test('food that is packed looks so, in both languages', async (t) => {
    await house.do('PATCH', '', { unseenAfterSeconds: 0 });
    const menu = await house.do<Menu>('GET', '/menu');
    const naan = menu.items.find(({ name }) => name === 'Naan')?.id;
    const numbers: number[] = [];
    for (const type of ['takeaway', 'delivery']) {
      const lines = [{ itemId: naan, quantity: 1 }];
      const order = await house.do<Order>('POST', '/orders', { type, lines });
      await house.do('POST', `/orders/${order.id}/send`, {});
      numbers.push(order.number);
    }
    const seated = await house.send(['Naan', 1]);
    const page = await web.page({ size: 'tablet' });
    await stand(web, page);
    for (const words of [
      ['Takeaway', 'Delivery'],
      ['पार्सल', 'डिलीवरी'],
    ]) {
      for (const [i, word] of words.entries()) {
        await cardOf(page, `#${numbers[i]}`).locator('.card-mark', { hasText: word }).waitFor();
      }
      t.equal(await cardOf(page, seated.table).locator('.card-mark').count(), 0, 'most are not');
      await accessible(t, page, words.join(' '));
      await page.locator('.shell-person').click();
      await page.getByRole('menuitemradio', { name: 'हिन्दी' }).click();
    }
    await page.context().close();
  });
});
