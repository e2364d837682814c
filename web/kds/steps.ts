import { type Card, type Dish, type Finish, isDone } from './cards.js';
import { type KitchenState, rank, type Ticket, type TicketItem } from './tickets.js';

/** A command for the server, about a ticket or the one item of it that is named. */
export interface Step {
  readonly type: 'ticket.start' | 'ticket.ready' | 'ticket.bump' | 'ticket.recall';
  readonly body: { readonly ticketId: string; readonly lineId?: string };
}

const FORWARD = [
  { type: 'ticket.start', to: 'started' },
  { type: 'ticket.ready', to: 'ready' },
  { type: 'ticket.bump', to: 'served' },
] as const;

/** Steps of an item that follow each other within so much were one touch; ms. */
const ONE_TOUCH_MS = 1_500;

/**
 * The commands that take a ticket, or one item of it, as far as `aim`. The server takes one step at a time;
 * a void is nothing to cook and goes at once.
 */
export function towards(ticket: Ticket, aim: KitchenState, lineId?: string): Step[] {
  const body = lineId === undefined ? { ticketId: ticket.id } : { ticketId: ticket.id, lineId };
  const least = Math.min(...chosen(ticket, lineId).map(({ state }) => rank(state)));
  if (ticket.kind === 'void') return least < 3 ? [{ type: 'ticket.bump', body }] : [];
  return FORWARD.filter(({ to }) => rank(to) > least && rank(to) <= rank(aim)).map(({ type }) => ({
    type,
    body,
  }));
}

/** What a touch on a dish means here: begin, or done. null: it is done, and a touch takes it back. */
export function aimOf({ state }: Dish, finish: Finish, expo: boolean): KitchenState | null {
  if (isDone({ state }, finish)) return null;
  // Who hands out does not cook: what arrives is ready, and then gone.
  if (expo) return state === 'ready' ? 'served' : 'ready';
  return state === 'queued' ? 'started' : finish;
}

/** A touch on a dish. Where it was the last that is wanted, what was taken back goes with it. */
export function touchDish(card: Card, dish: Dish, finish: Finish, expo: boolean): Step[] {
  const ticket = card.tickets.find(({ id }) => id === dish.ticketId);
  if (!ticket) return [];
  const aim = aimOf(dish, finish, expo);
  if (aim === null) return undone(ticket, dish.lineId);
  return dishTo(card, ticket, dish, aim, finish);
}

/** Takes a dish, or the whole card, to the end at this screen. */
export function bumped(card: Card, dish: Dish | null, finish: Finish): Step[] {
  if (dish === null) return card.tickets.flatMap((ticket) => towards(ticket, finish));
  const ticket = card.tickets.find(({ id }) => id === dish.ticketId);
  return ticket ? dishTo(card, ticket, dish, finish, finish) : [];
}

/** Begins with what is queued, of a card or a dish. */
export function started(card: Card, dish: Dish | null): Step[] {
  return card.tickets
    .filter(({ id }) => dish === null || dish.ticketId === id)
    .flatMap((ticket) => towards(ticket, 'started', dish?.lineId));
}

/** Notes voids. A card of which nothing is left then is done: nobody shall look for what to do with it. */
export function noted(voids: readonly Ticket[], cards: readonly Card[]): Step[] {
  const ids = new Set(voids.map(({ id }) => id));
  const over = cards.filter(
    (card) =>
      card.dishes.every((dish) => dish.left === 0 || dish.state === 'served') &&
      card.voids.some(({ id }) => ids.has(id)) &&
      card.voids.every(({ id }) => ids.has(id)),
  );
  return [
    ...voids.flatMap((ticket) => towards(ticket, 'served')),
    ...over.flatMap(({ tickets }) => tickets.flatMap((ticket) => towards(ticket, 'served'))),
  ];
}

/** Takes back what the last touch did to each item of the ticket, or to the one that is named. */
export function undone(ticket: Ticket, lineId?: string): Step[] {
  const open = chosen(ticket, lineId).map((item) => ({
    lineId: item.lineId,
    at: rank(item.state),
    back: Math.min(lastTouch(item), rank(item.state)),
  }));
  const all = ticket.items.length === open.length;
  const steps: Step[] = [];
  for (;;) {
    const furthest = Math.max(...open.map(({ at }) => at));
    const front = open.filter(({ at }) => at === furthest);
    // One command moves all that are furthest: only where all of them shall go.
    const move =
      all && front.every(({ back }) => back > 0) ? front : open.filter((o) => o.back > 0);
    const [first] = move;
    if (!first) return steps;
    const whole = move === front;
    const moved = whole ? front : [first];
    steps.push({
      type: 'ticket.recall',
      body: whole ? { ticketId: ticket.id } : { ticketId: ticket.id, lineId: first.lineId },
    });
    for (const item of moved) {
      item.at -= 1;
      item.back -= 1;
    }
  }
}

/** When anything was last done to one of these tickets. */
export function lastDone(tickets: readonly Ticket[]): string {
  const times = tickets.flatMap(({ items }) => items.map(({ steps }) => steps.at(-1)?.at ?? ''));
  return times.sort().at(-1) ?? '';
}

function dishTo(card: Card, ticket: Ticket, dish: Dish, aim: KitchenState, finish: Finish): Step[] {
  const steps = towards(ticket, aim, dish.lineId);
  const others = card.dishes.filter(
    ({ key, ticketId }) => ticketId === ticket.id && key !== dish.key,
  );
  const stay = others.filter((other) => !isDone(other, finish));
  const last = aim === finish && stay.length > 0 && stay.every(({ left }) => left === 0);
  if (!last) return steps;
  return [...steps, ...stay.flatMap(({ lineId }) => towards(ticket, finish, lineId))];
}

function chosen({ items }: Ticket, lineId?: string): readonly TicketItem[] {
  return lineId === undefined ? items : items.filter((item) => item.lineId === lineId);
}

/** How many steps the last touch was: those forward in a row, of one hand; of a recall, one. */
function lastTouch({ steps }: TicketItem): number {
  let count = 0;
  for (let at = steps.length - 1; at >= 0; at -= 1) {
    const [step, next, before] = [steps[at], steps[at + 1], steps[at - 1]];
    if (!step) break;
    const back = rank(step.state) < (before ? rank(before.state) : 0);
    if (next) {
      const apart = Date.parse(next.at) - Date.parse(step.at);
      if (back || apart > ONE_TOUCH_MS || step.by !== next.by) break;
    }
    count += 1;
    if (back) break;
  }
  return count;
}
