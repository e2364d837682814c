import { Type } from '@sinclair/typebox';
import {
  addCategory,
  addTaxClass,
  changeItem,
  createItem,
  type MenuState,
  setAvailability,
} from '../domain/menu.js';
import {
  Category,
  Menu,
  MenuItem,
  MenuItemChange,
  NewCategory,
  NewMenuItem,
  NewTaxClass,
  TaxClass,
} from '../domain/shapes/menu.js';
import { Closed, Id } from '../domain/shapes/primitives.js';
import { insist } from './insist.js';
import { withOutlet } from './outlet-turn.js';
import type { Reader } from './reader.js';
import { command, type OutletWork, query } from './spec.js';

const itemId = Type.Object({ itemId: Id });

async function stateOf({ read, outlet }: OutletWork): Promise<MenuState> {
  const [stations, taxClasses, categories] = await Promise.all([
    idsOf(read, 'station'),
    idsOf(read, 'taxClass'),
    idsOf(read, 'category'),
  ]);
  return { outlet, stations, taxClasses, categories };
}

async function idsOf(read: Reader, collection: 'station' | 'taxClass' | 'category') {
  const found = await read.all(collection, { index: 'all' });
  return new Set(found.map(({ id }) => id));
}

async function namesOf(read: Reader, collection: 'taxClass' | 'category') {
  const found = await read.all(collection, { index: 'all' });
  return found.map(({ name }) => name);
}

export const getMenu = query({
  name: 'menu.read',
  path: '/outlets/{outletId}/menu',
  summary: 'The whole menu',
  reach: 'outlet',
  permission: 'menu.read',
  limit: 'other',
  query: Type.Object({}, Closed),
  answer: Menu,
  cached: 'menu',
  async respond({ read }) {
    // The version comes first: should the menu change meanwhile, the answer is newer than it says.
    const version = await read.counter('version/menu');
    const [categories, taxClasses, items] = await Promise.all([
      read.all('category', { index: 'all' }),
      read.all('taxClass', { index: 'all' }),
      read.all('menuItem', { index: 'all' }),
    ]);
    return { body: { version, categories, taxClasses, items } };
  },
});

export const getItem = query({
  name: 'menu.readItem',
  path: '/outlets/{outletId}/menu/items/{itemId}',
  summary: 'One item of the menu',
  reach: 'outlet',
  permission: 'menu.read',
  limit: 'other',
  query: Type.Object({ itemId: Id }, Closed),
  answer: MenuItem,
  async respond(work, asked) {
    return { body: await work.read.need('menuItem', asked.itemId) };
  },
});

export const postItem = command({
  type: 'menu.createItem',
  method: 'POST',
  path: '/outlets/{outletId}/menu/items',
  summary: 'Put an item on the menu',
  reach: 'outlet',
  permission: 'menu.change',
  limit: 'other',
  body: NewMenuItem,
  answer: MenuItem,
  status: 201,
  async decide(work, body) {
    return createItem(body, await stateOf(work), work.context);
  },
});

export const patchItem = command({
  type: 'menu.changeItem',
  method: 'PATCH',
  path: '/outlets/{outletId}/menu/items/{itemId}',
  summary: 'Change an item; orders keep the prices they were taken at',
  reach: 'outlet',
  permission: 'menu.change',
  limit: 'other',
  body: Type.Composite([itemId, MenuItemChange], { ...Closed, minProperties: 2 }),
  answer: MenuItem,
  status: 200,
  inTurn: ({ itemId }) => `item/${itemId}`,
  async decide(work, { itemId, ...change }) {
    const item = await work.read.need('menuItem', itemId);
    insist(item, work.ifMatch);
    return changeItem(item, change, await stateOf(work), work.context);
  },
});

export const postAvailability = command({
  type: 'menu.setAvailability',
  method: 'POST',
  path: '/outlets/{outletId}/menu/items/{itemId}/availability',
  summary: 'Take an item off ("86") or back on',
  reach: 'outlet',
  permission: 'menu.availability',
  limit: 'other',
  body: Type.Object({ itemId: Id, available: Type.Boolean() }, Closed),
  answer: MenuItem,
  status: 200,
  socket: true,
  inTurn: ({ itemId }) => `item/${itemId}`,
  async decide(work, { itemId, available }) {
    const item = await work.read.need('menuItem', itemId, '/itemId');
    insist(item, work.ifMatch);
    return setAvailability(item, available, work.context);
  },
});

export const postCategory = command({
  type: 'category.create',
  method: 'POST',
  path: '/outlets/{outletId}/menu/categories',
  summary: 'Add a category to the menu',
  reach: 'outlet',
  permission: 'category.create',
  limit: 'other',
  body: NewCategory,
  answer: Category,
  status: 201,
  inTurn: () => 'outlet',
  async decide(work, body) {
    const names = await namesOf(work.read, 'category');
    return withOutlet(work.outlet, addCategory(body, names, work.context));
  },
});

export const postTaxClass = command({
  type: 'taxClass.create',
  method: 'POST',
  path: '/outlets/{outletId}/menu/tax-classes',
  summary: 'Add a tax class',
  reach: 'outlet',
  permission: 'taxClass.create',
  limit: 'other',
  body: NewTaxClass,
  answer: TaxClass,
  status: 201,
  inTurn: () => 'outlet',
  async decide(work, body) {
    const names = await namesOf(work.read, 'taxClass');
    return withOutlet(work.outlet, addTaxClass(body, names, work.context));
  },
});
