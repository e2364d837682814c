import t from 'tap';
import { planSend } from '../../src/domain/send.js';
import type { Ticket } from '../../src/domain/shapes/ticket.js';
import { House } from './house.js';
import { refusal } from './money-fixtures.js';

function restaurant() {
  const house = House.open();
  const kitchen = house.named('station', 'Kitchen').id;
  const bar = house.station('Bar').id;
  const dosa = house.item('Dosa').id;
  const thali = house.item('Thali', { stationIds: [kitchen, bar] }).id;
  const station = (id: string) => (id === bar ? 'bar' : 'kitchen');
  /** Kind, station and what is asked of it: `new kitchen: Dosa 0>2`. */
  const said = (tickets: readonly Ticket[]) =>
    tickets.map(({ kind, stationId, items }) => {
      const asks = items.map((one) => `${one.name} ${one.previousQuantity}>${one.quantity}`);
      return `${kind} ${station(stationId)}: ${asks.join(', ')}`;
    });
  return { house, bar, kitchen, dosa, thali, said };
}

t.test('send: one ticket for each station, numbered and told', async (t) => {
  const { house, dosa, thali, said } = restaurant();
  const lines = [
    { itemId: dosa, quantity: 2, note: 'crisp', course: 1 },
    { itemId: thali, quantity: 1 },
  ];
  const { id } = house.create({ tableId: house.table('T1').id, lines });
  const { order, tickets } = house.send(id);
  t.strictSame(said(tickets), ['new kitchen: Dosa 0>2, Thali 0>1', 'new bar: Thali 0>1']);
  t.match(tickets[0], {
    rev: 1,
    number: 1,
    businessDay: '2026-11-20',
    orderId: id,
    orderNumber: 1,
    tableId: order.tableId,
    state: 'queued',
    open: true,
    items: [{ note: 'crisp', course: 1, change: 2, state: 'queued', steps: [] }, { change: 1 }],
    reason: null,
    approvedBy: null,
    createdBy: 'the-owner',
  });
  t.equal(tickets[1]?.number, 2);
  t.match(order.lines, [{ sentQuantity: 2 }, { sentQuantity: 1 }]);
  const [sent, ...created] = house.events.slice(-3);
  t.match(sent, { type: 'order.sent', data: { order } });
  t.strictSame(
    created.map(({ data }) => data.ticket),
    tickets,
  );
  t.strictSame(house.violations(), []);
});

t.test('send: what was sent is never asked for again', async (t) => {
  const { house, dosa } = restaurant();
  const { id } = house.create({ lines: [{ itemId: dosa, quantity: 2 }] });
  const { order } = house.send(id);
  const told = house.events.length;
  const again = house.send(id);
  t.strictSame(again, { order, tickets: [] });
  t.equal(house.events.length, told);
  t.equal(house.get('order', id).rev, order.rev);
});

t.test('send: what is new and what there is more of are two tickets', async (t) => {
  const { house, dosa, thali, said } = restaurant();
  const { id, lines } = house.create({ lines: [{ itemId: thali, quantity: 2 }] });
  house.send(id);
  house.changeLine(id, lines[0]?.id ?? '', { quantity: 5 });
  house.add(id, { itemId: dosa, quantity: 1 });
  const { tickets } = house.send(id);
  const expected = ['new kitchen: Dosa 0>1', 'delta kitchen: Thali 2>5', 'delta bar: Thali 2>5'];
  t.strictSame(said(tickets), expected);
  t.strictSame(house.violations(), []);
});

t.test('send: portions taken back before do not count', async (t) => {
  const { house, dosa, thali, said } = restaurant();
  const ordered = [
    { itemId: thali, quantity: 3 },
    { itemId: dosa, quantity: 1 },
  ];
  const { id, lines } = house.create({ lines: ordered });
  const [some, all] = lines.map((line) => line.id);
  house.void(id, some ?? '', 1);
  house.void(id, all ?? '', 1);
  const { order, tickets } = house.send(id);
  t.strictSame(said(tickets), ['new kitchen: Thali 0>2', 'new bar: Thali 0>2']);
  t.strictSame(order.lines[1]?.stationIds, [], 'nobody heard of what was taken back');
  house.changeLine(id, all ?? '', { quantity: 3 });
  t.strictSame(said(house.send(id).tickets), ['new kitchen: Dosa 0>2']);
});

t.test('send: of one course, and the rest stays held until it is asked for', async (t) => {
  const { house, dosa, thali, said } = restaurant();
  const orphan = house.item('Nobody cooks it', { stationIds: [] }).id;
  const { id, lines } = house.create({
    lines: [
      { itemId: dosa, quantity: 2, course: 1 },
      { itemId: thali, quantity: 1, course: 2 },
      { itemId: dosa, quantity: 3 },
      { itemId: orphan, quantity: 1, course: 'sweet' },
    ],
  });
  const unsent = () => house.get('order', id).lines.map((one) => one.quantity - one.sentQuantity);
  t.strictSame(said(house.send(id, 1).tickets), ['new kitchen: Dosa 0>2'], 'no other stops it');
  t.strictSame(unsent(), [0, 1, 3, 1]);
  t.equal(house.events.at(-2)?.type, 'order.sent');
  t.strictSame(house.violations(), []);

  const told = house.events.length;
  const { order, tickets } = house.send(id, 1);
  t.strictSame([tickets, house.send(id, 7).tickets], [[], []], 'nothing of it is left');
  t.strictSame([house.get('order', id).rev, house.events.length], [order.rev, told]);

  house.changeLine(id, lines[0]?.id ?? '', { quantity: 5 });
  t.strictSame(said(house.send(id, 1).tickets), ['delta kitchen: Dosa 2>5'], 'more of it');
  t.throws(() => house.send(id, 'sweet'), { code: 'no_route' });
  t.strictSame(said(house.send(id, 2).tickets), ['new kitchen: Thali 0>1', 'new bar: Thali 0>1']);
  house.void(id, lines[3]?.id ?? '', 1);
  t.strictSame(said(house.send(id).tickets), ['new kitchen: Dosa 0>3'], 'what is of no course');
  t.strictSame(unsent(), [0, 0, 0, 0]);
  t.strictSame(house.violations(), []);
  house.bill(id);
  t.equal(
    refusal(() => house.send(id, 1)),
    'order_not_open',
  );
});

t.test('send: a line stays with the stations of its first send', async (t) => {
  const { house, bar, kitchen, dosa, said } = restaurant();
  const { id, lines } = house.create({ lines: [{ itemId: dosa, quantity: 1 }] });
  house.send(id);
  house.route({ from: kitchen, to: bar });
  house.changeLine(id, lines[0]?.id ?? '', { quantity: 2 });
  house.add(id, { itemId: dosa, quantity: 4 });
  t.strictSame(said(house.send(id).tickets), ['delta kitchen: Dosa 1>2', 'new bar: Dosa 0>4']);
});

t.test('send: the section of the table and the clock on the wall decide', async (t) => {
  const { house, bar, kitchen, dosa, said } = restaurant();
  house.route({ from: kitchen, to: bar, section: 'Terrace', after: '22:00' });
  const terrace = house.table('T1', 'Terrace').id;
  const sent = (now: string, tableId?: string) => {
    house.now = now;
    const { id } = house.create({
      lines: [{ itemId: dosa, quantity: 1 }],
      ...(tableId && { tableId }),
    });
    const { tickets } = house.send(id);
    house.cancel(id);
    return said(tickets)[0];
  };
  t.equal(sent('2026-11-20T16:29:00.000Z', terrace), 'new kitchen: Dosa 0>1', '21:59');
  t.equal(sent('2026-11-20T16:30:00.000Z', terrace), 'new bar: Dosa 0>1', '22:00');
  t.equal(sent('2026-11-20T16:30:00.000Z'), 'new kitchen: Dosa 0>1', 'no table');
});

t.test('send: one line without a station stops all of it', async (t) => {
  const { house, dosa } = restaurant();
  const orphan = house.item('Nobody cooks it', { stationIds: [] }).id;
  const ordered = [
    { itemId: dosa, quantity: 1 },
    { itemId: orphan, quantity: 1 },
  ];
  const { id } = house.create({ lines: ordered });
  t.equal(
    refusal(() => house.send(id)),
    'no_route',
  );
  t.equal(house.all('ticket').length, 0);
  t.match(house.get('order', id).lines, [{ sentQuantity: 0 }, { sentQuantity: 0 }]);
});

t.test(
  'send: a plan asks for one number for each ticket, and for none when there is nothing',
  async (t) => {
    const { house, thali } = restaurant();
    const { id } = house.create({ lines: [{ itemId: thali, quantity: 1 }] });
    const state = { outlet: house.outlet, items: house.by('menuItem'), table: null };
    const plan = () => planSend(house.get('order', id), state, house.context());
    const first = plan();
    t.strictSame(first.counters, ['ticket/2026-11-20', 'ticket/2026-11-20']);
    t.strictSame(
      first.tickets([7, 8]).map(({ number }) => number),
      [7, 8],
    );
    t.equal(first.order.rev, 2);
    house.send(id);
    const second = plan();
    t.strictSame([second.counters, second.tickets([])], [[], []]);
    t.equal(second.order, house.get('order', id), 'the very same order');
    house.bill(id);
    t.equal(refusal(plan), 'order_not_open');
  },
);
