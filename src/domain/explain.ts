import { COUNTRIES } from './countries.js';
import { decimal } from './money.js';
import { lineAmount, portionsToPay } from './pricing.js';
import type { TaxRow } from './shapes/bill.js';
import type { Calculation, Line, Totals } from './shapes/order.js';
import type { Outlet } from './shapes/organization.js';
import { type TaxParts, taxParts, taxRowsOf } from './tax.js';

type Explanation = Calculation['explanation'];

/**
 * Where every paisa of priced lines and their totals comes from, in words, with the amounts.
 *
 * To check it: each line that is paid for has a row for price x portions, one for what is taxable,
 * and one for each part of its tax, in this order and under its `lineId`. Of a line without tax in
 * its price the first two are equal; of an inclusive one the first is the sum of all that follow.
 * Then four rows of no line: subtotal = all taxable rows, tax = all tax rows, rounding, and payable
 * = the three together.
 */
export function explained(
  lines: Line[],
  totals: Totals,
  outlet: Outlet,
  placeOfSupply: string | null,
): Explanation {
  const parts = taxParts(outlet, placeOfSupply);
  const paidFor = lines.filter((line) => portionsToPay(line) > 0);
  return [...paidFor.flatMap((line) => lineRows(line, parts)), ...totalRows(totals, outlet)];
}

function lineRows(line: Line, parts: TaxParts): Explanation {
  const amount = lineAmount(line);
  const row = (text: string, amount: number) => ({ lineId: line.id, text, amount });
  const before = line.inclusive
    ? `before tax: ${decimal(amount)} less the tax in it`
    : 'before tax';
  return [
    row(`${fullName(line)}: ${portions(line)} x ${decimal(line.unitPrice)}`, amount),
    row(`${line.name}: ${before}`, line.taxable),
    ...taxRowsOf(line, parts).map((tax) =>
      row(`${line.name}: ${taxText(tax, line, amount)}`, tax.amount),
    ),
  ];
}

function fullName(line: Line): string {
  const variant = line.variantName === null ? '' : ` (${line.variantName})`;
  return [line.name + variant, ...line.modifiers.map((modifier) => modifier.name)].join(' + ');
}

function portions(line: Line): string {
  const voided = line.voidedQuantity;
  const left = portionsToPay(line);
  return voided === 0 ? String(left) : `${left} (${line.quantity} ordered, ${voided} voided)`;
}

function taxText(tax: TaxRow, line: Line, amount: number): string {
  const rate = percent(tax.rate);
  const base = line.inclusive
    ? `in ${decimal(amount)}, that is ${rate} / ${percent(10_000 + line.rate)} of it`
    : `of ${decimal(amount)}`;
  return `${tax.name} ${rate} % ${base}, rounded half up to 0.01`;
}

function totalRows(totals: Totals, outlet: Outlet): Explanation {
  const row = (text: string, amount: number) => ({ lineId: null, text, amount });
  const policy =
    outlet.roundTo === 1
      ? 'payable is not rounded'
      : `payable is rounded half up to a multiple of ${decimal(outlet.roundTo)}`;
  return [
    row('Subtotal: all lines before tax', totals.subtotal),
    row(`${COUNTRIES[outlet.country].taxName}: the tax of all lines`, totals.tax),
    row(`Rounding: ${policy}`, totals.rounding),
    row(`Payable in ${outlet.currency}`, totals.payable),
  ];
}

/** Basis points as people read them: 250 is 2.5. */
function percent(basisPoints: number): string {
  return decimal(basisPoints).replace(/\.?0+$/, '');
}
