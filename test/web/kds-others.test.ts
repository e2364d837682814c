import t from 'tap';
import { allDay } from '../../web/kds/all-day.js';
import { cardsOf } from '../../web/kds/cards.js';
import { withOthers } from '../../web/kds/others.js';
import { item, ticket } from './kds-tickets.js';

const BAR = [{ id: 'bar', name: 'Bar' }];
const house = { name: (_: string, id: string) => id.toUpperCase() };
const rerouted = { fallbackStationId: 'bar', rerouted: true } as const;

t.test('a fallback: the dishes of another station are named after it, and counted', async (t) => {
  const own = ticket([item('lassi', 1)], { stationId: 'bar' });
  const other = ticket([item('naan', 3)], rerouted);
  const [card, ...more] = cardsOf([own, other], [], new Set());
  t.strictSame(more, [], 'what was sent at once is one card');
  if (!card) throw new Error('no card');
  const stations = withOthers(BAR, card.tickets, house);
  t.strictSame(stations, [...BAR, { id: 'tandoor', name: 'TANDOOR' }]);
  const ids = stations.map(({ id }) => id);
  t.match(allDay([card], ids), [
    { stationId: 'bar', totals: [{ portions: 1 }] },
    { stationId: 'tandoor', totals: [{ portions: 3 }] },
  ]);
  t.equal(withOthers(BAR, [own], house), BAR, 'mostly there are none');
});

t.test(
  'a card says how its order is served; one of before that was kept says nothing',
  async (t) => {
    for (const orderType of ['dineIn', 'takeaway', 'delivery', undefined] as const) {
      const more = orderType === undefined ? {} : { orderType };
      const [card] = cardsOf([ticket([item('naan', 1)], more)], [], new Set());
      t.equal(card?.orderType, orderType);
    }
  },
);
