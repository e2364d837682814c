import type { EventDraft } from './decision.js';

/** Stands for the audience of every kitchen. */
const EVERY_KITCHEN = 'kitchen/*';
/** Of things that are for the floor else: who sits down where would only keep kitchens from their work. */
const FOR_KITCHENS_TOO = new Set(['menu.availabilityChanged', 'table.created', 'table.changed']);

/** The audience of one station's screens. */
export function kitchenOf(stationId: string): string {
  return `kitchen/${stationId}`;
}

/**
 * Who is to hear of an event. Kitchens hear of their own tickets and of those they show instead of
 * another one, of what is sold out, of stations and of the outlet's settings, and of what tables are called.
 * What no topic names (staff) is for no screen.
 */
export function audiencesOf({ type, data }: Pick<EventDraft, 'type' | 'data'>): readonly string[] {
  if (FOR_KITCHENS_TOO.has(type)) return ['floor', EVERY_KITCHEN];
  switch (type.slice(0, type.indexOf('.'))) {
    case 'order':
    case 'table':
    case 'menu':
      return ['floor'];
    case 'outlet':
    case 'station':
      return ['floor', EVERY_KITCHEN];
    case 'ticket':
      return ['floor', ...kitchensOf(data.ticket)];
    case 'bill':
      return ['bills'];
    default:
      return [];
  }
}

/** Whether one who listens to these audiences hears of the event. */
export function hears(
  audiences: ReadonlySet<string>,
  event: Pick<EventDraft, 'type' | 'data'>,
): boolean {
  return audiencesOf(event).some((audience) =>
    audience === EVERY_KITCHEN
      ? [...audiences].some((one) => one.startsWith('kitchen/'))
      : audiences.has(audience),
  );
}

/** Of the stations whose displays show it. */
function kitchensOf(ticket: unknown): string[] {
  if (typeof ticket !== 'object' || !ticket || !('stationId' in ticket)) {
    throw new TypeError('a ticket event without its ticket');
  }
  const kitchens = [kitchenOf(String(ticket.stationId))];
  if ('fallbackStationId' in ticket) kitchens.push(kitchenOf(String(ticket.fallbackStationId)));
  return kitchens;
}
