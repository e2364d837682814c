import type { Portions } from '../../../client/progress.js';
import type { Line, Order } from '../shapes.js';

/** A line of an order as the waiter sees it. */
export interface Row {
  readonly line: Line;
  readonly portions: Portions;
  /** Ids of the commands of this device that changed it and wait. */
  readonly pending: readonly string[];
  /** Portions that the guest pays for. */
  readonly left: number;
}

export interface Rows {
  /** All of it is with the kitchen, or was taken back. */
  readonly sent: readonly Row[];
  /** Sent from here, and the server has not got it: nobody cooks it yet. */
  readonly underWay: readonly Row[];
  /** The kitchen has not heard of some of it. */
  readonly held: readonly Row[];
}

export const NO_PORTIONS: Portions = { unsent: 0, queued: 0, started: 0, ready: 0, served: 0 };

export interface RowsOf {
  /** With what waits on this device. */
  order: Order;
  /** As the server last told it; undefined: it has not heard of it. */
  told: Order | undefined;
  progress: ReadonlyMap<string, Portions>;
  pending: ReadonlyMap<string, readonly string[]>;
}

/** The lines of an order by what the kitchen knows of them, in the order in which they were taken. */
export function rowsOf({ order, told, progress, pending }: RowsOf): Rows {
  const sentOf = new Map(told?.lines.map(({ id, sentQuantity }) => [id, sentQuantity]));
  const rows = order.lines.map(
    (line): Row => ({
      line,
      portions: progress.get(line.id) ?? NO_PORTIONS,
      pending: pending.get(line.id) ?? [],
      left: portionsToPay(line),
    }),
  );
  const isUnderWay = ({ line, pending }: Row) =>
    pending.length > 0 && (sentOf.get(line.id) ?? 0) < line.sentQuantity;
  const isHeld = ({ line }: Row) => unsentOf(line) > 0;
  return {
    sent: rows.filter((row) => !isHeld(row) && !isUnderWay(row)),
    underWay: rows.filter((row) => !isHeld(row) && isUnderWay(row)),
    held: rows.filter(isHeld),
  };
}

/** Portions that the guest pays for. */
export function portionsToPay({ quantity, voidedQuantity }: Line): number {
  return quantity - voidedQuantity;
}

/** Portions that the kitchen has still to hear of. */
export function unsentOf({ quantity, sentQuantity }: Line): number {
  return quantity - sentQuantity;
}

/** Whether the kitchen has heard of the line: then what it says is fixed. */
export function isHeard({ stationIds }: Line): boolean {
  return stationIds.length > 0;
}

/**
 * Of so many portions taken back, those that the kitchen has to be told of: the unsent ones go
 * first.
 */
export function recalledOf(line: Line, portions: number): number {
  return Math.max(0, portions - unsentOf(line));
}

/** Portions of the order that the kitchen would have to be told of, were it cancelled. */
export function heardOf({ lines }: Order): number {
  return lines.reduce((sum, line) => sum + recalledOf(line, portionsToPay(line)), 0);
}

export type Step = Exclude<keyof Portions, 'unsent'>;
const STEPS: readonly Step[] = ['ready', 'started', 'queued', 'served'];

/** How far the portions of a line are, what can be carried first. */
export function stepsOf(portions: Portions): { step: Step; count: number }[] {
  return STEPS.map((step) => ({ step, count: portions[step] })).filter(({ count }) => count > 0);
}

/** How a line's choice reads: Half · Hot · Extra paneer. */
export function choiceText({
  variantName,
  modifiers,
}: Pick<Line, 'variantName' | 'modifiers'>): string {
  return [variantName, ...modifiers.map(({ name }) => name)]
    .filter((name) => name !== null)
    .join(' · ');
}

/** Portions of all these lines together. */
export function portionsOf(lines: readonly { quantity: number }[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}
