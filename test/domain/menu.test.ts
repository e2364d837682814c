import t from 'tap';
import { addCategory } from '../../src/domain/category.js';
import { changeItem, createItem, setAvailability } from '../../src/domain/menu.js';
import type { MenuItemChange, NewMenuItem } from '../../src/domain/shapes/menu.js';
import { addTaxClass } from '../../src/domain/tax-class.js';
import { context, frozen, outlet, refusal } from './money-fixtures.js';

const state = {
  outlet: outlet(),
  stations: new Set(['station-1', 'bar']),
  taxClasses: new Set(['gst']),
  categories: new Set(['drinks']),
};
const lassi: NewMenuItem = frozen({ name: 'Lassi', price: 5_000, taxClassId: 'gst' });
const created = (body: Partial<NewMenuItem> = {}) =>
  createItem({ ...lassi, ...body }, state, context()).changes([]);
const nuts = { id: 'nuts', name: 'Nuts', price: 100 };
const rose = { id: 'rose', name: 'Rose', price: 0 };
const group = { name: 'Extra', min: 0, max: 1, modifiers: [nuts, rose] };

t.test('menu: an item without stations goes to the default station, and can be had', async (t) => {
  const { documents, events, result } = created();
  t.match(result, {
    id: 'new-1',
    rev: 1,
    available: true,
    categoryId: null,
    stationIds: ['station-1'],
  });
  t.strictSame(documents, [{ collection: 'menuItem', value: result }]);
  t.match(events, [{ type: 'menu.itemCreated', data: { item: result } }]);
});

t.test('menu: variants and modifiers get ids, or keep theirs', async (t) => {
  const { result } = created({
    variants: [
      { name: 'Small', price: 1 },
      { id: 'l', name: 'Large', price: 2 },
    ],
    modifierGroups: [
      { ...group, modifiers: [{ name: 'Nuts', price: 1, stationIds: ['bar'] }, rose] },
    ],
  });
  const modifiers = result.modifierGroups[0]?.modifiers ?? [];
  const ids = [...result.variants, ...result.modifierGroups, ...modifiers].map(({ id }) => id);
  t.equal(new Set(ids).size, 5);
  t.ok(ids.every(Boolean));
  t.equal(result.variants[1]?.id, 'l');
  t.strictSame(modifiers[0]?.stationIds, ['bar']);
  t.equal(modifiers[1]?.id, 'rose');
});

const refused: [what: string, change: MenuItemChange, code: string, pointer: string][] = [
  ['unknown tax class', { taxClassId: 'vat' }, 'not_found', '/taxClassId'],
  ['unknown category', { categoryId: 'food' }, 'not_found', '/categoryId'],
  ['unknown station', { stationIds: ['bar', 'attic'] }, 'not_found', '/stationIds/1'],
  [
    'unknown station of a modifier',
    { modifierGroups: [{ ...group, modifiers: [nuts, { ...rose, stationIds: ['attic'] }] }] },
    'not_found',
    '/modifierGroups/0/modifiers/1/stationIds/0',
  ],
  ['a station twice', { stationIds: ['bar', 'bar'] }, 'invalid', '/stationIds/1'],
  ['min above max', { modifierGroups: [{ ...group, min: 2 }] }, 'invalid', '/modifierGroups/0/min'],
  [
    'min above what there is',
    { modifierGroups: [{ ...group, min: 3, max: 3 }] },
    'invalid',
    '/modifierGroups/0/min',
  ],
  [
    'a variant id twice',
    {
      variants: [
        { id: 'a', name: 'A', price: 1 },
        { id: 'a', name: 'B', price: 1 },
      ],
    },
    'invalid',
    '/variants/1/id',
  ],
  [
    'a variant name twice',
    {
      variants: [
        { name: 'Small', price: 1 },
        { name: 'small', price: 1 },
      ],
    },
    'invalid',
    '/variants/1/name',
  ],
  [
    'a group twice',
    { modifierGroups: [group, { ...group, modifiers: [{ name: 'Ice', price: 0 }] }] },
    'invalid',
    '/modifierGroups/1/name',
  ],
  [
    'a modifier id in two groups',
    { modifierGroups: [group, { ...group, name: 'More', modifiers: [nuts] }] },
    'invalid',
    '/modifierGroups/1/modifiers/0/id',
  ],
  [
    'a modifier name twice',
    { modifierGroups: [{ ...group, modifiers: [nuts, { name: 'NUTS', price: 0 }] }] },
    'invalid',
    '/modifierGroups/0/modifiers/1/name',
  ],
];

t.test('menu: items that could not be ordered are refused, new or changed', async (t) => {
  const item = frozen(created().result);
  for (const [what, change, code, pointer] of refused) {
    const expected = { code, errors: [{ pointer }] };
    t.throws(() => created(change), expected, `${what}, new`);
    t.throws(() => changeItem(item, change, state, context()), expected, `${what}, changed`);
  }
});

t.test('menu: all faults of an item are told at once', async (t) => {
  t.throws(() => created({ stationIds: ['bar', 'bar'], modifierGroups: [{ ...group, min: 2 }] }), {
    errors: [{ pointer: '/stationIds/1' }, { pointer: '/modifierGroups/0/min' }],
  });
});

t.test('menu: a change keeps what it does not name', async (t) => {
  const item = frozen(created({ categoryId: 'drinks', modifierGroups: [group] }).result);
  const changes = changeItem(item, { price: 7_000, categoryId: null }, state, context()).changes(
    [],
  );
  t.strictSame(changes.result, { ...item, rev: 2, price: 7_000, categoryId: null });
  t.match(changes.events, [{ type: 'menu.itemChanged', data: { item: changes.result } }]);
  const bare = changeItem(item, { modifierGroups: [] }, state, context()).changes([]).result;
  t.strictSame(bare.modifierGroups, []);
});

t.test('menu: to say twice that there is none left is to say it once', async (t) => {
  const item = frozen(created().result);
  const out = setAvailability(item, false, context()).changes([]);
  t.strictSame(out.result, { ...item, rev: 2, available: false });
  t.match(out.events, [{ type: 'menu.availabilityChanged', data: { item: out.result } }]);
  const again = setAvailability(frozen(out.result), false, context()).changes([]);
  t.strictSame(again, { documents: [], events: [], result: out.result });
});

t.test('menu: categories and tax classes have names of their own', async (t) => {
  const category = addCategory({ name: 'Drinks' }, [], context()).changes([]);
  t.match(category.events, [
    { type: 'menu.categoryCreated', data: { category: { name: 'Drinks' } } },
  ]);
  const body = { name: 'GST 5 %', rate: 500, inclusive: false };
  const taxClass = addTaxClass(body, [], context()).changes([]);
  t.strictSame(taxClass.result, { id: 'new-1', rev: 1, ...body, hsn: null });
  t.match(taxClass.events, [{ type: 'menu.taxClassCreated', data: { taxClass: taxClass.result } }]);
  t.equal(
    refusal(() => addCategory({ name: 'drinks' }, ['Drinks'], context())),
    'name_taken',
  );
  t.equal(
    refusal(() => addTaxClass(body, ['gst 5 %'], context())),
    'name_taken',
  );
});
