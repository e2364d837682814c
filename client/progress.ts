import type { Line, Order } from '../src/domain/shapes/order.js';
import type { KitchenState, Ticket } from '../src/domain/shapes/ticket.js';

/** How far a line is: the portions at each step. Of a line of several stations, as far as the slowest is. */
export interface Portions {
  /** Taken, and the kitchen has not heard of them. */
  readonly unsent: number;
  readonly queued: number;
  readonly started: number;
  readonly ready: number;
  readonly served: number;
}

const STEPS: readonly KitchenState[] = ['queued', 'started', 'ready', 'served'];

/**
 * How far the kitchen is with each line of an order, by the line's id.
 * @param tickets those that are known of the order; portions on none of them are served
 */
export function progressOf(order: Order, tickets: Iterable<Ticket>): ReadonlyMap<string, Portions> {
  const asked = [...tickets].filter(({ orderId }) => orderId === order.id);
  return new Map(order.lines.map((line) => [line.id, portionsOf(line, asked)]));
}

function portionsOf(line: Line, tickets: readonly Ticket[]): Portions {
  const owed = line.sentQuantity - line.voidedQuantity;
  const left = STEPS.map((_, step) => Math.max(0, ...atMost(line, tickets, step)));
  const [queued = 0, started = 0, ready = 0] = left.map((count) => Math.min(owed, count));
  return {
    unsent: line.quantity - line.sentQuantity,
    queued,
    started: started - queued,
    ready: ready - started,
    served: owed - ready,
  };
}

/** For each station of the line the portions that are at this step or before it. */
function atMost({ id, stationIds }: Line, tickets: readonly Ticket[], step: number): number[] {
  return stationIds.map((stationId) => {
    const items = tickets
      .filter((ticket) => ticket.stationId === stationId && ticket.kind !== 'void')
      .flatMap((ticket) => ticket.items.filter((item) => item.lineId === id));
    return items
      .filter(({ state }) => STEPS.indexOf(state) <= step)
      .reduce((sum, { change }) => sum + change, 0);
  });
}
