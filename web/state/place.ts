import { computed, signal } from '@preact/signals';
import { moneyText, type Place } from '../words/amounts.js';
import { language } from './language.js';

const MINUTE_MS = 60_000;

/** Of the outlet that the page is open at; until it is known, of most of our outlets. */
export const place = signal<Place>({
  country: 'IN',
  currency: 'INR',
  timeZone: 'Asia/Kolkata',
  dayStartsAt: '04:00',
});

const locale = computed(() => `${language.value}-${place.value.country}`);
const DAY = { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' } as const;
const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const formats = {
  clock: times(clock),
  seconds: times({ ...clock, second: '2-digit' }),
  day: times(DAY),
  date: dates(DAY),
  month: dates({ month: 'long', year: 'numeric' }),
  weekday: dates({ weekday: 'short' }),
  number: computed(() => new Intl.NumberFormat(locale.value)),
};

/** @param minor integer minor units of the outlet's currency */
export function money(minor: number): string {
  return moneyText(minor, place.value.currency, locale.value);
}

/** 14:03, by the outlet's clock. @param at an instant, or ms since 1970 */
export function clockTime(at: string | number): string {
  return formats.clock.value.format(new Date(at));
}

/** 14:03:22, by the outlet's clock. */
export function clockSeconds(at: string | number): string {
  return formats.seconds.value.format(new Date(at));
}

/** Sat, 21 November 2026, by the outlet's calendar. */
export function dayText(at: string | number): string {
  return formats.day.value.format(new Date(at));
}

/** Sat, 21 November 2026: a day that is one whatever clock it is read by. @param date YYYY-MM-DD */
export function dateText(date: string): string {
  return formats.date.value.format(new Date(`${date}T00:00:00Z`));
}

/** November 2026. @param date any day of it, YYYY-MM-DD */
export function monthText(date: string): string {
  return formats.month.value.format(new Date(`${date}T00:00:00Z`));
}

/** Sat. @param date YYYY-MM-DD */
export function weekdayText(date: string): string {
  return formats.weekday.value.format(new Date(`${date}T00:00:00Z`));
}

/** With which day the weeks of a calendar begin there: 0 is Sunday. Not every browser knows: then on Sunday. */
export function firstWeekday(): number {
  const here = new Intl.Locale(locale.value) as Intl.Locale & Weeks;
  const { firstDay } = here.getWeekInfo?.() ?? here.weekInfo ?? { firstDay: 0 };
  return firstDay % 7;
}

/** The hour that it is by the outlet's clock, 0 to 23. */
export function clockHour(at: string | number): number {
  const { timeZone } = place.value;
  const format = new Intl.DateTimeFormat('en', { timeZone, hour: '2-digit', hourCycle: 'h23' });
  return Number(format.format(new Date(at)));
}

/**
 * The business day that an instant falls on, YYYY-MM-DD: what is sold after midnight belongs to the evening
 * before. To ask the server by; which bill is of which day, the server says.
 */
export function businessDay(at: string | number): string {
  const { timeZone, dayStartsAt } = place.value;
  const [hours = 0, minutes = 0] = dayStartsAt.split(':').map(Number);
  const moved = new Date(new Date(at).getTime() - (hours * 60 + minutes) * MINUTE_MS);
  // Swedes write days as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(moved);
}

export function number(value: number): string {
  return formats.number.value.format(value);
}

/** What a locale says of its weeks, in the way of before or of now; 1 is Monday, 7 Sunday. */
interface Weeks {
  getWeekInfo?: () => { firstDay: number };
  weekInfo?: { firstDay: number };
}

/** Of days without a time: no clock moves them into the day before or after. */
function dates(options: Intl.DateTimeFormatOptions) {
  return computed(() => new Intl.DateTimeFormat(locale.value, { timeZone: 'UTC', ...options }));
}

function times(options: Intl.DateTimeFormatOptions) {
  return computed(
    () => new Intl.DateTimeFormat(locale.value, { timeZone: place.value.timeZone, ...options }),
  );
}
