import { inUse } from './archive.js';
import { businessDay, dayFrom } from './calendar.js';
import { type Context, type Decision, decided, happened } from './decision.js';
import type { Display, Outlet, Station } from './shapes/organization.js';
import type { Ticket } from './shapes/ticket.js';

/** Seconds within which a display has to acknowledge a ticket, unless the office says otherwise. */
export const UNSEEN_AFTER_SECONDS = 30;

/**
 * Business days for which a station is watched after one of its tickets was last acknowledged. A
 * house whose displays say nothing, or that has only printers, is never told that they show
 * nothing; one that changes from displays to printers is told for so long, and no longer.
 */
export const WATCHED_DAYS = 7;

/** Somebody in the kitchen has seen it: a display says so, or it was worked on. */
export function isSeen({ shown, items }: Pick<Ticket, 'shown' | 'items'>): boolean {
  return shown !== undefined || items.some(({ steps }) => steps.length > 0);
}

/** The instant by which it has to be seen, if anybody still waits for that; null: nobody does. */
export function awaitedBy(ticket: Ticket): string | null {
  if (!ticket.open || ticket.unseenAt !== undefined || isSeen(ticket)) return null;
  return ticket.showBy ?? null;
}

/**
 * What a new ticket says of when it has to be seen: nothing, where no display has shown that it
 * would say so.
 */
export function watched(
  stationId: string,
  day: string,
  { unseenAfterSeconds = UNSEEN_AFTER_SECONDS, displays = [] }: Outlet,
  now: string,
): Pick<Ticket, 'showBy'> {
  if (unseenAfterSeconds === 0) return {};
  const awaits = displays.some((one) => one.stationId === stationId && one.until >= day);
  return awaits ? { showBy: later(now, unseenAfterSeconds) } : {};
}

/**
 * A display acknowledges what it has put on its glass. The first one counts; what was seen already,
 * or is gone from the screens, is passed over. The stations of the tickets are watched from now on.
 * @param deviceId the paired device that it is, or that the person is on
 * @returns the tickets that were not acknowledged before
 */
export function acknowledge(
  tickets: readonly Ticket[],
  outlet: Outlet,
  deviceId: string | null,
  context: Context,
): Decision<{ ticketIds: string[] }> {
  const shown = { at: context.now, by: context.actor.id, deviceId };
  const seen = tickets
    .filter((ticket) => ticket.open && !isSeen(ticket))
    .map((ticket): Ticket => ({ ...ticket, rev: ticket.rev + 1, shown }));
  const known = withDisplays(outlet, new Set(seen.map(({ stationId }) => stationId)), context);
  return decided({
    documents: [
      ...seen.map((value) => ({ collection: 'ticket', value }) as const),
      ...(known ? [{ collection: 'outlet', value: known } as const] : []),
    ],
    events: [
      ...seen.map((ticket) => happened('ticket.shown', { ticket }, context)),
      ...(known ? [happened('outlet.changed', { outlet: known }, context)] : []),
    ],
    result: { ticketIds: seen.map(({ id }) => id) },
  });
}

/**
 * Tells of a ticket that no display acknowledged in time, once, and gives it to the displays of the
 * fallback as well. It stays one ticket: no portion is asked for twice, and a bump at either place
 * bumps it. In time or told before, nothing happens.
 * @param fallback the station to show it, as it is now
 */
export function tellUnseen(
  ticket: Ticket,
  fallback: Station | null,
  context: Context,
): Decision<{ ticket: Ticket | null }> {
  const due = awaitedBy(ticket);
  if (due === null || due > context.now) {
    return decided({ documents: [], events: [], result: { ticket: null } });
  }
  const reroute = fallback !== null && inUse(fallback) && fallback.id !== ticket.stationId;
  const told: Ticket = {
    ...ticket,
    rev: ticket.rev + 1,
    unseenAt: context.now,
    ...(reroute ? { fallbackStationId: fallback.id, rerouted: true } : {}),
  };
  return decided({
    documents: [{ collection: 'ticket', value: told }],
    events: [happened('ticket.unseen', { ticket: told }, context)],
    result: { ticket: told },
  });
}

/**
 * The outlet with these stations watched for as long as they shall be; null when it says so
 * already.
 */
function withDisplays(
  outlet: Outlet,
  stationIds: ReadonlySet<string>,
  { now }: Context,
): Outlet | null {
  const { displays = [] } = outlet;
  const today = businessDay(now, outlet.timeZone, outlet.dayStartsAt);
  const until = dayFrom(today, WATCHED_DAYS);
  const known = new Map(displays.map((display) => [display.stationId, display]));
  const news: Display[] = [...stationIds]
    .filter((id) => (known.get(id)?.until ?? '') < until)
    .map((stationId) => ({ stationId, until }));
  if (news.length === 0) return null;
  for (const display of news) known.set(display.stationId, display);
  return { ...outlet, rev: outlet.rev + 1, displays: [...known.values()] };
}

function later(instant: string, seconds: number): string {
  return new Date(Date.parse(instant) + seconds * 1000).toISOString();
}
