import type { Line } from './shapes/order.js';

/** Portions that the kitchen has still to hear of. */
export function unsent(line: Line): number {
  return line.quantity - line.sentQuantity;
}

/** Portions that the kitchen owes, cooked or not: on each station of the line the sum of its tickets. */
export function owed(line: Line): number {
  return line.sentQuantity - line.voidedQuantity;
}

/**
 * The line with `portions` taken back: first those that the kitchen has not heard of, which then count as
 * settled with it, so that no send will ask for them. `recalled` of them the kitchen must be told of.
 */
export function takenBack(line: Line, portions: number): { line: Line; recalled: number } {
  const unheard = Math.min(portions, unsent(line));
  return {
    line: {
      ...line,
      voidedQuantity: line.voidedQuantity + portions,
      sentQuantity: line.sentQuantity + unheard,
    },
    recalled: portions - unheard,
  };
}
