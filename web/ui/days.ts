/** @param date a calendar day, YYYY-MM-DD */
export function addDays(date: string, days: number): string {
  const moved = new Date(`${date}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

/** The same day of another month; of a shorter one the last. */
export function addMonths(date: string, months: number): string {
  const first = new Date(`${date.slice(0, 7)}-01T00:00:00Z`);
  first.setUTCMonth(first.getUTCMonth() + months);
  const month = first.toISOString().slice(0, 7);
  const last = daysOf(month).at(-1) ?? date;
  const same = `${month}-${date.slice(8)}`;
  return same < last ? same : last;
}

/** 0 is Sunday. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

/** Whether it is a day of the calendar: an address can be cut short, or be written by hand. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/**
 * The month of a day, week by week, as a calendar on the wall has it; null where a week begins before the
 * month or ends after it.
 * @param firstWeekday with which weeks begin, 0 is Sunday
 */
export function weeksOf(date: string, firstWeekday: number): (string | null)[][] {
  const days: (string | null)[] = daysOf(date.slice(0, 7));
  const before = (weekdayOf(`${date.slice(0, 7)}-01`) - firstWeekday + 7) % 7;
  const all = [...Array<null>(before).fill(null), ...days];
  const weeks = Array.from({ length: Math.ceil(all.length / 7) }, (_, at) =>
    all.slice(at * 7, at * 7 + 7),
  );
  return weeks.map((week) => [...week, ...Array<null>(7 - week.length).fill(null)]);
}

/** @param month YYYY-MM */
function daysOf(month: string): string[] {
  const days: string[] = [];
  for (let day = `${month}-01`; day.startsWith(month); day = addDays(day, 1)) days.push(day);
  return days;
}
