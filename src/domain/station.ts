import { inUse, refuseFrozen, refuseUsed, type User } from './archive.js';
import { usedBy } from './category.js';
import { type Context, type Decision, decided, happened } from './decision.js';
import { KotdError } from './errors.js';
import { refuseTakenName } from './names.js';
import { needKnown } from './references.js';
import type { MenuItem } from './shapes/menu.js';
import type { Order } from './shapes/order.js';
import type { NewStation, Outlet, Station, StationChange } from './shapes/organization.js';

/** @throws name_taken */
export function addStation(
  { name }: NewStation,
  existingNames: Iterable<string>,
  context: Context,
): Decision<Station> {
  refuseTakenName(name, existingNames);
  const station: Station = { id: context.newId(), rev: 1, name };
  return written('station.created', station, context);
}

export interface StationState {
  /** The other stations that are in use. */
  others: readonly Station[];
  outlet: Outlet;
  /** All items of the outlet. */
  items: Iterable<MenuItem>;
  /** Whether any of its tickets is on a screen. */
  hasOpenTickets: boolean;
  /** Orders that take more changes, or can be opened again: those open and those billed. */
  orders: Iterable<Order>;
}

/**
 * Changes what comes with it. A station can be archived only when nothing leads to it any more: a ticket
 * sent to a screen that hangs nowhere would never be cooked.
 * @throws archived, name_taken, in_use, not_found, invalid (a station that is its own fallback)
 */
export function changeStation(
  station: Station,
  change: StationChange,
  state: StationState,
  context: Context,
): Decision<Station> {
  refuseFrozen(station, change);
  refuseFallback(station.id, change.fallbackStationId ?? null, state.others);
  const changed = { ...station, ...change, rev: station.rev + 1 };
  const names = state.others.map(({ name }) => name);
  if (inUse(changed)) refuseTakenName(changed.name, names);
  else refuseUsed(userOf(station.id, state));
  return written('station.changed', changed, context);
}

function refuseFallback(id: string, fallbackId: string | null, others: readonly Station[]): void {
  if (fallbackId === null) return;
  if (fallbackId === id) {
    throw new KotdError('invalid', {
      errors: [{ pointer: '/fallbackStationId', message: 'is the station itself' }],
    });
  }
  needKnown(fallbackId, new Set(others.map((other) => other.id)), '/fallbackStationId');
}

function userOf(id: string, state: StationState): User | null {
  const { outlet, others, items, hasOpenTickets, orders } = state;
  if (others.some(({ fallbackStationId }) => fallbackStationId === id)) return 'fallback';
  if (outlet.defaultStationId === id) return 'defaultStation';
  if (outlet.routing.some(({ from, to }) => from === id || to === id)) return 'routing';
  if (hasOpenTickets) return 'openTickets';
  return usedBy(items, (item) => cooks(item, id)) ?? (leads(orders, id) ? 'openOrders' : null);
}

function cooks({ stationIds, modifierGroups }: MenuItem, id: string): boolean {
  const choices = modifierGroups.flatMap(({ modifiers }) => modifiers);
  return stationIds.includes(id) || choices.some((choice) => choice.stationIds?.includes(id));
}

/** Lines keep the stations of their first send, and of the modifiers they were ordered with. */
function leads(orders: Iterable<Order>, id: string): boolean {
  for (const { lines } of orders) {
    for (const { stationIds, modifiers } of lines) {
      if (stationIds.includes(id)) return true;
      if (modifiers.some((modifier) => modifier.stationIds?.includes(id))) return true;
    }
  }
  return false;
}

function written(type: string, station: Station, context: Context): Decision<Station> {
  return decided({
    documents: [{ collection: 'station', value: station }],
    events: [happened(type, { station }, context)],
    result: station,
  });
}
