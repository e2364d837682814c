import { notFound } from './errors.js';

/** The ids that exist: a Set, or a Map of documents by id. */
export interface Known {
  has(id: string): boolean;
}

/** @throws not_found with `pointer` when the id is none of the known */
export function needKnown(id: string, known: Known, pointer: string): void {
  if (!known.has(id)) throw notFound(pointer);
}

/** @throws not_found with `pointer/<index>` at the first id that is none of the known */
export function needAllKnown(ids: readonly string[], known: Known, pointer: string): void {
  for (const [index, id] of ids.entries()) needKnown(id, known, `${pointer}/${index}`);
}
