import { portionsToPay } from '../order/ticket.js';
import type { Line, Order, Outlet, TaxRow } from '../shapes.js';

/** Where the amount of a line comes from. */
export interface LineAccount {
  readonly line: Line;
  readonly portions: number;
  /** Price x portions; with the tax inside where the price has it inside. */
  readonly amount: number;
  readonly taxable: number;
  /** Its parts, such as CGST and SGST. */
  readonly taxes: readonly TaxRow[];
}

/** Where every paisa of an order comes from: as the bill will have it, if it were issued now. */
export interface Account {
  readonly lines: readonly LineAccount[];
  /** Of all lines, by name and rate; the lowest rate first. */
  readonly taxes: readonly TaxRow[];
  readonly subtotal: number;
  readonly tax: number;
  readonly rounding: number;
  readonly payable: number;
  /** The supply is to another state: IGST. */
  readonly integrated: boolean;
}

type Place = Pick<Outlet, 'country' | 'stateCode'>;

/**
 * Takes the amounts that the order has, which the server computed and will bill, apart into what a
 * guest can follow: nothing is computed here that could come out otherwise. All in minor units.
 */
export function accountOf(order: Order, outlet: Place): Account {
  const names = taxNames(outlet, order.placeOfSupply);
  const lines = order.lines
    .filter((line) => portionsToPay(line) > 0)
    .map((line) => lineAccount(line, names));
  return {
    lines,
    taxes: merged(lines.flatMap(({ taxes }) => taxes)),
    ...order.totals,
    integrated: names[0] === 'IGST',
  };
}

/** The parts of the tax by the names a bill prints. A tax of two parts is two equal halves. */
export function taxNames({ country, stateCode }: Place, placeOfSupply: string | null): string[] {
  if (country !== 'IN') return ['VAT'];
  const own = placeOfSupply === null || placeOfSupply === stateCode;
  return own ? ['CGST', 'SGST'] : ['IGST'];
}

function lineAccount(line: Line, names: readonly string[]): LineAccount {
  const portions = portionsToPay(line);
  const taxes = names.map((name) => ({
    name,
    rate: line.rate / names.length,
    taxable: line.taxable,
    amount: line.tax / names.length,
  }));
  return {
    line,
    portions,
    amount: line.unitPrice * portions,
    taxable: line.taxable,
    taxes: line.rate === 0 ? [] : taxes,
  };
}

function merged(rows: readonly TaxRow[]): TaxRow[] {
  const found = new Map<string, TaxRow>();
  for (const row of rows) {
    const key = `${row.name} ${row.rate}`;
    const { taxable = 0, amount = 0 } = found.get(key) ?? {};
    found.set(key, { ...row, taxable: taxable + row.taxable, amount: amount + row.amount });
  }
  return [...found.values()].sort((a, b) => a.rate - b.rate || (a.name < b.name ? -1 : 1));
}

/** Basis points as people read them: 250 is 2.5. */
export function percent(basisPoints: number): string {
  const whole = Math.trunc(basisPoints / 100);
  const rest = String(basisPoints % 100)
    .padStart(2, '0')
    .replace(/0+$/, '');
  return rest === '' ? String(whole) : `${whole}.${rest}`;
}
