/** Where an outlet is, as far as writing money and time depends on it. */
export interface Place {
  /** ISO 3166, such as IN. */
  country: string;
  /** ISO 4217, such as INR. */
  currency: string;
  /** IANA, such as Asia/Kolkata. */
  timeZone: string;
  /** When its business day begins, HH:MM by its clock. */
  dayStartsAt: string;
}

const made = new Map<string, Intl.NumberFormat>();

/**
 * Money as it is written there: 123456 is ₹1,234.56. The amount stays an integer until it is text.
 * @param minor integer minor units
 * @param locale such as en-IN
 */
export function moneyText(minor: number, currency: string, locale: string): string {
  const format = formatOf(currency, locale);
  const digits = format.resolvedOptions().maximumFractionDigits ?? 0;
  return format.format(decimal(minor, digits));
}

function formatOf(currency: string, locale: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  const known = made.get(key) ?? new Intl.NumberFormat(locale, { style: 'currency', currency });
  made.set(key, known);
  return known;
}

/** 123456 with two digits is "1234.56": moved by text, since a division would be a float. */
function decimal(minor: number, digits: number): Intl.StringNumericLiteral {
  const sign = minor < 0 ? '-' : '';
  const figures = String(Math.abs(minor)).padStart(digits + 1, '0');
  const whole = figures.slice(0, figures.length - digits);
  const fraction = digits > 0 ? `.${figures.slice(-digits)}` : '';
  return `${sign}${whole}${fraction}` as Intl.StringNumericLiteral;
}

/** So many seconds are still counted: a minute and a half. */
const LONGEST_COUNT = 90;

/**
 * How long to wait, as one tells it: seconds as long as somebody would count them, then whole minutes, rather one too
 * many than one too few.
 */
export function waitOf(seconds: number): { unit: 'seconds' | 'minutes'; n: number } {
  const whole = Math.max(1, Math.ceil(seconds));
  return whole <= LONGEST_COUNT
    ? { unit: 'seconds', n: whole }
    : { unit: 'minutes', n: Math.ceil(whole / 60) };
}

/** How long something lasts, as a kitchen reads it: 4:05, or 1:02:09 from an hour on. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(seconds % 60)}`
    : `${minutes}:${two(seconds % 60)}`;
}
