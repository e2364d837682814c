import { randomUUID } from 'node:crypto';
import t from 'tap';
import type { Put } from '../../src/domain/decision.js';
import type { Bill } from '../../src/domain/shapes/bill.js';
import type { Category } from '../../src/domain/shapes/menu.js';
import type { Order } from '../../src/domain/shapes/order.js';
import type { SalesReport } from '../../src/domain/shapes/report.js';
import { Api } from '../api.js';
import { Kotd, onServers } from '../kotd.js';
import { Restaurant } from '../restaurant.js';

const kotd = await Kotd.start({ KOTD_WORKERS: '2' });
t.teardown(() => kotd.remove());

/** An order of one dal, billed. */
async function billed(place: Restaurant, type = 'takeaway') {
  const lines = [{ itemId: place.items[0]?.id, quantity: 2 }];
  const order = await place.do<Order>('POST', '/orders', { type, lines });
  await place.do('POST', `/orders/${order.id}/send`, {});
  const bill = () => place.do<Bill>('POST', `/orders/${order.id}/bill`, {});
  return { order, bill };
}

t.test('report: today, with every bill that was issued until now', async (t) => {
  const place = await Restaurant.open(kotd.url);
  const hot = await place.do<Category>('POST', '/menu/categories', { name: 'Hot' });
  await place.do('PATCH', `/menu/items/${place.items[0]?.id}`, { categoryId: hot.id });
  const report = () => place.do<SalesReport>('GET', '/reports/day');
  t.match(await report(), {
    bills: { count: 0 },
    averageBill: null,
    categories: [],
    orderTypes: [],
  });

  const first = await billed(place);
  const void1 = { quantity: 1, reason: 'spilt' };
  await place.do('POST', `/orders/${first.order.id}/lines/${first.order.lines[0]?.id}/void`, void1);
  const paid = await first.bill();
  await place.do('POST', `/bills/${paid.id}/payments`, { tender: 'cash', amount: paid.payable });
  const unpaid = await (await billed(place, 'delivery')).bill();
  const undone = await (await billed(place)).bill();
  await place.do('POST', `/bills/${undone.id}/cancel`, { reason: 'wrong guest' });
  const givenUp = await billed(place);
  await place.do('POST', `/orders/${givenUp.order.id}/cancel`, { reason: 'left' });
  const into = await place.order(place.tables[0]);
  const from = await place.order(place.tables[1]);
  await place.do('POST', `/orders/${into.id}/merge`, { fromOrderId: from.id });

  const found = await report();
  // 260.00 + 13.00; twice 260.00 + 26.00.
  t.strictSame([paid.payable, unpaid.payable], [27_300, 54_600]);
  t.match(found, {
    bills: { count: 2, cancelled: 1 },
    averageBill: 40_950,
    orderTypes: [
      { type: 'takeaway', count: 1, amount: 27_300 },
      { type: 'delivery', count: 1, amount: 54_600 },
    ],
    tenders: [{ tender: 'cash', amount: 27_300, count: 1 }],
    categories: [{ categoryId: hot.id, name: 'Hot', quantity: 3, amount: 78_000 }],
    voids: { portions: 1, amount: 26_000 },
    cancellations: {
      orders: { count: 1, amount: 52_000 },
      bills: { count: 1, amount: undone.payable },
    },
  });
  const opened = await place.do<{ data: Order[] }>('GET', '/orders?status=open');
  const amount = opened.data.reduce((sum, { totals }) => sum + totals.payable, 0);
  t.strictSame(found.open.orders, { count: opened.data.length, amount });
  t.strictSame(found.open.bills, { count: 1, due: unpaid.payable });
  const sold = found.hours.filter(({ count }) => count > 0);
  t.equal(
    sold.reduce((sum, each) => sum + each.amount, 0),
    found.sales.payable,
  );
  t.equal(found.hours.length, 24);

  await place.do('PATCH', `/menu/items/${place.items[0]?.id}`, { archived: true });
  t.match(
    (await report()).categories,
    [{ name: 'Hot' }],
    'what was sold is not lost with the menu',
  );
});

t.test('report: a void counts when it is done, and an order keeps none for its bill', async (t) => {
  const place = await Restaurant.open(kotd.url);
  const voids = async () => (await place.do<SalesReport>('GET', '/reports/day')).voids;
  const taken = (order: Order, quantity: number) =>
    place.do('POST', `/orders/${order.id}/lines/${order.lines[0]?.id}/void`, {
      quantity,
      reason: 'spilt',
    });
  const { order, bill } = await billed(place);
  await taken(order, 1);
  const once = { portions: 1, amount: 26_000 };
  t.strictSame(await voids(), once, 'the order is open still');
  const lines = [{ itemId: place.items[0]?.id, quantity: 3 }];
  await place.do('POST', `/orders/${order.id}/lines`, { lines });
  const unsent = (await place.do<Order>('GET', `/orders/${order.id}`)).lines[1];
  const slip = { quantity: 2, reason: 'typo' };
  await place.do('POST', `/orders/${order.id}/lines/${unsent?.id}/void`, slip);
  t.strictSame(await voids(), once, 'the kitchen had not heard of these');
  await place.do('POST', `/orders/${order.id}/send`, {});
  await bill();
  t.strictSame(await voids(), once, 'and it is billed now');

  const left = await billed(place);
  await taken(left.order, 1);
  await place.do('POST', `/orders/${left.order.id}/cancel`, { reason: 'left' });
  const found = await place.do<SalesReport>('GET', '/reports/day');
  t.strictSame(found.voids, { portions: 2, amount: 52_000 });
  t.strictSame(found.cancellations.orders, { count: 1, amount: 26_000 }, 'nothing counts twice');

  const [from, into] = [await billed(place), await billed(place)];
  await taken(from.order, 2);
  await place.do('POST', `/orders/${into.order.id}/merge`, { fromOrderId: from.order.id });
  await into.bill();
  t.strictSame(await voids(), { portions: 4, amount: 104_000 }, 'a line that moved on');
});

t.test(
  'report: of orders from before voids were kept, those that are billed',
  { skip: onServers },
  async (t) => {
    const old = await Kotd.start();
    t.teardown(() => old.remove());
    const place = await Restaurant.open(old.url);
    const { order } = await billed(place);
    await old.stop();
    const store = await old.openStore();
    const scope = { organizationId: place.organization, outletId: place.outlet };
    const found = await store.get(scope, 'order', order.id);
    if (!found) throw new Error('no order');
    const lines = found.lines.map((line) => ({ ...line, voidedQuantity: 1 }));
    const value: Order = { ...found, rev: found.rev + 1, lines };
    await store.commit(scope, {
      counters: [],
      changes: () => ({ documents: [{ collection: 'order', value }], events: [], result: null }),
    });
    await store.close();
    const again = await Kotd.start({}, old.data);
    t.teardown(() => again.stop());
    const api = new Api(again.url);
    const at = `/outlets/${place.outlet}`;
    const token = place.tokens.owner;
    const voids = async () =>
      (await api.expect<SalesReport>(200, 'GET', `${at}/reports/day`, { token })).voids;
    t.strictSame(await voids(), { portions: 0, amount: 0 });
    await api.expect(201, 'POST', `${at}/orders/${order.id}/bill`, { token, body: {} });
    t.strictSame(await voids(), { portions: 1, amount: 26_000 });
  },
);

t.test(
  'report: two thousand five hundred bills of a day, each of them',
  { skip: onServers },
  async (t) => {
    const place = await Restaurant.open(kotd.url);
    const { order, bill } = await billed(place);
    const model = await bill();
    await kotd.stop();
    const store = await kotd.openStore();
    const scope = { organizationId: place.organization, outletId: place.outlet };
    const [found] = await store.getMany(scope, 'order', [order.id]);
    const types = ['dineIn', 'takeaway', 'delivery'] as const;
    const day = '2026-03-31';
    let payable = 0;
    for (let at = 0; at < 2_500; at += 500) {
      const documents = Array.from({ length: 500 }, (_, i): Put[] => {
        const n = at + i;
        payable += model.payable + n;
        const orderId = randomUUID();
        // Every minute from half past nine on, on the wall of the outlet.
        const issuedAt = new Date(
          Date.parse(`${day}T04:00:00.000Z`) + (n % 600) * 60_000,
        ).toISOString();
        const type = types[n % 3] ?? 'dineIn';
        const number = `A/25-26/${String(n + 1).padStart(6, '0')}`;
        return [
          {
            collection: 'order',
            value: { ...(found as Order), id: orderId, rev: 1, type, businessDay: day },
          },
          {
            collection: 'bill',
            value: {
              ...model,
              id: randomUUID(),
              orderId,
              invoiceNumber: number,
              businessDay: day,
              issuedAt,
              payable: model.payable + n,
            },
          },
        ];
      }).flat();
      await store.commit(scope, {
        counters: [],
        changes: () => ({ documents, events: [], result: null }),
      });
    }
    await store.close();
    const again = await Kotd.start({ KOTD_WORKERS: '2' }, kotd.data);
    t.teardown(() => again.stop());
    const { api } = await Restaurant.open(again.url);
    const path = `/outlets/${place.outlet}/reports/day?date=${day}`;
    const token = place.tokens.owner;
    const report = await api.expect<SalesReport>(200, 'GET', path, { token });
    t.match(report.bills, { count: 2_500, first: 'A/25-26/000001', last: 'A/25-26/002500' });
    t.equal(report.sales.payable, payable);
    t.equal(report.averageBill, Math.round(payable / 2_500));
    t.strictSame(
      report.orderTypes.map(({ count }) => count),
      [834, 833, 833],
    );
    const hours = report.hours.filter(({ count }) => count > 0);
    t.strictSame([hours[0]?.hour, hours.at(-1)?.hour], [9, 19]);
    t.strictSame(
      [
        hours.reduce((sum, { count }) => sum + count, 0),
        hours.reduce((sum, { amount }) => sum + amount, 0),
      ],
      [2_500, payable],
    );
  },
);
