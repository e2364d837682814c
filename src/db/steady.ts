import type { Collection } from '../domain/decision.js';

/** Read for every order and changed now and then; the others change at nearly every command. */
const STEADY: ReadonlySet<string> = new Set<Collection>([
  'organization',
  'outlet',
  'staff',
  'station',
  'category',
  'taxClass',
  'menuItem',
]);

/** Whether documents of the collection are worth being remembered, in place of being decoded for each reader. */
export function isSteady(collection: string): boolean {
  return STEADY.has(collection);
}

/** The same, with all that is in it: for what many readers get. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
