import type { Kinds } from '../../client/state.js';

export type Ticket = Kinds['tickets'];
export type TicketItem = Ticket['items'][number];
export type KitchenState = TicketItem['state'];

/** The steps of an item, in order. */
const STATES: readonly KitchenState[] = ['queued', 'started', 'ready', 'served'];

/** How far a step is: 0 for queued, 3 for served. */
export function rank(state: KitchenState): number {
  return STATES.indexOf(state);
}

/** Oldest first, and always in the same order: cards must not change places for no reason. */
export function byAge(a: Ticket, b: Ticket): number {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? -1 : 1;
  if (a.number !== b.number) return a.number - b.number;
  return a.id < b.id ? -1 : 1;
}

/** Names an item among all tickets. */
export function keyOf(ticketId: string, lineId: string): string {
  return `${ticketId} ${lineId}`;
}
