import { businessDay } from './calendar.js';
import type { Context, Put } from './decision.js';
import type { Line, Order } from './shapes/order.js';
import type { Outlet } from './shapes/organization.js';
import type { LineVoid } from './shapes/void.js';

/**
 * Names a void by its line and by which of the line's portions it was the first to take back: a
 * line's first void is `<line>/1`, so whether a line has any can be asked for by name. It stays so
 * when the line goes to another order.
 */
function voidId(lineId: string, portion: number): string {
  return `${lineId}/${portion}`;
}

/**
 * Under which a line that had anything taken back has a void; those from before voids were kept
 * have none.
 */
export function firstVoidId({ id }: Pick<Line, 'id'>): string {
  return voidId(id, 1);
}

/**
 * That portions of a line are taken back now, `heard` of them known to the kitchen. @param line as
 * it was before
 */
export function lineVoid(
  { id: orderId }: Order,
  line: Line,
  { quantity, heard }: Pick<LineVoid, 'quantity' | 'heard'>,
  { timeZone, dayStartsAt }: Outlet,
  { now }: Context,
): Put {
  const { id: lineId, unitPrice, voidedQuantity } = line;
  const value: LineVoid = {
    id: voidId(lineId, voidedQuantity + 1),
    rev: 1,
    businessDay: businessDay(now, timeZone, dayStartsAt),
    at: now,
    ...{ orderId, lineId, quantity, heard, unitPrice },
  };
  return { collection: 'lineVoid', value };
}
