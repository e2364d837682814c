import { childrenOf } from '../../fleet/process.js';
import { until } from '../until.js';
import { accessible, webTest } from './browser.js';
import { cardOf, current, House, stand, understand } from './kds-house.js';

/** Keeps the pitch of every tone that the page plays. */
const EAR = `globalThis.heard = [];
const { start } = OscillatorNode.prototype;
OscillatorNode.prototype.start = function (...when) {
  heard.push(this.frequency.value);
  return start.apply(this, when);
};`;
const [NEW, VOID] = [784, 988];

webTest('kds, for eyes and ears', async (t, web) => {
  const house = await House.open(web.api);

  await t.test(
    'what is new and what is taken back sound different, and nothing does when it is off',
    async (t) => {
      const page = await web.page();
      await page.addInitScript(EAR);
      await stand(web, page);
      const hears = async (hertz: number) =>
        ((await page.evaluate('heard')) as number[]).some((one) => Math.round(one) === hertz);
      await page.getByRole('button', { name: 'Sound on' }).waitFor();
      const sent = await house.send(['Naan', 2]);
      await until(() => hears(NEW), 'sound of a new ticket');
      t.notOk(await hears(VOID));
      await house.takeBack(sent, 1);
      await until(() => hears(VOID), 'sound of a void');
      await until(async () => {
        await page.keyboard.press('0');
        return (await page.locator('.alert').count()) === 0;
      }, 'void that is noted by key');
      await page.getByRole('button', { name: 'Sound on' }).click();
      await page.getByRole('button', { name: 'Sound off' }).waitFor();
      await page.evaluate('heard.length = 0');
      const silent = await house.send(['Naan', 2]);
      await cardOf(page, silent.table).waitFor();
      t.same(await page.evaluate('heard'), []);
      await page.context().close();
    },
  );

  await t.test('frozen: all red, touches are kept; then current again by itself', async (t) => {
    const page = await web.page({ reducedMotion: 'reduce' });
    await stand(web, page);
    const sent = await house.send(['Naan', 2]);
    const card = cardOf(page, sent.table);
    await card.waitFor();
    const workers = await childrenOf(web.kotd.process.pid);
    for (const pid of workers) process.kill(pid, 'SIGSTOP');
    try {
      await page.getByRole('heading', { name: 'Not current' }).waitFor();
      await page.locator('.connection[data-state=offline]').waitFor();
      await page.locator('html[data-trust=lost]').waitFor();
      await accessible(t, page, 'red');
      await card.getByRole('button', { name: 'Bump' }).click();
      await card.waitFor({ state: 'detached' });
      await page.getByText('is kept and will be sent').waitFor();
    } finally {
      for (const pid of workers) process.kill(pid, 'SIGCONT');
    }
    await current(page);
    await page.locator('.lost').waitFor({ state: 'detached' });
    await until(async () => (await house.states(sent)) === 'served', 'bump that was kept');
    await page.context().close();
  });

  for (const size of ['tablet', 'phone'] as const) {
    await t.test(`no word is cut off, however long: ${size}`, async (t) => {
      const page = await web.page({ size });
      await stand(web, page);
      const note = 'allergy:nuts/shellfish/dairy/sesame/mustard/egg/gluten';
      const sent = await house.send(['Naan', 2, { note }]);
      await cardOf(page, sent.table).waitFor();
      await house.takeBack(sent, 1, 0, note.replaceAll(':', '/'));
      await page.locator('.alert').waitFor();
      const clipped = await page.evaluate(`[...document.querySelectorAll(
        '.dish, .dish-note, .dish-how, .alert-what, .alert-why')]
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
        .map(({ className }) => className)`);
      t.same(clipped, []);
      await understand(page.locator('.alert button'));
      await page.context().close();
    });
  }

  for (const look of [
    { scheme: 'light' },
    { scheme: 'dark', size: 'tablet', type: '200' },
    { scheme: 'light', size: 'phone', locale: 'hi-IN' },
  ] as const) {
    const name = Object.values(look).join(' ');
    await t.test(`accessible and never wider than the window: ${name}`, async (t) => {
      const { type = '100' } = { ...look } as { type?: string };
      const page = await web.page({ ...look, locale: 'en-IN', reducedMotion: 'reduce' });
      await page.addInitScript(`localStorage.setItem('kotd.kds.size', '${type}')`);
      await stand(web, page);
      const sent = await house.send(['Naan', 5, { note: 'well done', course: 1 }], ['Kulcha', 2]);
      await cardOf(page, sent.table).waitFor();
      if ('locale' in look) {
        await page.locator('.shell-person').click();
        await page.getByRole('menuitemradio', { name: 'हिन्दी' }).click();
      }
      await house.takeBack(sent, 5);
      await house.more({ ...sent, order: { ...sent.order, lines: sent.order.lines.slice(1) } }, 3);
      await page.locator('.alert').waitFor();
      const fits = async (what: string) => {
        await accessible(t, page, what);
        const wide = await page.evaluate(
          'document.documentElement.scrollWidth > document.documentElement.clientWidth',
        );
        t.notOk(wide, `${what} fits`);
      };
      await fits('board');
      await page.keyboard.press('a');
      await page.locator('.totals').waitFor();
      await fits('all day');
      await page.keyboard.press('a');
      for (const key of ['h', 'l']) {
        await page.keyboard.press(key);
        await page.getByRole('dialog').waitFor();
        await fits(`dialog ${key}`);
        await page.keyboard.press('Escape');
      }
      await understand(page.locator('.alert button'));
      await page.locator('.station-button').click();
      await page.locator('.stations').waitFor();
      await fits('stations');
      await page.context().close();
    });
  }
});
