import t from 'tap';
import type { Body, SocketCommand } from '../../client/calls.js';
import { catalogOf } from '../../client/catalog.js';
import type { Entry } from '../../client/outbox/entry.js';
import { subjectsOf } from '../../client/outbox/subjects.js';
import { type Shown, shownWith } from '../../client/overlay.js';
import { progressOf } from '../../client/progress.js';
import { EMPTY, type State } from '../../client/state.js';
import { House } from '../domain/house.js';

const [ORDER, OTHER, FIRST, SECOND] = ['O1', 'O2', 'L1', 'L2'].map(
  (name) => `01KAYFJ8Z0ABCDEFGHJKMNPQ${name}`,
) as [string, string, string, string];
let place = 0;

/** A restaurant, and a till of it that is cut off. */
function restaurant() {
  const house = House.open();
  const bar = house.station('Bar').id;
  const dosa = house.item('Dosa').id;
  const lassi = house.item('Lassi', { stationIds: [bar] }).id;
  const [t1, t2] = [house.table('T1').id, house.table('T2').id];
  return { house, dosa, lassi, t1, t2 };
}

function stateOf(house: House): State {
  const by = <T extends { id: string }>(list: T[]) => new Map(list.map((one) => [one.id, one]));
  const over = ({ status }: { status: string }) => status === 'paid' || status === 'cancelled';
  const [orders, bills] = [house.all('order'), house.all('bill')];
  return {
    position: { epoch: 'one', seq: house.events.length },
    orders: by(orders.filter((one) => !over(one))),
    tickets: by(house.all('ticket').filter(({ open }) => open)),
    tables: by(house.all('table')),
    bills: by(bills.filter((one) => !over(one))),
    past: { ...EMPTY.past, orders: by(orders.filter(over)), bills: by(bills.filter(over)) },
  };
}

function catalog(house: House) {
  const menu = { items: house.all('menuItem'), taxClasses: house.all('taxClass'), categories: [] };
  return catalogOf({ outlet: house.outlet, stations: [], menu: { version: 1, ...menu } });
}

function entry<T extends SocketCommand>(type: T, body: Body<T>, more: Partial<Entry> = {}): Entry {
  const id = `c${++place}`;
  const at = '2026-11-20T14:00:00.000Z';
  const keys = subjectsOf(type, body, EMPTY);
  return { id, type, body, place, at, by: { id: 'asha', role: 'owner' }, keys, ...more } as Entry;
}

function shown(house: House, ...waiting: Entry[]): Shown {
  return shownWith(stateOf(house), { waiting, confirmed: [] }, catalog(house));
}

/** What of the documents a till can know beforehand: not numbers, ids and times. */
function known({ orders, tables, tickets }: Shown | State) {
  return {
    orders: [...orders.values()].map(({ id, status, tableId, guests, lines, totals }) => ({
      ...{ id, status, tableId, guests, totals },
      lines: lines.map(({ addedBy: _, addedAt: __, ...line }) => line),
    })),
    tables: [...tables.values()].map(({ name, state, orderId }) => ({ name, state, orderId })),
    tickets: [...tickets.values()].map(({ kind, stationId, orderId, tableId, items }) => ({
      ...{ kind, stationId, orderId, tableId },
      items: items.map(({ steps: _, ...item }) => item),
    })),
  };
}

t.test('overlay: what waits is shown as the server will do it, to the paisa', async (t) => {
  const { house, dosa, lassi, t1, t2 } = restaurant();
  const lines = [{ id: FIRST, itemId: dosa, quantity: 2, seat: 1 }];
  const waiting = [
    entry('order.create', { id: ORDER, type: 'dineIn', tableId: t1, lines }),
    entry('order.send', { orderId: ORDER }),
    entry('order.change', { orderId: ORDER, guests: 3 }),
    entry('order.addLines', {
      orderId: ORDER,
      lines: [{ id: SECOND, itemId: lassi, quantity: 3 }],
    }),
    entry('order.changeLine', { orderId: ORDER, lineId: SECOND, quantity: 5, note: 'no ice' }),
    entry('order.voidLine', { orderId: ORDER, lineId: FIRST, quantity: 1, reason: 'dropped' }),
    entry('order.transfer', { orderId: ORDER, tableId: t2 }),
    entry('order.send', { orderId: ORDER }),
    entry('order.create', { id: OTHER, type: 'dineIn', tableId: t1, lines: [] }),
    entry('order.merge', { orderId: ORDER, fromOrderId: OTHER }),
  ];
  const before = shown(house, ...waiting);
  house.create({ id: ORDER, type: 'dineIn', tableId: t1, lines });
  house.send(ORDER);
  house.changeGuests(ORDER, 3);
  house.add(ORDER, { id: SECOND, itemId: lassi, quantity: 3 });
  house.changeLine(ORDER, SECOND, { quantity: 5, note: 'no ice' });
  house.void(ORDER, FIRST, 1);
  house.transfer(ORDER, t2);
  house.send(ORDER);
  house.create({ id: OTHER, type: 'dineIn', tableId: t1 });
  house.merge(ORDER, OTHER);
  const now = stateOf(house);
  const orders = new Map([...now.orders, ...now.past.orders]);
  t.strictSame(known(before), known({ ...now, orders }));
  t.strictSame([...before.doubtful], []);
  t.equal(before.orders.get(ORDER)?.number, 0, 'the number is for the server to give');
});

t.test('overlay: a course that was sent is shown so, and what is held stays held', async (t) => {
  const { house, dosa, lassi, t1 } = restaurant();
  const lines = [
    { id: FIRST, itemId: dosa, quantity: 2, course: 1 },
    { id: SECOND, itemId: lassi, quantity: 3, course: 2 },
  ];
  house.create({ id: ORDER, tableId: t1, lines });
  const send = entry('order.send', { orderId: ORDER, course: 2 });
  const before = shown(house, send);
  t.equal(before.pending.get(FIRST), undefined, 'nobody touched it');
  t.strictSame(before.pending.get(SECOND), [send.id]);
  house.send(ORDER, 2);
  t.strictSame(known(before), known(stateOf(house)));
  t.match(before.orders.get(ORDER)?.lines, [{ sentQuantity: 0 }, { sentQuantity: 3 }]);
});

t.test('overlay: what changed is marked with the commands that did it', async (t) => {
  const { house, dosa, lassi, t1 } = restaurant();
  house.create({ id: ORDER, tableId: t1, lines: [{ id: FIRST, itemId: dosa, quantity: 1 }] });
  house.send(ORDER);
  const [ticket] = house.ticketsOf(ORDER);
  const ticketId = ticket?.id ?? '';
  const add = entry('order.addLines', {
    orderId: ORDER,
    lines: [{ id: SECOND, itemId: lassi, quantity: 1 }],
  });
  const send = entry('order.send', { orderId: ORDER });
  const start = entry('ticket.start', { ticketId });
  const { pending, tickets } = shown(house, add, send, start);
  t.strictSame(pending.get(ORDER), [add.id, send.id]);
  t.strictSame(pending.get(SECOND), [add.id, send.id]);
  t.equal(pending.get(FIRST), undefined, 'a line that nobody touched');
  t.equal(pending.get(t1), undefined);
  t.strictSame(pending.get(ticketId), [start.id]);
  t.equal(tickets.get(ticketId)?.state, 'started');
  const fresh = [...tickets.keys()].filter((id) => id !== ticketId);
  t.strictSame(fresh, [`${send.id}/1`], 'the ticket that the send will make');
  t.strictSame(
    [...shown(house, add, send, start).tickets.keys()],
    [...tickets.keys()],
    'under the same id at every look',
  );
});

t.test('overlay: nothing that waits revives what is over', async (t) => {
  const { house, dosa, t1 } = restaurant();
  house.create({ id: ORDER, tableId: t1, lines: [{ id: FIRST, itemId: dosa, quantity: 1 }] });
  const bill = house.bill(ORDER, true);
  house.pay(bill.id, { tender: 'cash', amount: bill.payable });
  const stale = [
    entry('order.addLines', { orderId: ORDER, lines: [{ itemId: dosa, quantity: 1 }] }),
    entry('order.change', { orderId: ORDER, guests: 4 }),
    entry('order.cancel', { orderId: ORDER, reason: 'stale' }),
    entry('order.create', { id: ORDER, type: 'dineIn', lines: [] }),
  ];
  const { orders, past, doubtful, tables } = shown(house, ...stale);
  t.equal(orders.size, 0);
  t.equal(past.orders.get(ORDER)?.status, 'paid');
  t.equal(tables.get(t1)?.state, 'free');
  const refused = ['order_not_open', 'order_not_open', 'order_not_open', 'id_taken'];
  t.strictSame([...doubtful.values()], refused);
});

t.test('overlay: a payment on its way is marked, and guessed at in nothing', async (t) => {
  const { house, dosa } = restaurant();
  house.create({ id: ORDER, lines: [{ itemId: dosa, quantity: 1 }] });
  const bill = house.bill(ORDER, true);
  const pay = entry('bill.pay', { billId: bill.id, tender: 'upi', amount: bill.payable });
  const { bills, pending } = shown(house, pay);
  t.equal(bills.get(bill.id), house.get('bill', bill.id));
  t.strictSame(pending.get(bill.id), [pay.id]);
});

t.test(
  'overlay: what the server has confirmed is shown as it answered, until its events are here',
  async (t) => {
    const { house, dosa } = restaurant();
    const before = stateOf(house);
    const create = entry('order.create', { id: ORDER, type: 'takeaway', lines: [] });
    const result = house.create({
      id: ORDER,
      type: 'takeaway',
      lines: [{ itemId: dosa, quantity: 1 }],
    });
    const confirmed = [{ entry: create, result, seq: 9 }];
    const early = shownWith(before, { waiting: [], confirmed }, catalog(house));
    t.equal(early.orders.get(ORDER), result);
    t.strictSame(early.pending.get(ORDER), [create.id]);
    house.add(ORDER, { itemId: dosa, quantity: 1 });
    const late = shownWith(stateOf(house), { waiting: [], confirmed }, catalog(house));
    t.equal(late.orders.get(ORDER), house.get('order', ORDER), 'what is newer stays');
    t.equal(late.pending.size, 0);
  },
);

t.test('overlay: what somebody with more rights allowed is shown', async (t) => {
  const { house, dosa } = restaurant();
  house.create({ id: ORDER, lines: [{ id: FIRST, itemId: dosa, quantity: 2 }] });
  house.send(ORDER);
  const body = { orderId: ORDER, lineId: FIRST, quantity: 1, reason: 'cold' };
  const by = { id: 'ravi', role: 'waiter' as const };
  const refused = entry('order.voidLine', body, { by });
  t.strictSame([...shown(house, refused).doubtful.values()], ['approval_required']);
  const allowed = entry('order.voidLine', { ...body, approvalId: 'by asha' }, { by });
  t.match(shown(house, allowed).orders.get(ORDER)?.lines, [{ voidedQuantity: 1 }]);
});

t.test('overlay: without a menu nothing is guessed', async (t) => {
  const { house, dosa } = restaurant();
  const waiting = [
    entry('order.create', { id: ORDER, type: 'dineIn', lines: [{ itemId: dosa, quantity: 1 }] }),
  ];
  const none = catalogOf({ outlet: null, stations: [], menu: null });
  const { orders, doubtful } = shownWith(stateOf(house), { waiting, confirmed: [] }, none);
  t.equal(orders.size, 0);
  t.strictSame([...doubtful.values()], ['not_found']);
});

t.test(
  'progress: of each line the portions at each step, as far as its slowest station',
  async (t) => {
    const { house, dosa, lassi } = restaurant();
    const [hot = '', bar = ''] = house.all('station').map(({ id }) => id);
    const thali = house.item('Thali', { stationIds: [hot, bar] }).id;
    const lines = [
      { id: FIRST, itemId: dosa, quantity: 3 },
      { id: SECOND, itemId: thali, quantity: 1 },
    ];
    house.create({ id: ORDER, lines });
    const progress = (id: string) =>
      progressOf(house.get('order', ORDER), house.all('ticket')).get(id);
    const none = { unsent: 0, queued: 0, started: 0, ready: 0, served: 0 };
    t.strictSame(progress(FIRST), { ...none, unsent: 3 });
    house.send(ORDER);
    house.changeLine(ORDER, FIRST, { quantity: 4 });
    t.strictSame(progress(FIRST), { ...none, unsent: 1, queued: 3 });
    const [atHot, atBar] = house.ticketsOf(ORDER).map(({ id }) => id);
    house.step(atHot ?? '', 'start');
    t.strictSame(progress(SECOND), { ...none, queued: 1 }, 'the bar has not begun');
    house.step(atBar ?? '', 'start');
    t.strictSame(progress(SECOND), { ...none, started: 1 });
    house.step(atHot ?? '', 'ready', FIRST);
    house.send(ORDER);
    t.strictSame(progress(FIRST), { ...none, ready: 3, queued: 1 });
    house.step(atHot ?? '', 'bump', FIRST);
    house.void(ORDER, FIRST, 1);
    t.strictSame(progress(FIRST), { ...none, served: 2, queued: 1 });
    t.strictSame(
      progressOf(house.get('order', ORDER), []).get(FIRST),
      { ...none, served: 3 },
      'on no ticket any more',
    );
    t.ok(lassi);
  },
);

t.test('overlay: a command that no rule can look at keeps nobody else back', async (t) => {
  const { house, dosa } = restaurant();
  const lines = [{ id: FIRST, itemId: dosa, quantity: 1, modifierIds: null }];
  const bad = entry('order.create', { id: ORDER, type: 'takeaway', lines } as never);
  const good = entry('order.create', { id: OTHER, type: 'takeaway', lines: [] });
  const defects: string[] = [];
  const seen = shownWith(
    stateOf(house),
    { waiting: [bad, good], confirmed: [] },
    catalog(house),
    (error, { id }) => defects.push(`${id} ${error}`),
  );
  t.strictSame([...seen.doubtful], [[bad.id, 'invalid']]);
  t.ok(seen.orders.has(OTHER));
  t.equal(defects.length, 1);
  t.match(defects[0], `${bad.id} TypeError`);
});
