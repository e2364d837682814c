import { type Fault, KotdError } from './errors.js';
import type { Line, NewLine } from './shapes/order.js';

/**
 * A terminal that is cut off names what it makes itself, so that its next commands can speak of it.
 * @throws id_taken with the `orderId`
 */
export function refuseTakenOrder(taken: { id: string } | null): void {
  if (!taken) return;
  throw new KotdError('id_taken', {
    detail: `There is an order ${taken.id} already`,
    errors: [{ pointer: '/id', message: 'taken' }],
    extra: { orderId: taken.id },
  });
}

/**
 * A line is named by its id alone, on tickets too: no two lines of an order may share one.
 * @throws id_taken with the `lineId`
 */
export function refuseTakenLines(newLines: readonly NewLine[], lines: readonly Line[]): void {
  const taken = new Set(lines.map(({ id }) => id));
  for (const [index, { id }] of newLines.entries()) {
    if (id === undefined) continue;
    if (taken.has(id)) throw lineTaken(id, [{ pointer: `/lines/${index}/id`, message: 'taken' }]);
    taken.add(id);
  }
}

/** @throws id_taken where two orders that become one both have a line of this id */
export function refuseSharedLines(into: readonly Line[], from: readonly Line[]): void {
  const taken = new Set(into.map(({ id }) => id));
  const shared = from.find(({ id }) => taken.has(id));
  if (shared) throw lineTaken(shared.id, []);
}

function lineTaken(lineId: string, errors: Fault[]): KotdError {
  return new KotdError('id_taken', {
    detail: `The order has a line ${lineId} already`,
    errors,
    extra: { lineId },
  });
}
