import type { Found } from '../../../client/calls.js';

export type FloorTable = Found<'table.list'>['data'][number];
export type Station = Found<'station.list'>['data'][number];
export type Outlet = Found<'outlet.read'>;
export type Rule = Outlet['routing'][number];

/** Whether two rules say the same; their fields may come in any order. */
export function isSame(a: Rule | undefined, b: Rule | undefined): boolean {
  const fields = ['from', 'to', 'section', 'after', 'before'] as const;
  return fields.every((field) => a?.[field] === b?.[field]);
}

/** The sections that tables stand in, in the order in which they were first named; null: those in none. */
export function sectionsOf(tables: readonly FloorTable[]): (string | null)[] {
  const named = tables.flatMap(({ section }) => section ?? []);
  const loose = tables.some(({ section }) => section === null);
  return [...new Set(named), ...(loose ? [null] : [])];
}
