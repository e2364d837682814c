import { Type } from '@sinclair/typebox';
import { inUse } from '../domain/archive.js';
import { addCategory, changeCategory } from '../domain/category.js';
import { arrange } from '../domain/menu-order.js';
import {
  Category,
  CategoryChange,
  NewCategory,
  NewTaxClass,
  TaxClass,
  TaxClassChange,
} from '../domain/shapes/menu.js';
import { Closed, Count, Id } from '../domain/shapes/primitives.js';
import { addTaxClass, changeTaxClass } from '../domain/tax-class.js';
import { insist } from './insist.js';
import { withOutlet } from './outlet-turn.js';
import type { Reader } from './reader.js';
import { command } from './spec.js';

/** What commands on the parts of a menu have in common: their names are unique in the outlet. */
const onMenu = { reach: 'outlet', limit: 'other', inTurn: () => 'outlet' } as const;

/** A change is the id and at least one field more. */
const withId = { ...Closed, minProperties: 2 };

/** Names of those in use, but for one's own. */
async function namesOf(read: Reader, collection: 'taxClass' | 'category', id: string | null) {
  const found = await read.all(collection, { index: 'all' });
  return found.filter((each) => inUse(each) && each.id !== id).map(({ name }) => name);
}

async function byId<C extends 'category' | 'menuItem'>(read: Reader, collection: C) {
  return new Map((await read.all(collection, { index: 'all' })).map((each) => [each.id, each]));
}

export const postCategory = command({
  ...onMenu,
  type: 'category.create',
  method: 'POST',
  path: '/outlets/{outletId}/menu/categories',
  summary: 'Add a category to the menu',
  permission: 'category.create',
  body: NewCategory,
  answer: Category,
  status: 201,
  async decide(work, body) {
    const names = await namesOf(work.read, 'category', null);
    return withOutlet(work.outlet, addCategory(body, names, work.context));
  },
});

export const patchCategory = command({
  ...onMenu,
  type: 'category.change',
  method: 'PATCH',
  path: '/outlets/{outletId}/menu/categories/{categoryId}',
  summary: 'Change a category, or archive it when no item is in it',
  permission: 'category.change',
  body: Type.Composite([Type.Object({ categoryId: Id }), CategoryChange], withId),
  answer: Category,
  status: 200,
  async decide({ read, outlet, ifMatch, context }, { categoryId, ...change }) {
    const category = await read.need('category', categoryId);
    insist(category, ifMatch);
    const [names, items] = await Promise.all([
      namesOf(read, 'category', categoryId),
      read.all('menuItem', { index: 'all' }),
    ]);
    return withOutlet(outlet, changeCategory(category, change, { names, items }, context));
  },
});

export const postTaxClass = command({
  ...onMenu,
  type: 'taxClass.create',
  method: 'POST',
  path: '/outlets/{outletId}/menu/tax-classes',
  summary: 'Add a tax class',
  permission: 'taxClass.create',
  body: NewTaxClass,
  answer: TaxClass,
  status: 201,
  async decide(work, body) {
    const names = await namesOf(work.read, 'taxClass', null);
    return withOutlet(work.outlet, addTaxClass(body, names, work.context));
  },
});

export const patchTaxClass = command({
  ...onMenu,
  type: 'taxClass.change',
  method: 'PATCH',
  path: '/outlets/{outletId}/menu/tax-classes/{taxClassId}',
  summary: 'Change a tax class for what is ordered from now on, or archive it',
  permission: 'taxClass.change',
  body: Type.Composite([Type.Object({ taxClassId: Id }), TaxClassChange], withId),
  answer: TaxClass,
  status: 200,
  async decide({ read, outlet, ifMatch, context }, { taxClassId, ...change }) {
    const taxClass = await read.need('taxClass', taxClassId);
    insist(taxClass, ifMatch);
    const [names, items] = await Promise.all([
      namesOf(read, 'taxClass', taxClassId),
      read.all('menuItem', { index: 'all' }),
    ]);
    return withOutlet(outlet, changeTaxClass(taxClass, change, { names, items }, context));
  },
});

const InOrder = Type.Optional(Type.Array(Id, { maxItems: 2000, uniqueItems: true }));

export const putMenuOrder = command({
  ...onMenu,
  type: 'menu.arrange',
  method: 'PUT',
  path: '/outlets/{outletId}/menu/order',
  summary: 'Put categories, or items, into this order',
  permission: 'menu.arrange',
  body: Type.Object({ categoryIds: InOrder, itemIds: InOrder }, { ...Closed, minProperties: 1 }),
  answer: Type.Object({ categories: Count, items: Count }, Closed),
  status: 200,
  async decide({ read, context }, body) {
    const [categories, items] = await Promise.all([byId(read, 'category'), byId(read, 'menuItem')]);
    return arrange(body, { categories, items }, context);
  },
});
