import type { Page } from 'playwright-core';
import { until } from '../until.js';
import { webTest } from './browser.js';
import { cardOf, House, stand, understand } from './kds-house.js';

/** Cards of which something lies outside of the board, by what a browser says. */
const cut = (page: Page, edge: 'top' | 'bottom') =>
  page.evaluate(`(() => {
    const board = document.querySelector('.board').getBoundingClientRect();
    const cards = [...document.querySelectorAll('.card')].map((each) => each.getBoundingClientRect());
    return cards.filter(({ top, bottom }) =>
      '${edge}' === 'top' ? top < board.top - 4 : bottom > board.bottom + 4).length;
  })()`) as Promise<number>;

const heightOf = async (page: Page, selector: string) =>
  (await page.locator(selector).boundingBox())?.height ?? 0;

webTest('kds sight', async (t, web) => {
  const house = await House.open(web.api);
  const many = await Promise.all(
    Array.from({ length: 14 }, (_, at) => house.sendAlong(['Naan', at + 1], ['Kulcha', 1])),
  );

  await t.test('what does not fit is counted, and a touch goes there and back', async (t) => {
    const page = await web.page({ size: 'tablet', reducedMotion: 'reduce' });
    await stand(web, page);
    const turn = page.locator('.rail-turn');
    await page
      .locator('.card')
      .nth(many.length - 1)
      .waitFor();
    const below = await cut(page, 'bottom');
    t.ok(below > 0);
    await turn.getByText(`${below} more below`).waitFor();
    await turn.tap();
    await until(async () => (await cut(page, 'bottom')) < below, 'those below');
    t.ok((await cut(page, 'top')) > 0);
    await page.evaluate(`document.querySelector('.board').scrollTo(0, 1e6)`);
    // By a key: a finger that follows so soon at the same place is held for the same tap.
    await page.getByRole('button', { name: 'Back to the oldest' }).press('Enter');
    await turn.getByText(`${below} more below`).waitFor();
    t.equal(await cut(page, 'top'), 0);
    await page.context().close();
  });

  await t.test('where only fingers work no keys are shown until one is pressed', async (t) => {
    const phone = await web.page({ size: 'phone' });
    await stand(web, phone);
    await phone.locator('.card').first().waitFor();
    t.equal(await phone.locator('.card-digit').count(), 0);
    await phone.keyboard.press('ArrowRight');
    await phone.locator('.card-digit').first().waitFor();
    await phone.reload();
    await phone.locator('.card-digit').first().waitFor();
    await phone.context().close();
  });

  await t.test('a void takes one line of a tablet', async (t) => {
    const page = await web.page({ size: 'tablet' });
    await stand(web, page);
    const sent = await house.send(['Tandoori Roti', 8], ['Naan', 1]);
    await house.takeBack(sent, 3);
    await page.locator('.alert').getByText('Changed their mind').waitFor();
    const line = await heightOf(page, '.alert .button');
    t.ok((await heightOf(page, '.alert')) <= line + 16, 'as high as its button and the stripes');
    await understand(page.locator('.alert button'));
    await page.context().close();
  });

  await t.test('more of a dish is said once for the card, and by its figures', async (t) => {
    const page = await web.page({ size: 'tablet' });
    await stand(web, page);
    const sent = await house.send(['Naan', 2]);
    await house.more(sent, 5);
    const card = cardOf(page, sent.table).filter({ hasText: /More/i });
    await card.getByText('+3').waitFor();
    t.equal((await card.innerText()).match(/more/gi)?.length, 1);
    await page.context().close();
  });

  await t.test('a card that must not grow under a hand shows that it is cut', async (t) => {
    const page = await web.page({ size: 'tablet' });
    await stand(web, page);
    // Beside the word for a void a name has less room: of several lengths one needs a line more, in any letters.
    const names = ['Missi Roti', 'Tandoori Roti', 'Hara Bhara Kebab', 'Tandoori Platter', 'Naan'];
    const sent = await house.send(...names.map((name) => [name, 2] as const));
    const card = cardOf(page, sent.table);
    await card.waitFor();
    await page.mouse.move(20, 20);
    await page.mouse.down();
    for (const at of names.keys()) await house.takeBack(sent, 1, at);
    await page.locator('.card[data-cut]').waitFor();
    await page.mouse.up();
    await page.locator('.card[data-cut]').waitFor({ state: 'detached' });
    t.equal(
      await page.evaluate(`[...document.querySelectorAll('.card-body')].filter((each) =>
        each.scrollHeight > each.clientHeight + 1).length`),
      0,
    );
    await understand(page.locator('.alert button'));
    await page.context().close();
  });

  await t.test('what was bumped says nothing but that', async (t) => {
    const page = await web.page({ size: 'tablet' });
    await stand(web, page);
    const sent = await house.send(['Naan', 2]);
    await cardOf(page, sent.table).getByRole('button', { name: 'Bump' }).tap();
    const gone = page.locator('.card[data-state=gone]');
    const said = await gone.innerText();
    t.match(said, /Bumped/);
    t.notMatch(said, /ready/i);
    await page.context().close();
  });
});
