import t from 'tap';
import { allDay } from '../../web/kds/all-day.js';
import { alertsOf, cardsOf, isCancelled, isFinished, isTaken } from '../../web/kds/cards.js';
import { portionsLeft } from '../../web/kds/portions.js';
import { keyOf, type Ticket } from '../../web/kds/tickets.js';
import { at, item, stepped, ticket, voided } from './kds-tickets.js';

const NOTHING = new Set<string>();
const leftOf = (tickets: readonly Ticket[], of: Ticket, lineId: string) =>
  portionsLeft(tickets).get(keyOf(of.id, lineId));

t.test('portions: a void takes from what was not served, the latest first', async (t) => {
  const first = ticket([item('naan', 3)]);
  const more = ticket([item('naan', 2, { before: 3 })], { kind: 'delta', createdAt: at(60) });
  const void3 = voided('naan', -3, 5, 120);
  t.equal(leftOf([void3, more, first], more, 'naan'), 0);
  t.equal(leftOf([void3, more, first], first, 'naan'), 2);

  const eaten = ticket(
    [stepped(item('naan', 2, { before: 3 }), ['started', 'ready', 'served'], 90)],
    {
      kind: 'delta',
      createdAt: at(60),
    },
  );
  t.equal(leftOf([first, eaten, void3], eaten, 'naan'), 2, 'what was served is taken from last');
  t.equal(leftOf([first, eaten, void3], first, 'naan'), 0);

  const laterServed = ticket([stepped(item('naan', 3), ['started', 'ready', 'served'], 600)]);
  t.equal(leftOf([laterServed, void3], laterServed, 'naan'), 0, 'what counts is how it was then');
});

t.test(
  'portions: a void takes nothing from what was sent after it, nor from another station',
  async (t) => {
    const before = ticket([stepped(item('naan', 2), ['started', 'ready', 'served'], 30)]);
    const taken = voided('naan', -2, 2, 60);
    const after = ticket([item('naan', 1)], { kind: 'delta', createdAt: at(120) });
    const other = ticket([item('naan', 2)], { stationId: 'grill' });
    const all = [before, taken, after, other];
    t.equal(leftOf(all, after, 'naan'), 1);
    t.equal(leftOf(all, before, 'naan'), 0);
    t.equal(leftOf(all, other, 'naan'), 2);
  },
);

t.test('cards: oldest first; what one send asks of several stations is one card', async (t) => {
  const late = ticket([item('a', 1)], { orderId: 'order 2', createdAt: at(60) });
  const tandoor = ticket([item('b', 2), item('c', 1)]);
  const grill = ticket([item('d', 4)], { stationId: 'grill' });
  const cards = cardsOf([late, grill, tandoor], [], new Set([keyOf(grill.id, 'd')]));
  t.same(
    cards.map(({ dishes }) => dishes.map(({ lineId }) => lineId)),
    [['b', 'c', 'd'], ['a']],
  );
  t.same(
    cards[0]?.dishes.map(({ pending }) => pending),
    [false, false, true],
  );
  const merged = { ...tandoor, orderId: 'order 2', orderNumber: 2, rev: 2 };
  const joined = cardsOf(
    [merged, { ...grill, orderId: 'order 2', orderNumber: 2 }, late],
    [],
    NOTHING,
  );
  t.equal(joined[0]?.id, cards[0]?.id, 'a merge leaves the card where it is');
  const [left] = cardsOf([grill, late], [{ ...tandoor, open: false }], NOTHING);
  t.equal(left?.id, cards[0]?.id, 'and so does a station that is done before the others');
});

t.test(
  'cards: what is taken back shows old and new until it is noted, and then what is left',
  async (t) => {
    const sent = ticket([item('naan', 3), item('roti', 1)]);
    const taken = voided('naan', -2, 3, 60);
    const [card] = cardsOf([sent, taken], [], NOTHING);
    const [naan, roti] = card?.dishes ?? [];
    t.match(naan, { asked: 3, noted: 3, left: 1 });
    t.ok(naan && isTaken(naan));
    t.notOk(roti && isTaken(roti));
    t.same(card?.voids, [taken]);
    const noted = { ...taken, open: false, state: 'served' as const };
    const [after] = cardsOf([sent], [noted], NOTHING);
    t.match(after?.dishes[0], { asked: 3, noted: 1, left: 1 });
    t.same(after?.voids, []);
  },
);

t.test('cards: of more of a line, from how many to how many', async (t) => {
  const more = ticket([item('naan', 2, { before: 3 })], { kind: 'delta' });
  t.match(cardsOf([more], [], NOTHING), [
    { kind: 'delta', dishes: [{ asked: 2, more: { from: 3, to: 5 } }] },
  ]);
  const taken = voided('naan', -1, 5, 60);
  t.match(
    cardsOf([more, taken], [], NOTHING)[0]?.dishes,
    [{ left: 1, more: { from: 3, to: 4 } }],
    'what was taken back of it is not wanted any more',
  );
  const noted = { ...taken, open: false, state: 'served' as const };
  t.match(cardsOf([more], [noted], NOTHING)[0]?.dishes, [{ noted: 1, more: { from: 3, to: 4 } }]);
  const before = ticket([item('roti', 3)]);
  const since = ticket([item('roti', 2, { before: 3 })], { kind: 'delta', createdAt: at(60) });
  const most = cardsOf([before, since, voided('roti', -4, 5, 90)], [], NOTHING);
  t.match(most[1]?.dishes, [{ left: 0, more: { from: 3, to: 3 } }], 'and of none there is no more');
});

t.test(
  'cards: finished at a pass is ready, elsewhere served; never with a void to note',
  async (t) => {
    const ready = ticket([stepped(item('naan', 3), ['started', 'ready'])]);
    const [card] = cardsOf([ready], [], NOTHING);
    t.ok(card && isFinished(card, 'ready'));
    t.notOk(card && isFinished(card, 'served'));
    const [taken] = cardsOf([ready, voided('naan', -3, 3, 90)], [], NOTHING);
    t.notOk(taken && isFinished(taken, 'ready'));
    t.ok(taken && isCancelled(taken));
  },
);

t.test('alerts: one for each void, however many stations heard of it', async (t) => {
  const tandoor = voided('naan', -2, 3, 60);
  const grill = { ...voided('naan', -2, 3, 60), stationId: 'grill' };
  const later = voided('roti', -1, 1, 90);
  const alerts = alertsOf([later, grill, ticket([item('naan', 3)]), tandoor]);
  t.same(
    alerts.map(({ items, tickets }) => [items.map(({ lineId }) => lineId), tickets.length]),
    [
      [['naan'], 2],
      [['roti'], 1],
    ],
  );
});

t.test('all day: what is still to be cooked, by station, item and variant', async (t) => {
  const half = { name: 'Paneer Tikka', variantName: 'Half' };
  const full = { name: 'Paneer Tikka', variantName: 'Full' };
  const cards = cardsOf(
    [
      ticket([item('a', 2, half), stepped(item('b', 1, full), ['started'])]),
      ticket([item('c', 3, half), stepped(item('d', 5, half), ['started', 'ready'])], {
        orderId: 'order 2',
      }),
      ticket([item('e', 9, full)], { orderId: 'order 3', stationId: 'grill' }),
      voided('c', -2, 3, 60),
    ],
    [],
    NOTHING,
  );
  t.match(allDay(cards, ['tandoor', 'grill', 'bar']), [
    {
      stationId: 'tandoor',
      totals: [
        { ...half, portions: 3, begun: 0 },
        { ...full, portions: 1, begun: 1 },
      ],
    },
    { stationId: 'grill', totals: [{ ...full, portions: 9, begun: 0 }] },
  ]);
});
