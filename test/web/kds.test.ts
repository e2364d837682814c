import { until } from '../until.js';
import { webTest } from './browser.js';
import { cardOf, current, House, stand, understand } from './kds-house.js';

webTest('kds', async (t, web) => {
  const house = await House.open(web.api);

  await t.test(
    'a display is paired by its code, asked for its station once, and remembers it',
    async (t) => {
      const { code } = await house.do<{ code: string }>('POST', '/devices', {
        name: 'Tandoor screen',
        kind: 'kds',
      });
      const page = await web.page();
      await page.goto(`${web.url}/kds`);
      await page.getByRole('button', { name: 'Pair with a code' }).click();
      await page.getByLabel('Code').fill(code);
      await page.getByRole('button', { name: 'Pair', exact: true }).click();
      await page.getByRole('link', { name: 'Tandoor' }).click();
      await current(page);
      await page.getByText('All done').waitFor();
      await page.goto(`${web.url}/kds`);
      await current(page);
      await page.getByRole('button', { name: 'Tandoor: another station' }).click();
      await page.getByRole('button', { name: 'Several stations' }).click();
      await page.getByRole('checkbox', { name: 'Tandoor' }).check();
      await page.getByRole('checkbox', { name: 'Bar' }).check();
      await page.getByRole('button', { name: 'Show 2 stations' }).click();
      await page.getByRole('button', { name: 'Tandoor + Bar: another station' }).waitFor();
      await current(page);
      const sent = await house.send(['Naan', 2], ['Sweet Lassi', 1]);
      const card = cardOf(page, sent.table);
      await card.getByText('Sweet Lassi').waitFor();
      t.same(await card.locator('h3').allInnerTexts(), ['TANDOOR', 'BAR'], 'one card for both');
      await card.getByRole('button', { name: 'Bump' }).click();
      await until(async () => (await house.states(sent)) === 'served', 'bump by the device');
      await page.context().close();
    },
  );

  await t.test('a ticket appears by itself, with all that a cook has to know', async (t) => {
    const page = await web.page();
    await stand(web, page);
    const sent = await house.send(
      ['Paneer Tikka', 2, { note: 'no coriander', course: 1 }],
      ['Naan', 4, { course: 2 }],
    );
    const card = cardOf(page, sent.table);
    await card.getByText('no coriander').waitFor();
    const shownAt = Date.now();
    const [ticket] = sent.tickets;
    t.comment(`on the screen ${shownAt - Date.parse(ticket?.createdAt ?? '')} ms after its commit`);
    const dish = card.getByRole('button', { name: /Paneer Tikka/ });
    t.match(await dish.innerText(), /2\s+Paneer Tikka\s+Half/);
    t.match(await card.innerText(), new RegExp(`#${sent.order.number} · Asha Rao`));
    t.same(await card.locator('h3').allInnerTexts(), ['COURSE 1', 'COURSE 2']);
    await page.context().close();
  });

  await t.test(
    'dish and ticket are bumped by touch, and called back on every screen',
    async (t) => {
      const [tablet, other] = [await web.page({ size: 'tablet' }), await web.page()];
      await Promise.all([stand(web, tablet), stand(web, other)]);
      const sent = await house.send(['Naan', 2], ['Kulcha', 1]);
      const [card, copy] = [cardOf(tablet, sent.table), cardOf(other, sent.table)];
      const naan = card.getByRole('button', { name: /Naan/ });
      await naan.tap();
      await copy.getByRole('button', { name: /Naan.*being made/ }).waitFor();
      await copy.getByRole('button', { name: /Naan/ }).click();
      await card.getByRole('button', { name: /Naan.*served\. / }).waitFor();
      t.equal(await house.states(sent), 'served queued');
      await card.getByRole('button', { name: 'Bump' }).tap();
      await tablet.getByText('Bumped', { exact: true }).first().waitFor();
      await copy.waitFor({ state: 'detached' });
      t.equal(await house.states(sent), 'served served');
      await other
        .getByRole('button', { name: `Recall ${sent.table} #${sent.order.number}` })
        .click();
      await card.getByRole('button', { name: /Kulcha.*waiting/ }).waitFor();
      await copy.getByRole('button', { name: /Kulcha.*waiting/ }).waitFor();
      await Promise.all([tablet.context().close(), other.context().close()]);
    },
  );

  await t.test(
    'nothing moves under a hand: a place stays empty until the hands are away',
    async (t) => {
      const page = await web.page();
      await stand(web, page);
      await page.locator('.card').nth(1).waitFor();
      const places = () =>
        page.evaluate(`[...document.querySelectorAll('.card')].map((each) =>
        [each.dataset.card, each.style.gridArea].join(' '))`) as Promise<string[]>;
      const before = await places();
      // A hand that stays where it is: nothing closes up.
      await page.mouse.move(20, 20);
      await page.mouse.down();
      await page
        .locator('.card')
        .first()
        .getByRole('button', { name: 'Bump' })
        .dispatchEvent('click');
      await page.locator('.card[data-state=gone]').waitFor();
      const late = await house.send(['Kulcha', 1]);
      await cardOf(page, late.table).waitFor();
      t.same((await places()).slice(0, before.length), before, 'a new one comes at the end');
      await page.mouse.up();
      await page.locator('.card[data-state=gone]').waitFor({ state: 'detached' });
      t.not((await places())[0], before[0], 'then they close up');
      await page.getByRole('button', { name: /^Recall T/ }).click();
      await page.context().close();
    },
  );

  await t.test('a bump bar does it all: choose, move, start, bump, recall', async (t) => {
    const page = await web.page();
    await stand(web, page);
    const sent = await house.send(['Naan', 2], ['Kulcha', 1]);
    const card = cardOf(page, sent.table);
    await card.waitFor();
    const digit = await card.locator('kbd').innerText();
    await page.keyboard.press(digit);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await card.getByRole('button', { name: /Naan.*being made/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await card.getByRole('button', { name: /Kulcha.*served\. / }).waitFor();
    await until(async () => (await house.states(sent)) === 'started served', 'start and bump');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await card.waitFor({ state: 'detached' });
    await until(async () => (await house.states(sent)) === 'served served', 'bump of the ticket');
    await page.keyboard.press('r');
    await card.waitFor();
    await page.keyboard.press('h');
    await page.getByRole('dialog', { name: 'Keys and bump bar' }).waitFor();
    await page.keyboard.press('Enter');
    t.equal(await page.getByRole('dialog').count(), 0, 'a key in a dialog is the dialog’s');
    await card.waitFor();
    await page.context().close();
  });

  await t.test('what is taken back is loud on both screens until somebody notes it', async (t) => {
    const [page, other] = [await web.page(), await web.page()];
    await Promise.all([stand(web, page), stand(web, other)]);
    const sent = await house.send(['Naan', 5], ['Kulcha', 1]);
    const [card, copy] = [cardOf(page, sent.table), cardOf(other, sent.table)];
    await card.waitFor();
    await house.takeBack(sent, 3);
    for (const each of [page, other]) {
      const alert = each.locator('.alert');
      await alert.getByText('Changed their mind').waitFor();
      t.match(
        await alert.innerText(),
        new RegExp(`VOID\\s+${sent.table}[^]*5\\s*→\\s*2\\s+Naan`, 'i'),
      );
    }
    const naan = card.getByRole('button', { name: /Naan/ });
    t.match(await naan.innerText(), /5\s*2\s*Naan\s*VOID/i);
    t.equal(await naan.locator('s').innerText(), '5', 'struck out');
    t.equal(await card.getByRole('button', { name: 'Bump' }).count(), 0, 'it must be noted first');
    await page.reload();
    await page.locator('.alert').waitFor();
    await understand(page.locator('.alert button'));
    for (const each of [page, other]) await each.locator('.alert').waitFor({ state: 'detached' });
    t.equal(await copy.locator('.dish-portions b').first().innerText(), '2');
    await copy.getByRole('button', { name: 'Bump' }).waitFor();

    const fresh = await web.page();
    await stand(web, fresh);
    const dish = cardOf(fresh, sent.table).getByRole('button', { name: /5\s*2\s*Naan/ });
    await dish.waitFor();
    t.pass('a screen that comes up later knows what was noted before');
    await Promise.all([page, other, fresh].map((each) => each.context().close()));
  });

  await t.test('a cancelled order leaves the screen with one touch', async (t) => {
    const page = await web.page();
    await stand(web, page);
    const sent = await house.send(['Naan', 5], ['Kulcha', 1]);
    const card = cardOf(page, sent.table);
    await card.waitFor();
    await house.do('POST', `/orders/${sent.order.id}/cancel`, { reason: 'They left' });
    await card.getByText('Cancelled').waitFor();
    await understand(card.getByRole('button', { name: 'Understood', exact: true }));
    await card.waitFor({ state: 'detached' });
    await page.locator('.alert').waitFor({ state: 'detached' });
    await until(async () => (await house.states(sent)) === 'served served', 'closed ticket');
    t.equal(await page.getByRole('log').innerText(), '', 'and nothing is refused');
    await page.context().close();
  });

  await t.test('more of a dish, and another table, are told', async (t) => {
    const page = await web.page();
    await stand(web, page);
    const sent = await house.send(['Naan', 2]);
    await cardOf(page, sent.table).waitFor();
    await house.more(sent, 5);
    const more = cardOf(page, sent.table).filter({ hasText: /More/i });
    t.match(await more.innerText(), /MORE[\s\S]*\+3\s*Naan\s*2 → 5/i);
    await house.takeBack(sent, 1);
    await page.locator('.alert').waitFor();
    t.match(await more.innerText(), /3\s*2\s*Naan\s*2 → 4/, 'and of less, as the alert says');
    await understand(page.locator('.alert button'));
    t.match(await more.innerText(), /3\s*2\s*Naan\s*2 → 4/);
    const to = house.free();
    await house.do('POST', `/orders/${sent.order.id}/transfer`, { tableId: to.id });
    const moved = page.locator('.move-note').filter({ hasText: `${sent.table} → ${to.name}` });
    await moved.nth(1).waitFor();
    await moved.first().click();
    await moved.nth(1).waitFor({ state: 'detached' });
    await page.reload();
    await moved.waitFor();
    t.equal(await moved.count(), 1, 'what was noted stays so, what was not is told again');
    await page.context().close();
  });

  await t.test('all day: what is to be cooked, by dish', async (t) => {
    const page = await web.page();
    await stand(web, page);
    await page.keyboard.press('a');
    const totals = page.getByRole('complementary', { name: 'All day' });
    const fish = totals.getByRole('listitem').filter({ hasText: 'Fish Amritsari' });
    await totals.waitFor();
    t.equal(await fish.count(), 0);
    const sent = await Promise.all([
      house.send(['Fish Amritsari', 2]),
      house.send(['Fish Amritsari', 3]),
    ]);
    await fish.filter({ hasText: '5' }).waitFor();
    await cardOf(page, sent[0].table).getByRole('button', { name: 'Bump' }).click();
    await fish.filter({ hasText: '3' }).waitFor();
    await page.context().close();
  });

  await t.test('the expo sees all stations as one, and serves what they made ready', async (t) => {
    const [station, expo] = [await web.page(), await web.page()];
    await stand(web, station);
    await stand(web, expo, 'Expo');
    await station.locator('.shell-person').click();
    await station.getByRole('menuitem', { name: 'Type size and sound' }).click();
    await station.getByLabel('Food goes over a pass').check();
    await station.keyboard.press('Escape');
    const sent = await house.send(['Naan', 2], ['Dal Makhani', 1]);
    const [card, all] = [cardOf(station, sent.table), cardOf(expo, sent.table)];
    await all.getByText('Dal Makhani').waitFor();
    t.same(await all.locator('h3').allInnerTexts(), ['KITCHEN', 'TANDOOR']);
    await card.getByRole('button', { name: 'Ready' }).click();
    await card.waitFor({ state: 'detached' });
    // Not before the expo has heard that it is: until then a touch says so.
    await all.getByRole('button', { name: /Naan.*Touch: served/ }).click();
    await all.getByRole('button', { name: /Naan/ }).waitFor({ state: 'detached' });
    await until(async () => (await house.states(sent)) === 'served', 'dish handed out');
    await all.getByText('Dal Makhani').waitFor();
    await Promise.all([station.context().close(), expo.context().close()]);
  });
});
