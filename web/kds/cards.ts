import { portionsLeft } from './portions.js';
import { byAge, type KitchenState, keyOf, rank, type Ticket, type TicketItem } from './tickets.js';

/** What a cook makes: an item of a ticket. */
export interface Dish
  extends Pick<
    TicketItem,
    'lineId' | 'name' | 'variantName' | 'modifiers' | 'note' | 'course' | 'state'
  > {
  readonly key: string;
  readonly ticketId: string;
  readonly stationId: string;
  readonly seat: number | null;
  /** Portions that its ticket asks for. */
  readonly asked: number;
  /** Of these, without what was taken back and noted; and without what was taken back at all. */
  readonly noted: number;
  readonly left: number;
  /** Of more of the same line: portions that the kitchen owed before, and with what is left of it. */
  readonly more: { readonly from: number; readonly to: number } | null;
  /** What was done to it here has still to reach the server. */
  readonly pending: boolean;
}

/** What one send asks of the stations that are shown: a ticket, or those that went out together. */
export interface Card {
  readonly id: string;
  readonly kind: 'new' | 'delta';
  readonly orderId: string;
  readonly orderNumber: number;
  readonly orderType: Ticket['orderType'];
  readonly tableId: string | null;
  /** The table it was sent for. */
  readonly sentFor: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
  /** Oldest first, one for each station. */
  readonly tickets: readonly Ticket[];
  readonly dishes: readonly Dish[];
  /** Void tickets that nobody has noted and that take from these dishes. */
  readonly voids: readonly Ticket[];
}

/** What was taken back, until somebody notes it: one void, to however many stations it went. */
export interface Alert {
  readonly id: string;
  readonly orderNumber: number;
  readonly tableId: string | null;
  readonly reason: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly tickets: readonly Ticket[];
  readonly items: readonly TicketItem[];
}

/** How far this screen takes a dish: to the guest, or to the pass, where another screen goes on. */
export type Finish = 'ready' | 'served';

/**
 * The cards of open tickets, oldest first.
 * @param open tickets on the station's screen, voids among them
 * @param others tickets that are not open, as far as known: voids that were noted, dishes that were served
 * @param pending keys of items with something on its way to the server
 */
export function cardsOf(
  open: Iterable<Ticket>,
  others: Iterable<Ticket>,
  pending: ReadonlySet<string>,
): Card[] {
  const tickets = [...open].sort(byAge);
  const voids = tickets.filter(({ kind }) => kind === 'void');
  const asking = tickets.filter(({ kind }) => kind !== 'void');
  const past = [...others];
  const ids = idsOf([...asking, ...past]);
  const noted = portionsLeft([...asking, ...past]);
  const left = portionsLeft([...tickets, ...past]);
  const dishOf = (ticket: Ticket, item: TicketItem): Dish => {
    const key = keyOf(ticket.id, item.lineId);
    const { lineId, name, variantName, modifiers, note, course, seat = null, state } = item;
    const wanted = left.get(key) ?? item.change;
    const from = item.previousQuantity;
    return {
      ...{ key, ticketId: ticket.id, stationId: ticket.stationId },
      ...{ lineId, name, variantName, modifiers, note, course, seat, state },
      asked: item.change,
      noted: noted.get(key) ?? item.change,
      left: wanted,
      more: ticket.kind === 'delta' ? { from, to: from + wanted } : null,
      pending: pending.has(key),
    };
  };
  return grouped(asking).map((group): Card => {
    const [first] = group;
    const dishes = group.flatMap((ticket) => ticket.items.map((item) => dishOf(ticket, item)));
    return {
      id: ids.get(groupOf(first)) ?? first.id,
      kind: first.kind === 'delta' ? 'delta' : 'new',
      ...{ orderId: first.orderId, orderNumber: first.orderNumber, tableId: first.tableId },
      orderType: first.orderType,
      sentFor: first.movedFromTableId ?? first.tableId,
      ...{ createdAt: first.createdAt, createdBy: first.createdBy },
      tickets: group,
      dishes,
      voids: voids.filter((one) => dishes.some((dish) => isTaken(dish) && speaksOf(one, dish))),
    };
  });
}

/** What was taken back and nobody has noted, oldest first. */
export function alertsOf(open: Iterable<Ticket>): Alert[] {
  const voids = [...open].filter(({ kind }) => kind === 'void').sort(byAge);
  return grouped(voids).map((tickets): Alert => {
    const [{ id, orderNumber, tableId, reason, createdAt, createdBy }] = tickets;
    // A dish that several stations cook together was taken back once.
    const items = new Map(tickets.flatMap(({ items }) => items).map((item) => [item.lineId, item]));
    const of = { orderNumber, tableId, reason, createdAt, createdBy };
    return { id, ...of, tickets, items: [...items.values()] };
  });
}

/** Portions of it were taken back, and nobody has noted that yet. */
export function isTaken({ noted, left }: Dish): boolean {
  return left < noted;
}

/** Nothing of it is wanted any more. */
export function isCancelled({ dishes }: Pick<Card, 'dishes'>): boolean {
  return dishes.every(({ left }) => left === 0);
}

/** All that is wanted of it waits to be handed out. */
export function isReady({ dishes }: Pick<Card, 'dishes'>): boolean {
  const wanted = dishes.filter(({ left }) => left > 0);
  return wanted.length > 0 && wanted.every((dish) => isDone(dish, 'ready'));
}

/** It goes out of the house, and is packed. */
export function isPacked(type: Card['orderType']): type is 'takeaway' | 'delivery' {
  return type === 'takeaway' || type === 'delivery';
}

export function isDone({ state }: { state: KitchenState }, finish: Finish): boolean {
  return rank(state) >= rank(finish);
}

/** Nobody at this screen has anything to do with it. A void that nobody has noted is something to do. */
export function isFinished({ tickets, voids }: Card, finish: Finish): boolean {
  return voids.length === 0 && tickets.every((ticket) => isDone(ticket, finish));
}

type Group = [Ticket, ...Ticket[]];

/** What one command sent to several stations carries the same instant. */
function grouped(tickets: readonly Ticket[]): Group[] {
  const groups = new Map<string, Group>();
  for (const ticket of tickets) {
    const group = groups.get(groupOf(ticket));
    if (group) group.push(ticket);
    else groups.set(groupOf(ticket), [ticket]);
  }
  return [...groups.values()];
}

/**
 * The name of each group: that of the first of its tickets, whether or not it is still open. An order may become
 * part of another one, and its cards must stay where they are.
 */
function idsOf(tickets: readonly Ticket[]): Map<string, string> {
  const ids = new Map<string, string>();
  for (const ticket of tickets) {
    const known = ids.get(groupOf(ticket));
    if (known === undefined || ticket.id < known) ids.set(groupOf(ticket), ticket.id);
  }
  return ids;
}

function groupOf({ orderId, createdAt, kind }: Ticket): string {
  return `${createdAt} ${orderId} ${kind}`;
}

function speaksOf(voided: Ticket, { stationId, lineId }: Dish): boolean {
  return voided.stationId === stationId && voided.items.some((item) => item.lineId === lineId);
}
