import t from 'tap';
import { stationsFor } from '../../src/domain/routing.js';
import type { MenuItem } from '../../src/domain/shapes/menu.js';
import type { RoutingRule } from '../../src/domain/shapes/organization.js';
import { frozen, line, outlet } from './money-fixtures.js';

const item = (stationIds: string[]): MenuItem =>
  frozen({
    id: 'item-1',
    rev: 1,
    name: 'Lassi',
    categoryId: null,
    price: 5_000,
    taxClassId: 'gst',
    available: true,
    stationIds,
    variants: [],
    modifierGroups: [
      {
        id: 'g',
        name: 'Extra',
        min: 0,
        max: 3,
        modifiers: [
          { id: 'fries', name: 'Fries', price: 0, stationIds: ['fryer', 'bar'] },
          { id: 'ice', name: 'Ice', price: 0 },
        ],
      },
    ],
  });
const offered = item([]).modifierGroups.flatMap(({ modifiers }) => modifiers);
const chosen = (...ids: string[]) =>
  frozen(line({ modifiers: offered.filter(({ id }) => ids.includes(id)) }));
const stations = (
  of: string[],
  modifiers: string[],
  routing: RoutingRule[] = [],
  section: string | null = null,
  time = '20:00',
) => stationsFor(chosen(...modifiers), item(of), outlet({ routing }), section, time);

t.test('routing: the stations of the item, then those of its modifiers, each once', async (t) => {
  t.strictSame(stations(['bar'], []), ['bar']);
  t.strictSame(stations(['bar', 'grill'], ['ice']), ['bar', 'grill']);
  t.strictSame(stations(['grill', 'bar'], ['fries', 'ice']), ['grill', 'bar', 'fryer']);
  t.strictSame(stations([], ['fries']), ['fryer', 'bar']);
});

t.test(
  'routing: a modifier goes to its stations even when the menu has since dropped it',
  async (t) => {
    const today = frozen({ ...item(['bar']), modifierGroups: [] });
    const line = chosen('fries');
    t.strictSame(stationsFor(line, today, outlet(), null, '20:00'), ['bar', 'fryer']);
  },
);

t.test('routing: a line that nobody cooks stops the send', async (t) => {
  const expected = { code: 'no_route', extra: { itemId: 'item-1' } };
  t.throws(() => stations([], ['ice']), expected);
  t.throws(() => stationsFor(chosen(), undefined, outlet(), null, '20:00'), expected);
});

t.test('routing: the first rule that fits redirects, once', async (t) => {
  const rules: RoutingRule[] = [
    { from: 'bar', to: 'terrace', section: 'Terrace' },
    { from: 'bar', to: 'grill' },
    { from: 'grill', to: 'bar' },
  ];
  t.strictSame(stations(['bar'], [], rules, 'Terrace'), ['terrace']);
  t.strictSame(stations(['bar'], [], rules, 'Hall'), ['grill']);
  t.strictSame(stations(['bar'], [], rules, null), ['grill']);
  t.strictSame(stations(['bar', 'grill'], [], rules), ['grill', 'bar'], 'they change places');
  t.strictSame(stations(['bar', 'fryer'], [], [{ from: 'fryer', to: 'bar' }]), ['bar'], 'and meet');
});

t.test(
  'routing: windows of time, over midnight too; an open end is the edge of the business day',
  async (t) => {
    const cases: [window: Pick<RoutingRule, 'after' | 'before'>, holds: string[], not: string[]][] =
      [
        [{}, ['00:00', '03:59', '04:00', '23:59'], []],
        [
          { after: '11:00', before: '15:00' },
          ['11:00', '14:59'],
          ['10:59', '15:00', '23:00', '03:00'],
        ],
        [
          { after: '22:00', before: '02:00' },
          ['22:00', '23:59', '00:00', '01:59'],
          ['02:00', '21:59'],
        ],
        [{ after: '22:00' }, ['22:00', '01:00', '03:59'], ['04:00', '12:00', '21:59']],
        [{ before: '11:00' }, ['04:00', '10:59'], ['11:00', '23:00', '00:00', '03:59']],
        [{ after: '12:00', before: '12:00' }, ['00:00', '12:00', '18:00'], []],
      ];
    for (const [window, holds, not] of cases) {
      const rules = [{ from: 'bar', to: 'night', ...window }];
      const at = (time: string) => stations(['bar'], [], rules, null, time)[0];
      for (const time of holds) t.equal(at(time), 'night', `${JSON.stringify(window)} at ${time}`);
      for (const time of not) t.equal(at(time), 'bar', `${JSON.stringify(window)} at ${time}`);
    }
  },
);
