/** What the wall of the outlet shows at an instant. */
interface WallClock {
  /** YYYY-MM-DD */
  day: string;
  /** HH:MM, 00:00 to 23:59 */
  time: string;
}

const DAY_MS = 86_400_000;

// Building a formatter costs far more than using it, and outlets share a few zones.
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const formatter = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  formatters.set(timeZone, formatter);
  return formatter;
}

/** The one spelling of an IANA time zone that the runtime uses. An unknown zone is a RangeError. */
export function canonicalZone(timeZone: string): string {
  return new Intl.DateTimeFormat('en-US', { timeZone }).resolvedOptions().timeZone;
}

/** Of each zone the minute that was asked for last: a whole dinner rush asks for the same one. */
const lastMinutes = new Map<string, { minute: string; shows: WallClock }>();
/** Characters of an RFC 3339 instant that say the minute. */
const MINUTE = 16;

/** In minutes, since zones that differ from UTC by seconds ended with the year 1972. */
function wallClock(instant: string, timeZone: string): WallClock {
  if (!instant.endsWith('Z') || instant < '1973') return wallClockOf(instant, timeZone);
  const minute = instant.slice(0, MINUTE);
  const last = lastMinutes.get(timeZone);
  if (last?.minute === minute) return last.shows;
  const shows = wallClockOf(instant, timeZone);
  lastMinutes.set(timeZone, { minute, shows });
  return shows;
}

function wallClockOf(instant: string, timeZone: string): WallClock {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of formatterOf(timeZone).formatToParts(new Date(instant))) {
    part[type] = value;
  }
  return {
    day: `${part.year}-${part.month}-${part.day}`,
    time: `${part.hour}:${part.minute}`,
  };
}

/** The calendar day YYYY-MM-DD of an RFC 3339 instant. An unknown IANA zone is a RangeError. */
export function localDay(instant: string, timeZone: string): string {
  return wallClock(instant, timeZone).day;
}

/** The wall-clock time HH:MM (24 hours) of an RFC 3339 instant in an IANA time zone. */
export function clockTime(instant: string, timeZone: string): string {
  return wallClock(instant, timeZone).time;
}

/**
 * The outlet's day of business, YYYY-MM-DD: until `dayStartsAt` (HH:MM on the wall clock) the night
 * still belongs to the day before. It goes by what the wall shows, not by hours elapsed, so days of
 * 23 and of 25 hours begin at the same time as any other.
 */
export function businessDay(instant: string, timeZone: string, dayStartsAt: string): string {
  const { day, time } = wallClock(instant, timeZone);
  return time < dayStartsAt ? dayFrom(day, -1) : day;
}

/** The calendar day so many days after another, or before it. */
export function dayFrom(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/**
 * The financial year as invoice numbers name it: '26-27' from 1 April 2026 to 31 March 2027, '26'
 * where it is the calendar year (`firstMonth` 1). By the local calendar day, never by the business
 * day: an invoice issued at 1 a.m. on 1 April is of the new year (CGST Rules 46(b): unique for a
 * financial year).
 */
export function financialYear(instant: string, timeZone: string, firstMonth = 4): string {
  const [year, month] = localDay(instant, timeZone).split('-').map(Number);
  if (year === undefined || month === undefined) throw new RangeError(`no date: ${instant}`);
  const first = month < firstMonth ? year - 1 : year;
  return firstMonth === 1 ? twoDigits(first) : `${twoDigits(first)}-${twoDigits(first + 1)}`;
}

function twoDigits(year: number): string {
  return String(year % 100).padStart(2, '0');
}
