import type { Event } from '../decision.js';
import type { OutletRecord } from './record.js';
import type { Ticket } from '../shapes/ticket.js';
import { awaitedBy, isSeen } from '../shown.js';

/**
 * By so much a ticket that was due later may be told of first: two boxes look at their own times;
 * ms.
 */
const APART_MS = 60_000;

/**
 * A ticket is shown or printed at least once (design §10.5): none leaves the kitchen that nobody
 * has seen, and what no display acknowledged is told of, once, in its time and in its turn.
 */
export function* sightViolations({ tickets, events }: OutletRecord): Generator<string> {
  const lastTold = tickets
    .map(({ unseenAt, showBy }) => (unseenAt === undefined ? '' : (showBy ?? '')))
    .reduce((last, one) => (one > last ? one : last), '');
  for (const ticket of tickets) {
    const { id, open, stationId, fallbackStationId, rerouted, unseenAt } = ticket;
    if (!open && !isSeen(ticket)) yield `ticket ${id} is gone, and nobody has seen it`;
    const due = awaitedBy(ticket);
    if (due !== null && lastTold !== '' && Date.parse(lastTold) - Date.parse(due) > APART_MS) {
      yield `ticket ${id} was due at ${due} and passed over: one due at ${lastTold} was told of`;
    }
    if ((fallbackStationId !== undefined) !== (rerouted === true)) {
      yield `ticket ${id} is at the fallback ${fallbackStationId}, and rerouted is ${rerouted}`;
    }
    if (fallbackStationId !== undefined && unseenAt === undefined) {
      yield `ticket ${id} is at the fallback ${fallbackStationId}, and was not told of`;
    }
    if (fallbackStationId === stationId) yield `ticket ${id} is its own fallback's`;
  }
  yield* along(events);
}

/**
 * What was once acknowledged or told stays so, and is neither said of what was seen nor before its
 * time.
 */
function* along(events: readonly Event[]): Generator<string> {
  const latest = new Map<string, Ticket>();
  for (const { seq, type, at, data } of events) {
    const after = data.ticket as Ticket | undefined;
    if (!after) continue;
    const before = latest.get(after.id);
    latest.set(after.id, after);
    for (const wrong of wrongSight(before, after, type, at)) {
      yield `event ${seq}: ticket ${after.id} ${wrong}`;
    }
  }
}

function* wrongSight(
  before: Ticket | undefined,
  after: Ticket,
  type: string,
  at: string,
): Generator<string> {
  const [was, is] = [stateOf(before), stateOf(after)];
  if (type === 'ticket.shown') {
    if (!before || isSeen(before)) yield 'is acknowledged, and had been seen';
    if (after.shown?.at !== at) yield `is acknowledged, and shown is ${is.shown}`;
  } else if (was.shown !== is.shown) yield `has ${is.shown} for ${was.shown} without a word`;
  if (type === 'ticket.unseen') {
    const due = before ? awaitedBy(before) : null;
    if (due === null || due > at) yield `is told of at ${at}, and was due at ${due}`;
    if (after.unseenAt !== at) yield `is told of, and unseen since ${after.unseenAt}`;
  } else if (was.unseen !== is.unseen) yield `has ${is.unseen} for ${was.unseen} without a word`;
}

function stateOf(ticket: Ticket | undefined): { shown: string; unseen: string } {
  const { shown = null, unseenAt = null, fallbackStationId = null } = ticket ?? {};
  return {
    shown: JSON.stringify(shown && [shown.at, shown.by, shown.deviceId]),
    unseen: JSON.stringify([unseenAt, fallbackStationId]),
  };
}
