import type { Collection, Documents } from '../../domain/decision.js';
import { cursorOf, placeOf } from '../cursor.js';
import { specOf } from '../specs.js';
import type { Page, PageQuery, Scope } from '../store.js';
import { KIND, after, keyOf } from './keys.js';
import { documentKey, fieldOf, ownerOf } from './places.js';
import type { Reads } from './tree.js';

const MAX_LIMIT = 1000;
/** A page ends early after so many characters: a thousand large orders would stop the worker for seconds. */
const MAX_PAGE_TEXT = 4 * 1024 * 1024;

/** @throws KotdError invalid for a cursor of another list */
export function pageOf<C extends Collection>(
  reads: Reads,
  scope: Scope,
  collection: C,
  { index, equals = [], limit, cursor = null, reverse = false }: PageQuery<C>,
): Page<Documents[C]> {
  const fields = specOf(collection).indexes.get(index)?.fields;
  if (!fields) throw new TypeError(`${collection} has no index ${index}`);
  if (equals.length > fields.length) throw new TypeError(`${index} has not that many fields`);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new RangeError(`A page has 1 to ${MAX_LIMIT} documents, not ${limit}`);
  }
  const listing = { collection, index, equals };
  const free = fields.slice(equals.length);
  const list = [collection, index, ...ownerOf(scope, collection), ...equals];
  const first = keyOf(KIND.index, ...list);
  const end = after(first);
  const start =
    cursor === null
      ? undefined
      : keyOf(KIND.index, ...list, ...placeOf(cursor, listing, free.length + 1));
  const ids = reads
    .range({
      start: start ?? (reverse ? end : first),
      end: reverse ? first : end,
      exclusiveStart: start !== undefined,
      reverse,
      limit: limit + 1,
    })
    .map(({ text }): string => JSON.parse(text));
  const data = listed(reads, scope, collection, ids.slice(0, limit));
  const last = data.at(-1);
  if (!last || ids.length === data.length) return { data, nextCursor: null };
  const place = [...free.map((field) => fieldOf(last, field)), last.id];
  return { data, nextCursor: cursorOf(listing, place) };
}

function listed<C extends Collection>(
  reads: Reads,
  scope: Scope,
  collection: C,
  ids: readonly string[],
): Documents[C][] {
  const found: Documents[C][] = [];
  let size = 0;
  for (const id of ids) {
    const text = reads.get(documentKey(scope, collection, id));
    // Index and document are written in one commit and read in one snapshot.
    if (text === undefined) throw new Error(`${collection} ${id} is in an index and nowhere else`);
    found.push(JSON.parse(text));
    size += text.length;
    if (size >= MAX_PAGE_TEXT) break;
  }
  return found;
}
