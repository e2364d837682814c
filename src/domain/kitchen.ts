import { type Context, type Decision, decided, happened } from './decision.js';
import { KotdError, notFound } from './errors.js';
import type { KitchenState, Ticket, TicketItem } from './shapes/ticket.js';

export type KitchenAction = 'start' | 'ready' | 'bump' | 'recall';

/** The steps of an item, in order. */
const STATES = ['queued', 'started', 'ready', 'served'] as const satisfies KitchenState[];

/** The step that each action leads to; a recall leads one back, wherever that is. */
const REACHED = { start: 'started', ready: 'ready', bump: 'served' } as const;

const EVENTS = {
  start: 'ticket.started',
  ready: 'ticket.ready',
  bump: 'ticket.served',
  recall: 'ticket.recalled',
} as const satisfies Record<KitchenAction, string>;

interface Move {
  items: readonly TicketItem[];
  to: KitchenState;
}

/**
 * Takes a ticket, or the one item of it with `lineId`, a step further or one back.
 *
 * Of a whole ticket the items that stand at the step before move together; an item further behind refuses
 * it, one that is ahead stays. A recall moves the items that are furthest. A void is nothing to cook: its
 * items may be bumped from any step.
 * @throws not_found, wrong_step
 */
export function step(
  ticket: Ticket,
  action: KitchenAction,
  lineId: string | null,
  context: Context,
): Decision<Ticket> {
  const chosen = ticket.items.filter((item) => lineId === null || item.lineId === lineId);
  if (chosen.length === 0) throw notFound('/lineId');
  const move = action === 'recall' ? back(ticket, chosen) : forward(ticket, chosen, action);
  const taken = { state: move.to, at: context.now, by: context.actor.id };
  const items = ticket.items.map((item) =>
    move.items.includes(item) ? { ...item, state: move.to, steps: [...item.steps, taken] } : item,
  );
  const state = leastFar(items);
  const moved: Ticket = { ...ticket, rev: ticket.rev + 1, items, state, open: state !== 'served' };
  return decided({
    documents: [{ collection: 'ticket', value: moved }],
    events: [happened(EVENTS[action], { ticket: moved }, context)],
    result: moved,
  });
}

/** The step of the item that is least far, which is that of its ticket. */
export function leastFar(items: readonly TicketItem[]): KitchenState {
  return STATES.find((state) => items.some((item) => item.state === state)) ?? 'served';
}

function forward(
  ticket: Ticket,
  chosen: readonly TicketItem[],
  action: keyof typeof REACHED,
): Move {
  const to = REACHED[action];
  const short = chosen.filter((item) => rank(item) < STATES.indexOf(to));
  const fromAnyStep = ticket.kind === 'void' && action === 'bump';
  const tooFar = short.some((item) => rank(item) < STATES.indexOf(to) - 1);
  if (short.length === 0 || (tooFar && !fromAnyStep)) throw wrongStep(ticket);
  return { items: short, to };
}

function back(ticket: Ticket, chosen: readonly TicketItem[]): Move {
  const furthest = Math.max(...chosen.map(rank));
  const to = STATES[furthest - 1];
  if (to === undefined) throw wrongStep(ticket);
  return { items: chosen.filter((item) => rank(item) === furthest), to };
}

function rank(item: TicketItem): number {
  return STATES.indexOf(item.state);
}

function wrongStep(ticket: Ticket): KotdError {
  return new KotdError('wrong_step', { extra: { ticketId: ticket.id, state: ticket.state } });
}
