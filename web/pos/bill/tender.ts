import type { Bill, Tender } from '../shapes.js';

/** A payment that this device gave and that the server has not confirmed. Minor units. */
export interface PendingPayment {
  readonly tender: Tender;
  readonly amount: number;
  /** What of it settles the bill; without it, as much as is due. */
  readonly settle?: number;
}

/**
 * What a bill still needs, with what is on its way counted as paid: nobody is asked for it twice.
 */
export function dueOf(
  { payable, paid, status }: Pick<Bill, 'payable' | 'paid' | 'status'>,
  pending: readonly PendingPayment[],
): number {
  if (status === 'paid' || status === 'cancelled') return 0;
  return pending.reduce((due, payment) => due - settledOf(payment, due), payable - paid);
}

/** What goes back to the guest who paid last, as the server has it, or will once it hears of it. */
export function changeOf(
  bill: Pick<Bill, 'payable' | 'paid' | 'status' | 'payments'>,
  pending: readonly PendingPayment[],
): number {
  const last = pending.at(-1);
  if (!last) return bill.payments.at(-1)?.change ?? 0;
  return last.amount - settledOf(last, dueOf(bill, pending.slice(0, -1)));
}

function settledOf({ amount, settle = amount }: PendingPayment, due: number): number {
  return Math.min(settle, due);
}

/**
 * What a payment would do. Only cash may be more than what is due, or than the share that is being
 * paid, and comes back as change.
 */
export function settlement(
  tender: Tender,
  amount: number,
  due: number,
  share = due,
): { settled: number; change: number; left: number } | 'none' | 'tooMuch' {
  if (amount <= 0) return 'none';
  if (amount > due && tender !== 'cash') return 'tooMuch';
  const settled = tender === 'cash' ? Math.min(amount, share) : amount;
  return { settled, change: amount - settled, left: due - settled };
}

/** Notes and coins in minor units, the smallest first. */
const NOTES: Readonly<Record<string, readonly number[]>> = {
  INR: [1000, 2000, 5000, 10_000, 20_000, 50_000],
  AED: [500, 1000, 2000, 5000, 10_000, 20_000, 50_000],
  GBP: [500, 1000, 2000, 5000],
};
const MOST_OFFERED = 4;

/** What guests are likely to hand over: the amount itself, then rounded up to each note. */
export function likelyCash(due: number, currency: string): number[] {
  if (due <= 0) return [];
  const notes = NOTES[currency] ?? [];
  const rounded = notes.map((note) => Math.ceil(due / note) * note);
  return [...new Set([due, ...rounded])].sort((a, b) => a - b).slice(0, MOST_OFFERED);
}

/**
 * An amount in so many shares as equal as they can be, each of whole units as the bill is rounded
 * to; they add up to it. The first ones are larger.
 * @param unit minor units: 100 is the rupee
 */
export function shares(amount: number, parts: number, unit: number): number[] {
  const units = Math.floor(amount / unit);
  const rest = amount - units * unit;
  const each = Math.floor(units / parts);
  const larger = units - each * parts;
  return Array.from({ length: parts }, (_, at) => {
    const whole = (each + (at < larger ? 1 : 0)) * unit;
    return at === 0 ? whole + rest : whole;
  });
}

/**
 * What a keypad has typed so far, as text that is an amount: at most one point, and no more digits
 * than there are.
 */
export function typedMore(text: string, key: string, digits: number): string {
  if (key === '.') return digits === 0 || text.includes('.') ? text : `${text || '0'}.`;
  const [whole = '', fraction] = text.split('.');
  if (fraction !== undefined) return fraction.length < digits ? text + key : text;
  if (whole.length >= MOST_FIGURES) return text;
  return whole === '0' ? key : text + key;
}

/** Ten million and a digit: no bill of a restaurant is longer. */
const MOST_FIGURES = 9;

/**
 * As typed, in minor units: moved by text, since a product with 100 would be a float. null: no
 * amount.
 */
export function minorOf(text: string, digits: number): number | null {
  const parts = /^(\d{1,9})(?:\.(\d*))?$/.exec(text.trim().replaceAll(',', ''));
  if (!parts) return null;
  const [, whole = '', fraction = ''] = parts;
  if (fraction.length > digits) return null;
  return Number(whole + fraction.padEnd(digits, '0'));
}

/** As one would type it: 24000 is "240", 24050 is "240.50". */
export function decimalOf(minor: number, digits: number): string {
  const figures = String(minor).padStart(digits + 1, '0');
  const whole = figures.slice(0, figures.length - digits);
  const fraction = figures.slice(figures.length - digits);
  return /^0*$/.test(fraction) ? whole : `${whole}.${fraction}`;
}

/** How many digits a currency has behind the point. @param currency ISO 4217 */
export function digitsOf(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 0;
}
