import type { DeadLetter } from '../../client/outbox/entry.js';
import { rank, type Ticket } from './tickets.js';

const REACHED = {
  'ticket.start': 'started',
  'ticket.ready': 'ready',
  'ticket.bump': 'served',
} as const;

/** A letter of a kitchen's command; what the till of this browser has to say is none of ours. */
export function isOurs({ entry }: DeadLetter): boolean {
  return entry.type.startsWith('ticket.');
}

/**
 * Whether somebody must be told that it was refused. Two screens bump the same dish at the same moment: the
 * second is refused, and has what it wanted.
 * @param ticket as it is now, if it is known
 */
export function mustTell({ entry, problem }: DeadLetter, ticket: Ticket | undefined): boolean {
  if (problem?.code !== 'wrong_step' || !ticket) return true;
  const { lineId } = entry.body as { lineId?: string };
  const reached = REACHED[entry.type as keyof typeof REACHED];
  if (!reached) return true;
  const items = ticket.items.filter((item) => lineId === undefined || item.lineId === lineId);
  return items.some(({ state }) => rank(state) < rank(reached));
}
