import { financialYear } from './calendar.js';
import { COUNTRIES } from './countries.js';
import { KotdError } from './errors.js';
import type { Outlet } from './shapes/organization.js';

/** CGST Rules 46(b): at most sixteen characters out of letters, digits, '-' and '/'. */
const LONGEST = 16;

/** Digits that a number starts with; a one-letter prefix then leaves two characters to spare. */
const DIGITS = 6;

function yearOf(outlet: Outlet, instant: string): string {
  return financialYear(instant, outlet.timeZone, COUNTRIES[outlet.country].financialYearStartsIn);
}

/** The counter of the outlet's series in the financial year of the instant; each begins with 1. */
export function invoiceCounter(outlet: Outlet, instant: string): string {
  return `invoice/${outlet.invoicePrefix}/${yearOf(outlet, instant)}`;
}

/**
 * The n-th invoice number of the series: `A/26-27/000001`, growing to seven digits and more. Where
 * that would pass sixteen characters the year gives up its dash (`ABC/2627/1000000`), which happens
 * at one n for good, so that numbers stay unique.
 * @throws series_full when even that is too long
 */
export function invoiceNumber(outlet: Outlet, instant: string, n: number): string {
  const year = yearOf(outlet, instant);
  const digits = String(n).padStart(DIGITS, '0');
  const number = `${outlet.invoicePrefix}/${year}/${digits}`;
  if (number.length <= LONGEST) return number;
  const tight = `${outlet.invoicePrefix}/${year.replace('-', '')}/${digits}`;
  if (tight.length <= LONGEST) return tight;
  throw new KotdError('series_full');
}

/**
 * Sorts invoice numbers of one outlet as they were taken: by financial year, then by number. As
 * text 1000000 would come before 999999, and the issuing clocks of two workers may differ by a
 * moment.
 */
export function byInvoiceNumber(a: string, b: string): number {
  const [first, second] = [sortKey(a), sortKey(b)];
  return first < second ? -1 : Number(first > second);
}

function sortKey(invoiceNumber: string): string {
  const [, year = '', digits = ''] = invoiceNumber.split('/');
  return `${year.replace('-', '')}/${digits.padStart(LONGEST, '0')}`;
}
