import { refuseTakenLines } from './chosen-ids.js';
import { type Context, type Decision, decided, happened } from './decision.js';
import { KotdError, notFound } from './errors.js';
import { amended, needOpen, refuseFull } from './order.js';
import { repriced } from './pricing.js';
import { type MenuChoice, chooseLines, refuseUnavailable } from './selection.js';
import type { Line, LineChange, NewLine, Order } from './shapes/order.js';
import type { Outlet } from './shapes/organization.js';

/**
 * Adds lines at the end. Lines are only ever added, never joined with one that is there: what one waiter
 * adds cannot overwrite what another does.
 * @throws order_not_open, order_full, id_taken, and what choosing a line may throw
 */
export function addLines(
  order: Order,
  newLines: readonly NewLine[],
  state: MenuChoice & { outlet: Outlet },
  context: Context,
): Decision<Order> {
  needOpen(order);
  refuseFull(order.lines.length + newLines.length);
  refuseTakenLines(newLines, order.lines);
  const lines = [...order.lines, ...chooseLines(newLines, state, context)];
  return changed('order.linesAdded', order, lines, state.outlet, context);
}

/**
 * Changes how many portions a line has, or its note, course and seat. More portions are unsent until the next
 * send; fewer go down to what the kitchen has heard of, below which they are voided, with a reason.
 * @throws order_not_open, not_found, quantity_below_sent, item_unavailable, line_sent
 */
export function changeLine(
  order: Order,
  lineId: string,
  change: LineChange,
  state: Pick<MenuChoice, 'items'> & { outlet: Outlet },
  context: Context,
): Decision<Order> {
  needOpen(order);
  const line = needLine(order, lineId);
  const { quantity = line.quantity, note = line.note, course = line.course } = change;
  const seat = change.seat === undefined ? (line.seat ?? null) : change.seat;
  if (quantity < line.sentQuantity) {
    throw new KotdError('quantity_below_sent', {
      errors: [{ pointer: '/quantity', message: `at least ${line.sentQuantity}` }],
    });
  }
  if (quantity > line.quantity) {
    const item = state.items.get(line.itemId);
    if (!item) throw notFound('/lineId');
    refuseUnavailable(item, '/quantity');
  }
  const same = note === line.note && course === line.course && seat === (line.seat ?? null);
  if (line.stationIds.length > 0 && !same) throw new KotdError('line_sent');
  const lines = withLine(order, { ...line, quantity, note, course, seat });
  return changed('order.lineChanged', order, lines, state.outlet, context);
}

/** @throws not_found */
export function needLine(order: Order, lineId: string): Line {
  const line = order.lines.find(({ id }) => id === lineId);
  if (!line) throw notFound('/lineId');
  return line;
}

/** The order's lines with this one in the place of the one with its id. */
export function withLine(order: Order, line: Line): Line[] {
  return order.lines.map((other) => (other.id === line.id ? line : other));
}

function changed(
  type: string,
  before: Order,
  lines: Line[],
  outlet: Outlet,
  context: Context,
): Decision<Order> {
  const order = repriced(amended(before, { lines }, context), outlet);
  return decided({
    documents: [{ collection: 'order', value: order }],
    events: [happened(type, { order }, context)],
    result: order,
  });
}
