import { Type } from '@sinclair/typebox';
import { addStation } from '../domain/outlet.js';
import { NewStation, NewTable, Station, Table } from '../domain/shapes/organization.js';
import { Closed } from '../domain/shapes/primitives.js';
import { addTable } from '../domain/table.js';
import { listOf, pageOf, paging } from './lists.js';
import { withOutlet } from './outlet-turn.js';
import { command, query } from './spec.js';

export const listTables = query({
  name: 'table.list',
  path: '/outlets/{outletId}/tables',
  summary: 'The tables, with who sits at them',
  reach: 'outlet',
  permission: 'table.read',
  limit: 'other',
  query: Type.Object(paging, Closed),
  answer: listOf(Table),
  cached: 'tables',
  async respond(work, asked) {
    return { body: await work.read.page('table', { index: 'all', ...pageOf(asked) }) };
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
    const tables = await work.read.all('table', { index: 'all' });
    const names = tables.map(({ name }) => name);
    return withOutlet(work.outlet, addTable(body, names, work.context));
  },
});

export const listStations = query({
  name: 'station.list',
  path: '/outlets/{outletId}/stations',
  summary: 'The kitchen stations',
  reach: 'outlet',
  permission: 'station.read',
  limit: 'other',
  query: Type.Object(paging, Closed),
  answer: listOf(Station),
  cached: 'stations',
  async respond(work, asked) {
    return { body: await work.read.page('station', { index: 'all', ...pageOf(asked) }) };
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
    const stations = await work.read.all('station', { index: 'all' });
    const names = stations.map(({ name }) => name);
    return withOutlet(work.outlet, addStation(body, names, work.context));
  },
});
