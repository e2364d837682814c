import t from 'tap';
import { chooseLine } from '../../src/domain/selection.js';
import type { MenuItem, TaxClass } from '../../src/domain/shapes/menu.js';
import type { NewLine } from '../../src/domain/shapes/order.js';
import { context, frozen } from './money-fixtures.js';

const gst: TaxClass = frozen({
  id: 'gst',
  rev: 1,
  name: 'GST',
  rate: 500,
  inclusive: true,
  hsn: '996331',
});
const lassi: MenuItem = frozen({
  id: 'lassi',
  rev: 1,
  name: 'Lassi',
  categoryId: null,
  price: 5_000,
  taxClassId: 'gst',
  available: true,
  stationIds: ['bar'],
  variants: [
    { id: 'small', name: 'Small', price: 4_000 },
    { id: 'free', name: 'Taste', price: 0 },
  ],
  modifierGroups: [
    {
      id: 'sugar',
      name: 'Sugar',
      min: 1,
      max: 1,
      modifiers: [
        { id: 'none', name: 'None', price: 0 },
        { id: 'full', name: 'Full', price: 50 },
      ],
    },
    {
      id: 'top',
      name: 'Topping',
      min: 0,
      max: 2,
      modifiers: [
        { id: 'nuts', name: 'Nuts', price: 700 },
        { id: 'rose', name: 'Rose', price: 300 },
        { id: 'gold', name: 'Gold', price: 1_000_000_000 },
      ],
    },
  ],
});
const choose = (line: Partial<NewLine>, item: MenuItem | undefined = lassi) =>
  chooseLine(
    { itemId: 'lassi', quantity: 2, modifierIds: ['none'], ...line },
    item,
    gst,
    3,
    context(),
  );

t.test('selection: a line is what the menu says, whatever the client believes', async (t) => {
  t.strictSame(choose({ note: 'cold', course: 2, seat: 4 }), {
    id: 'new-1',
    itemId: 'lassi',
    name: 'Lassi',
    variantId: null,
    variantName: null,
    modifiers: [{ id: 'none', name: 'None', price: 0 }],
    note: 'cold',
    course: 2,
    seat: 4,
    unitPrice: 5_000,
    quantity: 2,
    voidedQuantity: 0,
    sentQuantity: 0,
    stationIds: [],
    taxClassId: 'gst',
    rate: 500,
    inclusive: true,
    hsn: '996331',
    taxable: 0,
    tax: 0,
    addedBy: 'cashier-1',
    addedAt: '2026-11-20T15:00:00.000Z',
  });
});

t.test('selection: a variant replaces the price, modifiers add to it', async (t) => {
  const cases: [Partial<NewLine>, number][] = [
    [{}, 5_000],
    [{ variantId: 'small' }, 4_000],
    [{ variantId: 'free' }, 0],
    [{ modifierIds: ['full'] }, 5_050],
    [{ modifierIds: ['rose', 'none', 'nuts'] }, 6_000],
    [{ variantId: 'free', modifierIds: ['nuts', 'full'] }, 750],
  ];
  for (const [line, price] of cases) t.equal(choose(line).unitPrice, price, JSON.stringify(line));
});

t.test('selection: equal choices make equal lines, in the order of the menu', async (t) => {
  const names = (ids: string[]) => choose({ modifierIds: ids }).modifiers.map(({ name }) => name);
  t.strictSame(names(['rose', 'nuts', 'none']), ['None', 'Nuts', 'Rose']);
});

t.test('selection: refusals say where', async (t) => {
  const cases: [Partial<NewLine>, MenuItem | undefined, string, string][] = [
    [{ variantId: 'huge' }, lassi, 'selection_invalid', '/lines/3/variantId'],
    [{ variantId: 'nuts' }, lassi, 'selection_invalid', '/lines/3/variantId'],
    [{ modifierIds: ['none', 'salt'] }, lassi, 'selection_invalid', '/lines/3/modifierIds/1'],
    [{ modifierIds: ['none', 'none'] }, lassi, 'selection_invalid', '/lines/3/modifierIds/1'],
    [{ modifierIds: [] }, lassi, 'selection_invalid', '/lines/3/modifierIds'],
    [{ modifierIds: ['none', 'full'] }, lassi, 'selection_invalid', '/lines/3/modifierIds'],
    [{ modifierIds: ['none', 'gold'] }, lassi, 'amount_out_of_range', '/lines/3'],
    [{}, { ...lassi, available: false }, 'item_unavailable', '/lines/3/itemId'],
  ];
  for (const [line, item, code, pointer] of cases) {
    t.throws(() => choose(line, item), { code, errors: [{ pointer }] }, `${code} ${pointer}`);
  }
  t.throws(() => choose({}, { ...lassi, available: false }), {
    code: 'item_unavailable',
    extra: { itemId: 'lassi' },
  });
  const unknown = () =>
    chooseLine({ itemId: 'ghost', quantity: 1 }, undefined, undefined, 0, context());
  t.throws(unknown, { code: 'not_found', errors: [{ pointer: '/lines/0/itemId' }] });
});
