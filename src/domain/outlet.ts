import { canonicalZone } from './calendar.js';
import { type Context, type Decision, decided, happened, type Put } from './decision.js';
import { KotdError } from './errors.js';
import { refuseWrongHead, withHead } from './invoice-head.js';
import { refuseTakenName } from './names.js';
import { type Known, needKnown } from './references.js';
import { NO_HEAD } from './shapes/invoice-head.js';
import {
  type Ages,
  FLOOR_DEFAULTS,
  KITCHEN_DEFAULTS,
  type Organization,
  type Outlet,
  type OutletChange,
  type RoutingChange,
} from './shapes/organization.js';
import { UNSEEN_AFTER_SECONDS } from './shown.js';

export interface OutletState {
  stations: Known;
  organization: Organization;
  /** All outlets of the organization. */
  outlets: readonly Outlet[];
}

/**
 * Changes the settings that come with it and leaves the others. With another name it takes the
 * organization's rev along, as the opening of an outlet does: of two that take the same name at
 * once one must decide again.
 * @throws not_found, name_taken, invalid (a time zone that nobody knows, a ticket late before it is
 * old, a head that would make invoices invalid)
 */
export function changeOutlet(
  outlet: Outlet,
  body: OutletChange,
  { stations, organization, outlets }: OutletState,
  context: Context,
): Decision<Outlet> {
  if (body.defaultStationId !== undefined) {
    needKnown(body.defaultStationId, stations, '/defaultStationId');
  }
  if (body.kitchen) refuseEarlyLate(body.kitchen, '/kitchen');
  if (body.floor) refuseEarlyLate(body.floor, '/floor');
  const timeZone = body.timeZone === undefined ? outlet.timeZone : knownZone(body.timeZone);
  const { head, ...fields } = body;
  const next = { ...outlet, ...fields, timeZone, rev: outlet.rev + 1 };
  const headed = head ? withHead(next, head) : next;
  refuseWrongHead(headed, body);
  if (headed.name === outlet.name) return changed(headed, context);
  const others = outlets.filter(({ id }) => id !== outlet.id);
  refuseTakenName(
    headed.name,
    others.map(({ name }) => name),
  );
  const value = { ...organization, rev: organization.rev + 1 };
  return changed(headed, context, [{ collection: 'organization', value }]);
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
  const { kitchen = KITCHEN_DEFAULTS, floor = FLOOR_DEFAULTS } = outlet;
  const { unseenAfterSeconds = UNSEEN_AFTER_SECONDS } = outlet;
  return { ...outlet, kitchen, floor, unseenAfterSeconds, head: { ...NO_HEAD, ...outlet.head } };
}

function refuseEarlyLate({ warnMinutes, lateMinutes }: Ages, pointer: string): void {
  if (lateMinutes > warnMinutes) return;
  throw new KotdError('invalid', {
    errors: [{ pointer: `${pointer}/lateMinutes`, message: 'is not above warnMinutes' }],
  });
}

function changed(outlet: Outlet, context: Context, more: Put[] = []): Decision<Outlet> {
  return decided({
    documents: [{ collection: 'outlet', value: outlet }, ...more],
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
