import { Type } from '@sinclair/typebox';
import { inUse } from '../domain/archive.js';
import { changeItem, createItem, type MenuState, setAvailability } from '../domain/menu.js';
import { byPosition } from '../domain/menu-order.js';
import { Menu, MenuItem, MenuItemChange, NewMenuItem } from '../domain/shapes/menu.js';
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
  return new Set(found.filter(inUse).map(({ id }) => id));
}

/** Codes of all other items on the menu. */
async function codesOf(read: Reader, itemId: string | null): Promise<string[]> {
  const items = await read.all('menuItem', { index: 'all' });
  const others = items.filter((item) => inUse(item) && item.id !== itemId);
  return others.flatMap(({ code }) => code ?? []);
}

/**
 * Whether an item so changed may refer to something that it did not, and that may be archived
 * meanwhile.
 */
function refers(change: MenuItemChange): boolean {
  const { categoryId, taxClassId, stationIds, modifierGroups, archived } = change;
  return archived === false || Boolean(categoryId ?? taxClassId ?? stationIds ?? modifierGroups);
}

export const getMenu = query({
  name: 'menu.read',
  path: '/outlets/{outletId}/menu',
  summary: 'The whole menu, in its order; with what is archived if asked for',
  reach: 'outlet',
  permission: 'menu.read',
  limit: 'other',
  query: Type.Object({ archived: Type.Optional(Type.Boolean()) }, Closed),
  answer: Menu,
  cached: 'menu',
  async respond({ read }, { archived = false }) {
    // The version comes first: should the menu change meanwhile, the answer is newer than it says.
    const version = await read.counter('version/menu');
    const [categories, taxClasses, items] = await Promise.all([
      read.all('category', { index: 'all' }),
      read.all('taxClass', { index: 'all' }),
      read.all('menuItem', { index: 'all' }),
    ]);
    const shown = (thing: { archived?: boolean }) => archived || inUse(thing);
    return {
      body: {
        version,
        categories: categories.filter(shown).sort(byPosition),
        taxClasses: taxClasses.filter(shown),
        items: items.filter(shown).sort(byPosition),
      },
    };
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
  inTurn: () => 'outlet',
  async decide(work, body) {
    const state = await stateOf(work);
    const codes = body.code ? await codesOf(work.read, null) : [];
    // What it refers to must not be archived meanwhile, and its code not be taken.
    return withOutlet(work.outlet, createItem(body, { ...state, codes }, work.context));
  },
});

export const patchItem = command({
  type: 'menu.changeItem',
  method: 'PATCH',
  path: '/outlets/{outletId}/menu/items/{itemId}',
  summary: 'Change an item, or archive it; orders keep the prices they were taken at',
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
    const state = await stateOf(work);
    // A code that comes, or comes back, must not be there twice.
    const { code = item.code } = change;
    const comes = code && (code !== item.code || change.archived === false);
    const codes = comes ? await codesOf(work.read, itemId) : [];
    const changed = changeItem(item, change, { ...state, codes }, work.context);
    // Whoever sets a price or says that it is sold out must not be in the way of all others.
    return comes || refers(change) ? withOutlet(work.outlet, changed) : changed;
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
