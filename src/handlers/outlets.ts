import { Type } from '@sinclair/typebox';
import { inUse } from '../domain/archive.js';
import { openOutlet } from '../domain/organization.js';
import { changeOutlet, changeRouting, shownOutlet } from '../domain/outlet.js';
import { NewOutlet, Outlet, OutletChange, RoutingChange } from '../domain/shapes/organization.js';
import { Closed } from '../domain/shapes/primitives.js';
import { mayEnter } from './auth/principal.js';
import { listOf, pageOf, paging } from './lists.js';
import { insist } from './insist.js';
import { command, query, type Work } from './spec.js';

/** Kept is what was set; shown is what holds. */
async function present(_: unknown, outlet: unknown): Promise<Outlet> {
  return shownOutlet(outlet as Outlet);
}

/**
 * Whose names an outlet's must differ from. The organization comes first: whoever opens or renames
 * one meanwhile writes it, and this commit then meets its newer rev.
 */
async function namesakes({ read, scope }: Pick<Work, 'read' | 'scope'>) {
  const organization = await read.need('organization', scope.organizationId);
  return { organization, outlets: await read.all('outlet', { index: 'byCreation' }) };
}

export const createOutlet = command({
  type: 'outlet.create',
  method: 'POST',
  path: '/outlets',
  summary: 'Open a further outlet',
  reach: 'organization',
  permission: 'outlet.create',
  limit: 'other',
  body: NewOutlet,
  answer: Outlet,
  status: 201,
  present,
  inTurn: () => 'outlets',
  // The outlet's first station and tax classes are written with it, so the commit is in its scope.
  async scope(work) {
    return { organizationId: work.scope.organizationId, outletId: work.context.newId() };
  },
  async decide(work, body) {
    const { outletId = '' } = work.scope;
    return openOutlet(body, { outletId, ...(await namesakes(work)) }, work.context);
  },
});

export const listOutlets = query({
  name: 'outlet.list',
  path: '/outlets',
  summary: 'The outlets one may enter',
  reach: 'organization',
  permission: 'outlet.read',
  limit: 'other',
  query: Type.Object(paging, Closed),
  answer: listOf(Outlet),
  async respond(work, asked) {
    const page = await work.read.page('outlet', { index: 'byCreation', ...pageOf(asked) });
    const data = page.data.filter(({ id }) => mayEnter(work.principal, id)).map(shownOutlet);
    return { body: { ...page, data } };
  },
});

export const getOutlet = query({
  name: 'outlet.read',
  path: '/outlets/{outletId}',
  summary: 'An outlet and its settings',
  reach: 'outlet',
  permission: 'outlet.read',
  limit: 'other',
  query: Type.Object({}, Closed),
  answer: Outlet,
  async respond(work) {
    return { body: shownOutlet(work.outlet) };
  },
});

async function stationsOf(work: Pick<Work, 'read'>) {
  const stations = await work.read.all('station', { index: 'all' });
  return new Map(stations.filter(inUse).map((station) => [station.id, station]));
}

export const patchOutlet = command({
  type: 'outlet.change',
  method: 'PATCH',
  path: '/outlets/{outletId}',
  summary: 'Change settings of an outlet, or the head of its invoices',
  reach: 'outlet',
  permission: 'outlet.change',
  limit: 'other',
  body: OutletChange,
  answer: Outlet,
  status: 200,
  present,
  inTurn: () => 'outlet',
  async decide(work, body) {
    const { outlet, context } = work;
    insist(outlet, work.ifMatch);
    const state = { stations: await stationsOf(work), ...(await namesakes(work)) };
    return changeOutlet(outlet, body, state, context);
  },
});

export const putRouting = command({
  type: 'routing.change',
  method: 'PUT',
  path: '/outlets/{outletId}/routing',
  summary: 'Replace the rules by which lines go to another station',
  reach: 'outlet',
  permission: 'routing.change',
  limit: 'other',
  body: RoutingChange,
  answer: Outlet,
  status: 200,
  present,
  inTurn: () => 'outlet',
  async decide(work, body) {
    insist(work.outlet, work.ifMatch);
    return changeRouting(work.outlet, body, { stations: await stationsOf(work) }, work.context);
  },
});
