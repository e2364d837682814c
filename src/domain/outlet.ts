import { canonicalZone } from './calendar.js';
import { type Context, type Decision, decided, happened } from './decision.js';
import { KotdError } from './errors.js';
import { type Known, needKnown } from './references.js';
import {
  KITCHEN_DEFAULTS,
  type KitchenSettings,
  type Outlet,
  type OutletChange,
  type RoutingChange,
} from './shapes/organization.js';

/**
 * Changes the settings that come with it and leaves the others.
 * @throws not_found, invalid (a time zone that nobody knows, a ticket late before it is old)
 */
export function changeOutlet(
  outlet: Outlet,
  body: OutletChange,
  state: { stations: Known },
  context: Context,
): Decision<Outlet> {
  if (body.defaultStationId !== undefined) {
    needKnown(body.defaultStationId, state.stations, '/defaultStationId');
  }
  if (body.kitchen) refuseEarlyLate(body.kitchen);
  const timeZone = body.timeZone === undefined ? outlet.timeZone : knownZone(body.timeZone);
  return changed({ ...outlet, ...body, timeZone, rev: outlet.rev + 1 }, context);
}

/**
 * Replaces the rules by which lines go to other stations.
 * @throws not_found
 */
export function changeRouting(
  outlet: Outlet,
  { routing }: RoutingChange,
  state: { stations: Known },
  context: Context,
): Decision<Outlet> {
  for (const [index, rule] of routing.entries()) {
    needKnown(rule.from, state.stations, `/routing/${index}/from`);
    needKnown(rule.to, state.stations, `/routing/${index}/to`);
  }
  return changed({ ...outlet, routing, rev: outlet.rev + 1 }, context);
}

/** The outlet as it is shown: with what holds where nothing was set. */
export function shownOutlet(outlet: Outlet): Outlet {
  return outlet.kitchen ? outlet : { ...outlet, kitchen: KITCHEN_DEFAULTS };
}

function refuseEarlyLate({ warnMinutes, lateMinutes }: KitchenSettings): void {
  if (lateMinutes > warnMinutes) return;
  throw new KotdError('invalid', {
    errors: [{ pointer: '/kitchen/lateMinutes', message: 'is not above warnMinutes' }],
  });
}

function changed(outlet: Outlet, context: Context): Decision<Outlet> {
  return decided({
    documents: [{ collection: 'outlet', value: outlet }],
    events: [happened('outlet.changed', { outlet }, context)],
    result: outlet,
  });
}

/**
 * The zone in its one spelling. Every later order and bill asks for the business day: a zone that fails
 * then would stop the outlet.
 */
function knownZone(timeZone: string): string {
  try {
    return canonicalZone(timeZone);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new KotdError('invalid', {
      errors: [{ pointer: '/timeZone', message: 'not a time zone of the IANA list' }],
    });
  }
}
