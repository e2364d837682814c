import assert from 'node:assert';
import fc from 'fast-check';
import t from 'tap';
import { exportMenu } from '../../../src/domain/menu-file/export.js';
import type { Category, MenuItem } from '../../../src/domain/shapes/menu.js';
import { frozen } from '../money-fixtures.js';
import { EMPTY, here, load } from './load.js';

const name = fc
  .string({
    unit: fc.constantFrom(
      'a',
      'B',
      ' ',
      'ह',
      '|',
      '=',
      ';',
      ':',
      ',',
      '@',
      '\\',
      '"',
      "'",
      '+',
      '\n',
    ),
    minLength: 1,
    maxLength: 12,
  })
  .filter((text) => /\S/.test(text));
const price = fc.integer({ min: 0, max: 1_000_000_000 });
const unique = <T extends { name: string }>(things: fc.Arbitrary<T>, max: number, min = 0) =>
  fc.uniqueArray(things, {
    minLength: min,
    maxLength: max,
    selector: ({ name }) => name.trim().toLowerCase(),
  });
const stationIds = fc.uniqueArray(fc.constantFrom('station-1', 'bar'), { maxLength: 2 });
const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });

/** Items as any client may have made them. */
const anyItem = fc
  .record(
    {
      name,
      price,
      taxClassId: fc.constantFrom('gst', 'vat'),
      categoryId: fc.constantFrom('c1', 'c2', null),
      available: fc.boolean(),
      stationIds,
      variants: unique(fc.record({ name, price }), 3),
      modifierGroups: unique(
        fc.record({
          name,
          min: fc.constant(0),
          max: fc.integer({ min: 1, max: 9 }),
          modifiers: unique(fc.record({ name, price, stationIds: optional(stationIds) }), 3, 1),
        }),
        2,
      ),
      hsn: fc.constantFrom('996331', null),
      food: fc.constantFrom('veg' as const, 'egg' as const, 'nonVeg' as const, null),
      position: fc.constantFrom(0, 5, null),
    },
    {
      requiredKeys: [
        'name',
        'price',
        'taxClassId',
        'categoryId',
        'available',
        'stationIds',
        'variants',
        'modifierGroups',
      ],
    },
  )
  .map((item): MenuItem => {
    const { newId } = here;
    return {
      ...item,
      id: newId(),
      rev: 1,
      variants: item.variants.map((each) => ({ id: newId(), ...each })),
      modifierGroups: item.modifierGroups.map((group) => ({
        id: newId(),
        ...group,
        modifiers: group.modifiers.map(({ stationIds, ...each }) => ({
          ...each,
          id: newId(),
          ...(stationIds ? { stationIds } : {}),
        })),
      })),
    } as MenuItem;
  });

const CATEGORIES: Category[] = [
  { id: 'c1', rev: 1, name: 'Starters, hot; "A=B"', position: 7 },
  { id: 'c2', rev: 1, name: "'=Drinks|", position: 3 },
];
const anyMenu = unique(anyItem, 6).map((items) =>
  items.map((each, i): MenuItem => (i % 2 === 0 ? { ...each, code: `N${i}` } : each)),
);
const refusals = ({ report }: ReturnType<typeof load>) =>
  report.lines.filter(({ problems }) => problems.length > 0);

t.test('menu file: what was exported changes nothing where it came from', async () => {
  fc.assert(
    fc.property(anyMenu, (items) => {
      const state = frozen({ ...EMPTY, categories: CATEGORIES, items });
      const again = load(exportMenu(state), state);
      assert.deepStrictEqual(refusals(again), []);
      assert.equal(again.report.totals.unchanged, items.length);
    }),
  );
});

t.test('menu file: what was exported makes the same menu elsewhere', async () => {
  fc.assert(
    fc.property(anyMenu, (items) => {
      const state = { ...EMPTY, categories: CATEGORIES, items: items.map(copied) };
      const copy = load(exportMenu(state));
      assert.deepStrictEqual(refusals(copy), []);
      assert.equal(exportMenu(copy.after), exportMenu(state));
    }),
  );
});

/** An item as a copy can have it: no spaces around names, and some station that cooks it. */
function copied(item: MenuItem): MenuItem {
  const bare: MenuItem = JSON.parse(JSON.stringify(item), (key, value) =>
    key === 'name' ? (value as string).trim() : value,
  );
  return item.stationIds.length > 0 ? bare : { ...bare, stationIds: ['station-1'] };
}
