import { Type } from '@sinclair/typebox';
import { inUse } from '../domain/archive.js';
import {
  NewStation,
  NewTable,
  Station,
  StationChange,
  Table,
  TableChange,
} from '../domain/shapes/organization.js';
import { Closed, Id } from '../domain/shapes/primitives.js';
import { addStation, changeStation } from '../domain/station.js';
import { addTable, changeTable } from '../domain/table.js';
import { insist } from './insist.js';
import { listOf, pageOf, paging } from './lists.js';
import { withOutlet } from './outlet-turn.js';
import type { Reader } from './reader.js';
import { command, type OutletWork, query } from './spec.js';

/** A change is the id and at least one field more. */
const withId = { ...Closed, minProperties: 2 };
const listed = { archived: Type.Optional(Type.Boolean()), ...paging };

/** Those in use, but for one's own. */
async function othersOf<C extends 'table' | 'station'>(read: Reader, kind: C, id: string | null) {
  const found = await read.all(kind, { index: 'all' });
  return found.filter((each) => inUse(each) && each.id !== id);
}

async function namesOf(read: Reader, kind: 'table' | 'station', id: string | null) {
  return (await othersOf(read, kind, id)).map(({ name }) => name);
}

export const listTables = query({
  name: 'table.list',
  path: '/outlets/{outletId}/tables',
  summary: 'The tables, with who sits at them',
  reach: 'outlet',
  permission: 'table.read',
  limit: 'other',
  query: Type.Object(listed, Closed),
  answer: listOf(Table),
  cached: 'tables',
  async respond(work, { archived = false, ...asked }) {
    const page = await work.read.page('table', { index: 'all', ...pageOf(asked) });
    return { body: { ...page, data: page.data.filter((table) => archived || inUse(table)) } };
  },
});

export const postTable = command({
  type: 'table.create',
  method: 'POST',
  path: '/outlets/{outletId}/tables',
  summary: 'Add a table',
  reach: 'outlet',
  permission: 'table.create',
  limit: 'other',
  body: NewTable,
  answer: Table,
  status: 201,
  inTurn: () => 'outlet',
  async decide(work, body) {
    const names = await namesOf(work.read, 'table', null);
    return withOutlet(work.outlet, addTable(body, names, work.context));
  },
});

export const patchTable = command({
  type: 'table.change',
  method: 'PATCH',
  path: '/outlets/{outletId}/tables/{tableId}',
  summary: 'Change a table or its place on the plan, or archive it when it is free',
  reach: 'outlet',
  permission: 'table.change',
  limit: 'other',
  body: Type.Composite([Type.Object({ tableId: Id }), TableChange], withId),
  answer: Table,
  status: 200,
  inTurn: () => 'outlet',
  async decide(work, { tableId, ...change }) {
    const table = await work.read.need('table', tableId);
    insist(table, work.ifMatch);
    const renames = change.name !== undefined || change.archived === false;
    const names = renames ? await namesOf(work.read, 'table', tableId) : [];
    const changed = changeTable(table, change, names, work.context);
    // Whoever moves tables about on the plan must not be in the way of all others.
    return renames ? withOutlet(work.outlet, changed) : changed;
  },
});

export const listStations = query({
  name: 'station.list',
  path: '/outlets/{outletId}/stations',
  summary: 'The kitchen stations',
  reach: 'outlet',
  permission: 'station.read',
  limit: 'other',
  query: Type.Object(listed, Closed),
  answer: listOf(Station),
  cached: 'stations',
  async respond(work, { archived = false, ...asked }) {
    const page = await work.read.page('station', { index: 'all', ...pageOf(asked) });
    return { body: { ...page, data: page.data.filter((station) => archived || inUse(station)) } };
  },
});

export const postStation = command({
  type: 'station.create',
  method: 'POST',
  path: '/outlets/{outletId}/stations',
  summary: 'Add a kitchen station',
  reach: 'outlet',
  permission: 'station.create',
  limit: 'other',
  body: NewStation,
  answer: Station,
  status: 201,
  inTurn: () => 'outlet',
  async decide(work, body) {
    const names = await namesOf(work.read, 'station', null);
    return withOutlet(work.outlet, addStation(body, names, work.context));
  },
});

export const patchStation = command({
  type: 'station.change',
  method: 'PATCH',
  path: '/outlets/{outletId}/stations/{stationId}',
  summary: 'Rename a station, name its fallback, or archive it when nothing leads to it',
  reach: 'outlet',
  permission: 'station.change',
  limit: 'other',
  body: Type.Composite([Type.Object({ stationId: Id }), StationChange], withId),
  answer: Station,
  status: 200,
  inTurn: () => 'outlet',
  async decide(work, { stationId, ...change }) {
    const station = await work.read.need('station', stationId);
    insist(station, work.ifMatch);
    const others = await othersOf(work.read, 'station', stationId);
    const users = await usersOf(work, change.archived === true ? stationId : null);
    const state = { others, outlet: work.outlet, ...users };
    return withOutlet(work.outlet, changeStation(station, change, state, work.context));
  },
});

/** What might use a station; nothing is read where nobody asks. */
async function usersOf({ read }: OutletWork, stationId: string | null) {
  if (stationId === null) return { items: [], hasOpenTickets: false, orders: [] };
  const tickets = { index: 'openByStation', equals: [stationId], limit: 1 } as const;
  const ordersBy = (status: string) => read.all('order', { index: 'byStatus', equals: [status] });
  const [items, { data }, open, billed] = await Promise.all([
    read.all('menuItem', { index: 'all' }),
    read.page('ticket', tickets),
    ordersBy('open'),
    ordersBy('billed'),
  ]);
  return { items, hasOpenTickets: data.length > 0, orders: [...open, ...billed] };
}
