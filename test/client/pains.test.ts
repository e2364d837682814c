import t from 'tap';
import { Wire } from '../chaos/wire.js';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { until } from '../until.js';
import { agree, audit, openTill, settled } from './tills.js';

/** Orders that a till took while it was cut off for a long evening. */
const UNSYNCED = 1_000;

const kotd = await Kotd.start({ KOTD_WORKERS: '2', KOTD_HEARTBEAT_MS: '400' });
t.teardown(() => kotd.remove());
const wire = await Wire.to({ host: '127.0.0.1', port: Number(new URL(kotd.url).port) });
t.teardown(() => wire.close());
const far = `http://127.0.0.1:${wire.port}`;

t.test('pains: a stale till cannot un-pay a paid order (odoo/odoo#288974)', async (t) => {
  const place = await Restaurant.open(kotd.url);
  const [near, stale] = await Promise.all([openTill(t, kotd.url, place), openTill(t, far, place)]);
  const lines = [{ itemId: place.items[0]?.id ?? '', quantity: 2 }];
  const tableId = place.tables[0]?.id ?? '';
  const order = await stale.command('order.create', { type: 'dineIn', tableId, lines });
  await Promise.all([settled(stale), settled(near)]);
  await until(() => stale.catalog.get().menu !== null, 'menu');

  wire.cut();
  await until(() => stale.view.offline, 'till that knows it is cut off');
  const bill = await near.command('order.bill', { orderId: order.id, send: true });
  await near.command('bill.pay', { billId: bill.id, tender: 'upi', amount: bill.payable });
  const late = [
    await stale.queue('order.addLines', { orderId: order.id, lines }),
    await stale.queue('order.send', { orderId: order.id }),
    await stale.queue('order.cancel', { orderId: order.id, reason: 'nobody came' }),
    await stale.queue('order.bill', { orderId: order.id }),
  ];
  const next = await stale.queue('order.create', { type: 'takeaway', lines });
  t.equal(stale.view.withPending().orders.get(order.id)?.status, 'cancelled', 'as it believes');

  wire.heal();
  await settled(stale);
  await next.answer();
  t.strictSame(
    stale.outbox.get().dead.map(({ entry, problem }) => [entry.id, problem?.code]),
    late.map(({ entry }) => [entry.id, 'order_not_open']),
  );
  await agree(t, stale, near);
  t.match(await near.query('order.read', { orderId: order.id }), { status: 'paid', rev: 3 });
  t.equal(stale.view.withPending().orders.has(order.id), false, 'and it is gone from the screen');
  t.equal(stale.view.get().tables.get(tableId)?.state, 'free');
  for (const { entry } of late) await stale.outbox.discard(entry.id);
});

t.test('pains: one bad record blocks none of the others (frappe/erpnext#13388)', async (t) => {
  const place = await Restaurant.open(kotd.url);
  const till = await openTill(t, far, place);
  const [dal = '', gone = ''] = place.items.map(({ id }) => id);
  const tableId = place.tables[0]?.id ?? '';
  await settled(till);
  wire.cut();
  await until(() => till.view.offline, 'till that knows it is cut off');
  await place.do('POST', `/menu/items/${gone}/availability`, { available: false });
  const create = (itemId: string, at: { tableId?: string } = {}) =>
    till.queue('order.create', { type: 'dineIn', ...at, lines: [{ itemId, quantity: 1 }] });
  const good = [await create(dal, { tableId })];
  const soldOut = await create(gone);
  await till.queue('order.send', { orderId: soldOut.entry.body.id ?? '' });
  const taken = await create(dal, { tableId });
  for (let at = 0; at < 20; at++) good.push(await create(dal));
  wire.heal();
  const orders = await Promise.all(good.map(({ answer }) => answer()));
  t.equal(new Set(orders.map(({ number }) => number)).size, 21);
  await settled(till);
  t.match(till.outbox.get().dead, [
    { entry: { id: soldOut.entry.id }, problem: { code: 'item_unavailable' } },
    { reason: 'orphaned', cause: soldOut.entry.id },
    { entry: { id: taken.entry.id }, problem: { code: 'table_busy' } },
  ]);

  const body = { ...taken.entry.body, tableId: place.tables[1]?.id ?? '' };
  const again = await till.outbox.retry<'order.create'>(taken.entry.id, body);
  t.match(await again.answer(), { id: taken.entry.body.id, tableId: body.tableId });
  await place.do('POST', `/menu/items/${gone}/availability`, { available: true });
  await (await till.outbox.retry(soldOut.entry.id)).answer();
  await settled(till);
  t.strictSame(till.outbox.get().dead, []);
  const sent = await till.query('ticket.ofOrder', { orderId: soldOut.entry.body.id ?? '' });
  t.equal(sent.data.length, 2, 'the send came after it: of the dish of two stations a ticket each');
});

t.test(`pains: ${UNSYNCED} unsynced orders are sent side by side (odoo/odoo#37123)`, async (t) => {
  const place = await Restaurant.open(kotd.url);
  wire.cut();
  const till = await openTill(t, far, place);
  const lines = [{ itemId: place.items[0]?.id ?? '', quantity: 1 }];
  const started = performance.now();
  await Promise.all(
    Array.from({ length: UNSYNCED }, async () => {
      const { entry } = await till.queue('order.create', { type: 'takeaway', lines });
      await till.queue('order.send', { orderId: entry.body.id ?? '' });
    }),
  );
  const stored = performance.now();
  t.equal(till.outbox.get().waiting.length, 2 * UNSYNCED);
  wire.heal();
  till.hurry();
  await settled(till, 120_000);
  const ms = Math.round(performance.now() - stored);
  t.comment(`stored in ${Math.round(stored - started)} ms, sent and shown in ${ms} ms`);
  t.equal(till.view.get().orders.size, UNSYNCED);
  t.equal(till.view.get().tickets.size, UNSYNCED);
  t.strictSame(till.outbox.get().dead, []);
  // Not a measurement: thirty minutes would be thirty times this, on a machine that does ten things besides.
  t.ok(ms < 60_000, `${ms} ms`);
});

t.test('pains: after all of it every outlet keeps every invariant', async (t) => {
  t.strictSame(await audit(kotd, 'any', []), []);
});
