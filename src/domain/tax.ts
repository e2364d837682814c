import { COUNTRIES } from './countries.js';
import { exact, proportion, sum } from './money.js';
import type { TaxRow } from './shapes/bill.js';
import type { Outlet } from './shapes/organization.js';

/** Basis points of the whole. */
const WHOLE = 10_000;

/** The equal parts of one tax by the names a bill prints: CGST and SGST, or IGST, or VAT alone. */
export type TaxParts = readonly [string] | readonly [string, string];

const HALVES: TaxParts = ['CGST', 'SGST'];
const INTEGRATED: TaxParts = ['IGST'];

export interface Taxed {
  taxable: number;
  /** The parts together. */
  tax: number;
  rows: TaxRow[];
}

/**
 * Which taxes a supply of this outlet bears. India: CGST + SGST within the outlet's state, IGST
 * when `placeOfSupply` names another one (CGST Act section 9, IGST Act sections 7 and 8); null is
 * the outlet's own state. Elsewhere one VAT, and the place does not matter.
 */
export function taxParts(outlet: Outlet, placeOfSupply: string | null): TaxParts {
  const { scheme, taxName } = COUNTRIES[outlet.country];
  if (scheme === 'vat') return [taxName];
  return placeOfSupply === null || placeOfSupply === outlet.stateCode ? HALVES : INTEGRATED;
}

/**
 * The tax on an amount in minor units at a rate in basis points (even, 0 to 10,000).
 *
 * Each part is amount x rate / parts / 10,000, or of an inclusive amount / (10,000 + rate), rounded
 * half up once; the tax is their sum, so that halves are equal by construction. An inclusive amount
 * adds back exactly: taxable is what the tax leaves of it.
 * @throws amount_out_of_range beyond safe integers
 */
export function taxOf(amount: number, rate: number, inclusive: boolean, parts: TaxParts): Taxed {
  const part = proportion(amount, rate, parts.length * (inclusive ? WHOLE + rate : WHOLE));
  const tax = exact(part * parts.length);
  const taxable = inclusive ? amount - tax : amount;
  return { taxable, tax, rows: taxRowsOf({ taxable, tax, rate }, parts) };
}

/** A computed tax by its parts; none for a rate of 0. */
export function taxRowsOf(
  taxed: { taxable: number; tax: number; rate: number },
  parts: TaxParts,
): TaxRow[] {
  if (taxed.rate === 0) return [];
  return parts.map((name) => ({
    name,
    rate: taxed.rate / parts.length,
    taxable: taxed.taxable,
    amount: taxed.tax / parts.length,
  }));
}

/** Rows of the same name and rate as one, lowest rate first; the sum stays what it was. */
export function mergedTaxRows(rows: Iterable<TaxRow>): TaxRow[] {
  const merged = new Map<string, TaxRow>();
  for (const row of rows) {
    const key = `${row.name} ${row.rate}`;
    const known = merged.get(key) ?? { ...row, taxable: 0, amount: 0 };
    const taxable = sum([known.taxable, row.taxable]);
    merged.set(key, { ...known, taxable, amount: sum([known.amount, row.amount]) });
  }
  return [...merged.values()].sort((a, b) => a.rate - b.rate || (a.name < b.name ? -1 : 1));
}
