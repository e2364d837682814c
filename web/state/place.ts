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
const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const formats = {
  clock: times(clock),
  seconds: times({ ...clock, second: '2-digit' }),
  day: times({ weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' }),
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

function times(options: Intl.DateTimeFormatOptions) {
  return computed(
    () => new Intl.DateTimeFormat(locale.value, { timeZone: place.value.timeZone, ...options }),
  );
}
