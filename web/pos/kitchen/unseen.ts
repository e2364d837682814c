import { isSeen } from '../../../client/seen.js';
import type { Ticket } from '../shapes.js';

/** Tickets of one station that no kitchen screen has shown, though it should have. */
export interface Unseen {
  readonly stationId: string;
  /** The oldest first. */
  readonly tickets: readonly Ticket[];
  /** The station whose screens have them as well, if all of them are there. */
  readonly fallbackStationId: string | null;
}

/**
 * What the floor has to tell the kitchen: until somebody there has seen it, or somebody here has
 * taken note. That a fallback shows it does not mend the screen that does not: such a ticket is
 * told of until somebody works on it.
 * @param noted ids of tickets of which somebody here knows
 */
export function unseenOf(tickets: Iterable<Ticket>, noted: ReadonlySet<string>): Unseen[] {
  const found = new Map<string, Ticket[]>();
  for (const ticket of tickets) {
    if (ticket.unseenAt === undefined || !ticket.open || isSettled(ticket)) continue;
    if (noted.has(ticket.id)) continue;
    const others = found.get(ticket.stationId);
    if (others) others.push(ticket);
    else found.set(ticket.stationId, [ticket]);
  }
  return [...found].map(([stationId, all]) => {
    const places = new Set(all.map(({ fallbackStationId = null }) => fallbackStationId));
    const [place = null] = places.size === 1 ? places : [];
    return { stationId, tickets: all.sort(byNumber), fallbackStationId: place };
  });
}

function isSettled(ticket: Ticket): boolean {
  if (ticket.fallbackStationId === undefined) return isSeen(ticket);
  return ticket.items.some(({ steps }) => steps.length > 0);
}

function byNumber(a: Ticket, b: Ticket): number {
  return a.number - b.number;
}
