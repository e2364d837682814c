import { byAge, keyOf, type Ticket, type TicketItem } from './tickets.js';

/** An item that asks for portions, and how many of them nobody has taken back. */
interface Ask {
  key: string;
  item: TicketItem;
  left: number;
}

/**
 * Portions that are still wanted of each item, by `keyOf`: what its ticket asks for, less what voids took back.
 *
 * A void speaks of a line; which portions it meant, the kitchen decides: those that were not served when it came,
 * the latest first, so that nothing is cooked for the bin. What was served is wasted, and is taken from last.
 * @param tickets all that are known of these lines; served ones and confirmed voids count
 */
export function portionsLeft(tickets: Iterable<Ticket>): Map<string, number> {
  const left = new Map<string, number>();
  const lines = new Map<string, Ask[]>();
  for (const ticket of [...tickets].sort(byAge)) {
    for (const item of ticket.items) {
      const line = `${ticket.stationId} ${item.lineId}`;
      const asks = lines.get(line) ?? [];
      lines.set(line, asks);
      if (item.change > 0) {
        asks.push({ key: keyOf(ticket.id, item.lineId), item, left: item.change });
      } else takeBack(asks, -item.change, ticket.createdAt);
    }
  }
  for (const asks of lines.values()) for (const ask of asks) left.set(ask.key, ask.left);
  return left;
}

function takeBack(asks: readonly Ask[], portions: number, at: string): void {
  const latestFirst = [...asks].reverse();
  const waste = (ask: Ask) => wasServed(ask.item, at);
  const inTurn = [...latestFirst.filter((ask) => !waste(ask)), ...latestFirst.filter(waste)];
  let open = portions;
  for (const ask of inTurn) {
    const taken = Math.min(ask.left, open);
    ask.left -= taken;
    open -= taken;
  }
}

/** Whether it had been served at that moment: what happens to it later must not change what a void meant. */
function wasServed({ steps }: TicketItem, at: string): boolean {
  return steps.findLast((step) => step.at <= at)?.state === 'served';
}
