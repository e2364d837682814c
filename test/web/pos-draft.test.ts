import t from 'tap';
import type { MenuItem, ModifierGroup } from '../../web/pos/shapes.js';
import {
  firstChoice,
  isAsked,
  isFull,
  isOffered,
  lacking,
  portionPrice,
  toggled,
} from '../../web/pos/menu/choice.js';
import {
  coursesOf,
  type Draft,
  type DraftLine,
  draftKey,
  draftLineOf,
  EMPTY_DRAFT,
  isEmpty,
  joined,
  newLineOf,
  troubleOf,
  withChoice,
  withLine,
  withoutLines,
} from '../../web/pos/order/draft.js';
import { commandsFor } from '../../web/pos/order/commands.js';
import { seatsOf } from '../../web/pos/order/seats.js';

const spice: ModifierGroup = {
  id: 'spice',
  name: 'Spice',
  min: 0,
  max: 1,
  modifiers: [
    { id: 'mild', name: 'Mild', price: 0 },
    { id: 'hot', name: 'Hot', price: 0 },
  ],
};
const extras: ModifierGroup = {
  id: 'extras',
  name: 'Extras',
  min: 1,
  max: 2,
  modifiers: [
    { id: 'egg', name: 'Egg', price: 3000 },
    { id: 'raita', name: 'Raita', price: 4000 },
    { id: 'butter', name: 'Butter', price: 1000 },
  ],
};
const naan: MenuItem = {
  id: 'naan',
  rev: 1,
  name: 'Naan',
  categoryId: null,
  price: 4500,
  taxClassId: 'gst5',
  available: true,
  stationIds: [],
  variants: [],
  modifierGroups: [spice],
};
const curry: MenuItem = {
  ...naan,
  id: 'curry',
  name: 'Curry',
  price: 29_000,
  variants: [
    { id: 'half', name: 'Half', price: 18_000 },
    { id: 'full', name: 'Full', price: 29_000 },
  ],
  modifierGroups: [spice, extras],
};

const line = (id: string, change: Partial<DraftLine> = {}): DraftLine => ({
  ...firstChoice(naan),
  id,
  itemId: 'naan',
  ...change,
});
const draftOf = (...lines: DraftLine[]): Draft => ({ ...EMPTY_DRAFT, lines });

t.test('choice: an item is asked about only where there is something to choose', async (t) => {
  t.notOk(isAsked(naan), 'an optional group can be left');
  t.ok(isAsked(curry), 'a variant, or a group with a minimum, cannot');
  t.equal(firstChoice(curry).variantId, 'full', 'the variant that costs what the item does');
});

t.test('choice: groups keep their minimum and their maximum', async (t) => {
  t.same(toggled(['mild'], spice, 'hot'), ['hot'], 'of one, another replaces it');
  t.same(toggled(['hot'], spice, 'hot'), [], 'and can be left again');
  const full = toggled(toggled([], extras, 'egg'), extras, 'raita');
  t.same(full, ['egg', 'raita']);
  t.ok(isFull(extras, full));
  t.same(toggled(full, extras, 'butter'), full, 'of several, a third is not taken');
  t.same(
    lacking(curry, ['hot']).map(({ id }) => id),
    ['extras'],
  );
  t.same(lacking(curry, full), []);
});

t.test('choice: a portion costs its variant and its modifiers', async (t) => {
  const chosen = { variantId: 'half', modifierIds: ['egg', 'raita', 'hot'] };
  t.equal(portionPrice(curry, chosen), 25_000);
  t.equal(portionPrice(naan, { variantId: null, modifierIds: [] }), 4500);
  t.ok(isOffered(curry, chosen));
  t.notOk(isOffered(curry, { variantId: 'half', modifierIds: [] }), 'too few of a group');
  t.notOk(isOffered(naan, { variantId: 'half', modifierIds: [] }), 'a variant that went');
});

t.test('draft: the same again counts up, anything else is a line of its own', async (t) => {
  let draft = withLine(draftOf(line('a')), line('b'));
  t.same(
    draft.lines.map(({ id, quantity }) => [id, quantity]),
    [['a', 2]],
  );
  draft = withLine(draft, line('c', { note: 'no butter' }));
  draft = withLine(draft, line('d', { seat: 2 }));
  draft = withLine(draft, line('e', { modifierIds: ['hot'] }));
  t.same(
    draft.lines.map(({ id }) => id),
    ['a', 'c', 'd', 'e'],
  );
  draft = withChoice(draft, 'c', { quantity: 5 });
  t.equal(draft.lines.find(({ id }) => id === 'c')?.quantity, 5);
  t.same(
    withoutLines(draft, ['a', 'e']).lines.map(({ id }) => id),
    ['c', 'd'],
  );
});

t.test('draft: what was begun in two places becomes one, and no line is there twice', async (t) => {
  const both = joined(draftOf(line('a')), { ...draftOf(line('a'), line('b')), guests: 3 });
  t.same(
    both.lines.map(({ id }) => id),
    ['a', 'b'],
  );
  t.equal(both.guests, 3);
  t.ok(isEmpty(EMPTY_DRAFT));
  t.notOk(isEmpty({ ...EMPTY_DRAFT, guests: 2 }), 'guests that were counted are not forgotten');
});

t.test('draft: a line says why it cannot be sent', async (t) => {
  t.equal(troubleOf(line('a'), naan), null);
  t.equal(troubleOf(line('a'), undefined), 'gone');
  t.equal(troubleOf(line('a'), { ...naan, available: false }), 'soldOut');
  t.equal(troubleOf(line('a', { modifierIds: ['gone'] }), naan), 'changed');
});

t.test('draft: a line goes to the server with what it has, and comes back as it was', async (t) => {
  const full = line('a', { note: 'x', course: 2, seat: 1, modifierIds: ['hot'], quantity: 3 });
  t.same(
    draftLineOf(newLineOf(full), () => 'new'),
    full,
  );
  t.same(newLineOf(line('b')), { id: 'b', itemId: 'naan', quantity: 1 });
});

t.test('draft: courses in their order', async (t) => {
  const lines = [
    { course: 'Sweet' },
    { course: 2 },
    { course: null },
    { course: 1 },
    { course: 2 },
  ];
  t.same(coursesOf(lines), [1, 2, 'Sweet']);
});

t.test('seats: one for each guest, and every one that a line has', async (t) => {
  const seats = (guests: number | null, ...used: (number | null)[]) =>
    seatsOf({
      order: null,
      draft: { ...draftOf(...used.map((seat) => line('a', { seat }))), guests },
    });
  t.same([seats(3), seats(3, null, 2), seats(3, 5, 1)], [3, 3, 5]);
  t.same([seats(null), seats(null, 12), seats(400)], [8, 12, 99]);
  const order = { guests: 2, lines: [{ seat: 4 }, {}] } as never;
  t.equal(
    seatsOf({ order, draft: { ...EMPTY_DRAFT, guests: 7 } }),
    4,
    'of an order its own guests',
  );
});

t.test('giving: a new order is opened with its lines under an id chosen here', async (t) => {
  const draft = { ...draftOf(line('a')), guests: 4 };
  const place = { at: 'table', tableId: 't4' } as const;
  const commands = commandsFor(
    { place, order: null, draft, lines: draft.lines, send: true },
    () => 'NEW',
  );
  t.same(commands, [
    {
      type: 'order.create',
      body: {
        id: 'NEW',
        type: 'dineIn',
        tableId: 't4',
        guests: 4,
        lines: [{ id: 'a', itemId: 'naan', quantity: 1 }],
      },
    },
    { type: 'order.send', body: { orderId: 'NEW' } },
  ]);
});

t.test(
  'giving: a takeaway keeps the id that it was begun with; held lines are not sent',
  async (t) => {
    const place = { at: 'order', orderId: 'ORDER', type: 'takeaway' } as const;
    const draft = draftOf(line('a'));
    const [create, ...rest] = commandsFor(
      { place, order: null, draft, lines: draft.lines, send: false },
      () => 'NEW',
    );
    t.match(create, { type: 'order.create', body: { id: 'ORDER', type: 'takeaway' } });
    t.same(rest, []);
    t.equal(draftKey(place), 'order/ORDER');
  },
);

t.test('giving: an order that is there gets lines; with none, what it holds is sent', async (t) => {
  const place = { at: 'order', orderId: 'ORDER', type: 'dineIn' } as const;
  const order = { id: 'ORDER' } as never;
  const add = commandsFor(
    { place, order, draft: EMPTY_DRAFT, lines: [line('a')], send: true },
    () => 'NEW',
  );
  t.same(
    add.map(({ type }) => type),
    ['order.addLines', 'order.send'],
  );
  const send = commandsFor(
    { place, order, draft: EMPTY_DRAFT, lines: [], send: true },
    () => 'NEW',
  );
  t.same(send, [{ type: 'order.send', body: { orderId: 'ORDER' } }]);
  const starters = commandsFor(
    { place, order, draft: EMPTY_DRAFT, lines: [line('a', { course: 1 })], send: true, course: 1 },
    () => 'NEW',
  );
  t.match(starters, [
    { type: 'order.addLines', body: { lines: [{ id: 'a', course: 1 }] } },
    { type: 'order.send', body: { orderId: 'ORDER', course: 1 } },
  ]);
});
