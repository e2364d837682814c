import type { Found } from '../../../client/calls.js';

/** What was sold on a business day. */
export type Report = Found<'report.day'>;

/** Whether a day has no bill: what was taken back without one is told among its sums, and nowhere else. */
export function isEmpty({ bills }: Report): boolean {
  return bills.count + bills.cancelled === 0;
}

/** The hours from the first to the last with sales, with one more at each end: nobody looks at 05:00. */
export function busyHours(hours: Report['hours']): Report['hours'] {
  const busy = hours.flatMap(({ count }, at) => (count > 0 ? [at] : []));
  const [first, last] = [busy[0], busy.at(-1)];
  if (first === undefined || last === undefined) return [];
  return hours.slice(Math.max(0, first - 1), last + 2);
}

/** 9 is "09:00". */
export function hourText(hour: number): string {
  return `${String(hour % 24).padStart(2, '0')}:00`;
}

/** From the first invoice number to the last, without what both begin with: "A/26-27/000026 – 000052". */
export function numberRange(first: string, last: string): string {
  if (first === last) return first;
  const series = first.slice(0, first.lastIndexOf('/') + 1);
  return `${first} – ${series !== '' && last.startsWith(series) ? last.slice(series.length) : last}`;
}
