import { exact, sum } from './money.js';
import type { Line, Order, Totals } from './shapes/order.js';
import type { Outlet } from './shapes/organization.js';
import { taxOf, taxParts } from './tax.js';

/** Portions that the guest pays for. */
export function portionsToPay(line: Line): number {
  return line.quantity - line.voidedQuantity;
}

/**
 * Price x portions to pay, in minor units; with the tax inside when the line is inclusive.
 * @throws amount_out_of_range beyond safe integers
 */
export function lineAmount(line: Line): number {
  return exact(line.unitPrice * portionsToPay(line));
}

/** The lines with `taxable` and `tax` computed anew, each line by itself (design, money laws 3). */
export function priced(lines: Line[], outlet: Outlet, placeOfSupply: string | null): Line[] {
  const parts = taxParts(outlet, placeOfSupply);
  return lines.map((line) => {
    const { taxable, tax } = taxOf(lineAmount(line), line.rate, line.inclusive, parts);
    return { ...line, taxable, tax };
  });
}

/**
 * What priced lines come to. `payable` is subtotal + tax rounded half up to a multiple of
 * `roundTo`, and `rounding` (negative when rounded down) is the difference: subtotal + tax +
 * rounding = payable.
 * @throws amount_out_of_range beyond safe integers
 */
export function totalsOf(lines: Line[], roundTo: Outlet['roundTo']): Totals {
  const subtotal = sum(lines.map((line) => line.taxable));
  const tax = sum(lines.map((line) => line.tax));
  const total = exact(subtotal + tax);
  const over = total % roundTo;
  const payable = exact(total - over + (2 * over >= roundTo ? roundTo : 0));
  return { subtotal, tax, rounding: payable - total, payable };
}

/** The order with its lines and totals computed anew; `rev` is as it was. */
export function repriced(order: Order, outlet: Outlet): Order {
  const lines = priced(order.lines, outlet, order.placeOfSupply);
  return { ...order, lines, totals: totalsOf(lines, outlet.roundTo) };
}
