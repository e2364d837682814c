import type { Collection, Documents } from '../../domain/decision.js';
import { isPart, type Part } from '../cursor.js';
import { specOf } from '../specs.js';
import type { Scope } from '../store.js';
import { KIND, keyOf } from './keys.js';
import type { Entry } from './tree.js';

/** The parts of a key that say whose document it is; none for what all organizations share. */
export function ownerOf(scope: Scope, collection: Collection): string[] {
  const { level } = specOf(collection);
  if (level === 'system') return [];
  if (level === 'organization') return [scope.organizationId];
  if (scope.outletId === undefined) throw new TypeError(`${collection} needs an outlet`);
  return [scope.organizationId, scope.outletId];
}

/** The parts of a key that say whose stream or counter it is. */
export function homeOf(scope: Scope): [organizationId: string, outletId: string | null] {
  return [scope.organizationId, scope.outletId ?? null];
}

export function documentKey(scope: Scope, collection: Collection, id: string): Buffer {
  return keyOf(KIND.document, collection, ...ownerOf(scope, collection), id);
}

/** Where a document that expires stands: enough to find it, and all that leads to it, again. */
export interface Address {
  scope: Scope;
  collection: Collection;
  id: string;
}

/**
 * All that leads to a document besides its id: one entry for each index of its collection, and one
 * for the instant at which it expires; null where it is not listed. Always in the same order, so
 * that two versions of a document can be compared place by place.
 */
export function signposts(
  scope: Scope,
  collection: Collection,
  document: Documents[Collection],
): (Entry | null)[] {
  const { indexes, expires } = specOf(collection);
  const owner = ownerOf(scope, collection);
  const { id } = document;
  const signs: (Entry | null)[] = [];
  for (const [name, { fields, where }] of indexes) {
    const listed = where.every(([field, value]) => fieldOf(document, field) === value);
    const values = fields.map((field) => fieldOf(document, field));
    const key = listed && keyOf(KIND.index, collection, name, ...owner, ...values, id);
    signs.push(key ? { key, text: JSON.stringify(id) } : null);
  }
  if (expires !== null) signs.push(expiry(fieldOf(document, expires), scope, collection, id));
  return signs;
}

function expiry(at: Part, scope: Scope, collection: Collection, id: string): Entry | null {
  if (at === null) return null;
  const { organizationId, outletId } = scope;
  const whose = outletId === undefined ? { organizationId } : { organizationId, outletId };
  const address: Address = { scope: whose, collection, id };
  const key = keyOf(KIND.expiry, at, collection, ...ownerOf(scope, collection), id);
  return { key, text: JSON.stringify(address) };
}

/** A field as part of a key; a field that is not there counts as null. */
export function fieldOf(document: object, field: string): Part {
  const value: unknown = Reflect.get(document, field) ?? null;
  if (isPart(value)) return value;
  throw new TypeError(`${field} is neither text nor number and cannot be in an index`);
}
