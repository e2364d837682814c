/** Largest price of one portion, in minor units; the server refuses more. */
export const MAX_PRICE = 1_000_000_000;
/** A rate of 100 %, in basis points. */
const WHOLE = 10_000;

/** What is wrong with something typed as a figure; each is a word of its own. */
export type WrongFigure = 'needed' | 'notAmount' | 'tooPrecise' | 'tooLarge' | 'odd';
export type Figure = { value: number } | { wrong: WrongFigure };

const PLAIN = /^(\d+)(?:\.(\d*))?$/;
/** 1,234.50 and 12,34,567: the last group has three digits, so that 1,50 is never taken for 150. */
const GROUPED = /^\d{1,3}(,\d{2,3})*,\d{3}(\.\d*)?$/;

/**
 * What somebody typed as an amount, in integer minor units: moved by text, since a product with 100 would be
 * a float. Digits may be those of Devanagari.
 * @param digits of the currency behind the point: 2 of INR, 0 of JPY
 */
export function minorOf(text: string, digits: number, most = MAX_PRICE): Figure {
  const typed = latinDigits(text).trim();
  if (typed === '') return { wrong: 'needed' };
  const parts = PLAIN.exec(GROUPED.test(typed) ? typed.replaceAll(',', '') : typed);
  if (!parts) return { wrong: 'notAmount' };
  const [, whole = '', fraction = ''] = parts;
  if (fraction.replace(/0+$/, '').length > digits) return { wrong: 'tooPrecise' };
  const figures = whole + fraction.slice(0, digits).padEnd(digits, '0');
  const value = Number(figures);
  return value > most ? { wrong: 'tooLarge' } : { value };
}

/** As one would type it: 24000 is "240", 24050 is "240.50". */
export function decimalOf(minor: number, digits: number): string {
  const figures = String(minor).padStart(digits + 1, '0');
  const whole = figures.slice(0, figures.length - digits);
  const fraction = figures.slice(figures.length - digits);
  return /^0*$/.test(fraction) ? whole : `${whole}.${fraction}`;
}

/** A tax rate typed in per cent, in basis points. CGST and SGST are half of it each: it must be even. */
export function rateOf(percent: string): Figure {
  const rate = minorOf(percent.replace(/%\s*$/, ''), 2, WHOLE);
  return 'value' in rate && rate.value % 2 === 1 ? { wrong: 'odd' } : rate;
}

/** 500 is "5", 250 is "2.5". */
export function percentOf(rate: number): string {
  const percent = decimalOf(rate, 2);
  return percent.includes('.') ? percent.replace(/0+$/, '') : percent;
}

/** A whole number within bounds. */
export function wholeOf(text: string, least: number, most: number): Figure {
  const typed = latinDigits(text).trim();
  if (typed === '') return { wrong: 'needed' };
  if (!/^\d{1,9}$/.test(typed)) return { wrong: 'notAmount' };
  const value = Number(typed);
  return value < least || value > most ? { wrong: 'tooLarge' } : { value };
}

/** How many digits a currency has behind the point. @param currency ISO 4217 */
export function digitsOf(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 0;
}

function latinDigits(text: string): string {
  return text.replace(/[०-९]/g, (digit) => String(digit.charCodeAt(0) - 0x966));
}
