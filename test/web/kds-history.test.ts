import t from 'tap';
import { History } from '../../web/kds/history.js';
import type { Ticket } from '../../web/kds/tickets.js';
import { until } from '../until.js';
import { webTest } from './browser.js';
import { House, stand } from './kds-house.js';
import { item, ticket } from './kds-tickets.js';

/** A display's terminal in the hands of the test, and what its history asked the server for. */
function display() {
  const asked: string[] = [];
  let tell = (_event: { data: { ticket: Ticket } }) => {};
  let begin = () => {};
  const terminal = {
    on: (_type: string, listener: typeof tell) => {
      tell = listener;
      return () => {};
    },
    onSnapshot: (listener: () => void) => {
      begin = listener;
      return () => {};
    },
    query: async (_name: string, { orderId }: { orderId: string }) => {
      asked.push(orderId);
      return { data: [] };
    },
  };
  const history = new History(terminal as unknown as ConstructorParameters<typeof History>[0]);
  const open: Ticket[] = [];
  return {
    asked,
    history,
    open,
    /** As the terminal does it: the ticket is in the view first, and told of then. */
    comes(orderId: string) {
      const made = ticket([item('naan', 1)], { orderId });
      open.push(made);
      history.want([...open]);
      tell({ data: { ticket: made } });
    },
    snapshot() {
      history.want([...open]);
      begin();
    },
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

t.test('history: what a snapshot brings is asked for, and what happens is not', async (t) => {
  const { asked, open, comes, snapshot } = display();
  open.push(ticket([item('a', 1)], { orderId: 'old' }), ticket([item('b', 1)], { orderId: 'old' }));
  snapshot();
  await settled();
  t.same(asked, ['old'], 'once for each order');
  for (let at = 0; at < 20; at++) comes(`new ${at}`);
  comes('old');
  await settled();
  t.same(asked, ['old']);
});

t.test('history: after another snapshot everything on the screen is asked for', async (t) => {
  const { asked, comes, snapshot } = display();
  comes('one');
  comes('two');
  await settled();
  t.same(asked, []);
  snapshot();
  await settled();
  t.same(asked, ['one', 'two'], 'what happened before it may never have been told');
});

t.test('history: a display that is closed asks for nothing more', async (t) => {
  const { asked, history, open } = display();
  open.push(ticket([item('a', 1)]));
  history.want(open);
  history.close();
  await settled();
  t.same(asked, []);
});

webTest('kds history', async (t, web) => {
  const house = await House.open(web.api);

  await t.test('twenty new tickets cost a display no request', async (t) => {
    const page = await web.page();
    await stand(web, page);
    // Who sends is known from here on: a name that is not is asked for.
    const first = await house.sendAlong(['Naan', 1]);
    await page.getByRole('heading', { name: `#${first.order.number}`, exact: true }).waitFor();
    const asked = "performance.getEntriesByType('resource').map(({ name }) => name)";
    await until(
      async () => ((await page.evaluate(asked)) as string[]).some((url) => url.endsWith('/menu')),
      'the menu, which is read last',
    );
    await page.waitForLoadState('networkidle');
    const requests: string[] = [];
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      // The first display of a day at a station is noted of the outlet, which is then read again.
      if (pathname === `/api/v1/outlets/${house.outlet}`) return;
      // Whether there is another build of the page is looked at now and then, tickets or not.
      if (pathname.startsWith('/api/')) requests.push(`${request.method()} ${pathname}`);
    });
    for (let at = 0; at < 20; at++) {
      const { order } = await house.sendAlong(['Naan', 1]);
      await page.getByRole('heading', { name: `#${order.number}`, exact: true }).waitFor();
    }
    t.same(requests, []);
    await page.context().close();
  });
});
