import { BSON, type Db, type Document } from 'mongodb';
import type { Collection, Documents } from '../../domain/decision.js';
import { cursorOf, type Listing, type Part, placeOf } from '../cursor.js';
import { type IndexSpec, specOf } from '../specs.js';
import type { Page, PageQuery, Scope } from '../store.js';
import { LAGGING } from './connect.js';
import { ownerFilter } from './layout.js';
import { inDocument } from './schema.js';

const MAX_LIMIT = 1000;
/** A page ends early after so many bytes: a thousand large orders would stop the worker for seconds. */
const MAX_PAGE_BYTES = 4 * 1024 * 1024;

/** @throws KotdError invalid for a cursor of another list */
export async function pageOf<C extends Collection>(
  db: Db,
  scope: Scope,
  collection: C,
  { index, equals = [], limit, cursor = null, reverse = false, mayLag = false }: PageQuery<C>,
): Promise<Page<Documents[C]>> {
  const spec = specOf(collection).indexes.get(index);
  if (!spec) throw new TypeError(`${collection} has no index ${index}`);
  if (equals.length > spec.fields.length) throw new TypeError(`${index} has not that many fields`);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new RangeError(`A page has 1 to ${MAX_LIMIT} documents, not ${limit}`);
  }
  const listing = { collection, index, equals };
  const free = [...spec.fields.slice(equals.length), 'id'];
  const list = { ...ownerFilter(scope, collection), ...equalTo(spec, equals) };
  const stretches =
    cursor === null ? [{}] : behind(free, placeOf(cursor, listing, free.length), reverse);
  const sort = new Map(free.map((field) => [inDocument(field), reverse ? -1 : 1] as const));

  const data: Documents[C][] = [];
  let size = 0;
  for (const stretch of stretches) {
    const left = limit + 1 - data.length;
    // Raw, to be decoded one by one: what the page has no room for is not.
    const pages = { sort, limit: left, batchSize: left, raw: true };
    const options = mayLag ? { ...pages, readPreference: LAGGING } : pages;
    const found = db.collection(collection).find<Uint8Array>({ ...list, ...stretch }, options);
    for await (const bytes of found) {
      if (data.length === limit || size >= MAX_PAGE_BYTES) {
        return { data, nextCursor: cursorBehind(data, listing, free) };
      }
      data.push(BSON.deserialize(bytes).doc);
      size += bytes.length;
    }
  }
  return { data, nextCursor: null };
}

function equalTo({ fields, where }: IndexSpec, equals: readonly Part[]): Document {
  const conditions = [...where, ...equals.map((value, i) => [fields[i] ?? '', value] as const)];
  return Object.fromEntries(conditions.map(([field, value]) => [inDocument(field), value]));
}

/**
 * What comes after a place, in order: what shares all fields with it but the last, then all but the last
 * two, and so on. Each is one stretch of the index; an `$or` of them is not for every server.
 */
function behind(fields: readonly string[], place: readonly Part[], reverse: boolean): Document[] {
  return fields.map((_, i) => {
    const shared = fields.length - 1 - i;
    const conditions = fields.slice(0, shared + 1).map((field, j) => {
      const value = place[j];
      return [inDocument(field), j < shared ? value : { [reverse ? '$lt' : '$gt']: value }];
    });
    return Object.fromEntries(conditions);
  });
}

function cursorBehind(data: readonly object[], listing: Listing, free: readonly string[]): string {
  const last = data.at(-1) ?? {};
  const place = free.map((field) => textIn(last, field));
  return cursorOf(listing, place);
}

/** MongoDB compares only what is of one kind, so a place made of others would hide documents. */
function textIn(document: object, field: string): string {
  const value: unknown = Reflect.get(document, field);
  if (typeof value === 'string') return value;
  throw new TypeError(`${field} is no text and cannot be in the place of a list`);
}
