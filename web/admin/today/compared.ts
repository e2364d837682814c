import type { Report } from './report.js';

type Hours = Report['hours'];

/** Two days up to the same hour, in minor units. */
export interface Compared {
  /** Hours from the begin of the business day up to this one, which is not counted; null: all of the day. */
  until: number | null;
  now: number;
  before: number;
}

/**
 * A day beside the one a week before. A day that is not over yet is held against the same hours of
 * the other one: with all of it, every day would be a bad day until late in the evening.
 * @param hour that it is by the outlet's clock; null: the day is over
 * @returns null where the other day has nothing to compare with
 */
export function comparedBy(hours: Hours, before: Hours, hour: number | null): Compared | null {
  const passed =
    hour === null
      ? hours.length
      : Math.max(
          0,
          hours.findIndex((each) => each.hour === hour),
        );
  const sum = (of: Hours) => of.slice(0, passed).reduce((all, { amount }) => all + amount, 0);
  const both = { now: sum(hours), before: sum(before) };
  if (both.before === 0) return null;
  return { until: hour, ...both };
}

/** How much more than before: 0.48 is 48 % more, -0.1 is 10 % less. */
export function growthOf({ now, before }: Compared): number {
  return now / before - 1;
}
