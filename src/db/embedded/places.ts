import type { Collection, Documents } from '../../domain/decision.js';
import { COLLECTIONS, type Level } from '../collections.js';
import type { Scope } from '../store.js';
import { KIND, type Part, keyOf } from './keys.js';

/** Something to be found under a key, as text. */
export interface Entry {
  key: Buffer;
  text: string;
}

/** What the list of collections says of one, without the types of its fields. */
export interface Spec {
  level: Level;
  indexes: ReadonlyMap<string, IndexSpec>;
  version: string | null;
  expires: string | null;
}

export interface IndexSpec {
  fields: readonly string[];
  where: readonly (readonly [field: string, value: unknown])[];
}

interface Declared {
  level: Level;
  indexes: Readonly<Record<string, { fields: readonly string[]; where?: object }>>;
  version?: string;
  expires?: string;
}

const DECLARED: Readonly<Record<Collection, Declared>> = COLLECTIONS;

const SPECS: ReadonlyMap<string, Spec> = new Map(
  Object.entries(DECLARED).map(([name, { level, indexes, version, expires }]) => [
    name,
    { level, indexes: indexesOf(indexes), version: version ?? null, expires: expires ?? null },
  ]),
);

function indexesOf(indexes: Declared['indexes']): Map<string, IndexSpec> {
  return new Map(
    Object.entries(indexes).map(([name, { fields, where }]) => [
      name,
      { fields, where: Object.entries(where ?? {}) },
    ]),
  );
}

export function specOf(collection: Collection): Spec {
  const spec = SPECS.get(collection);
  if (!spec) throw new TypeError(`There is no collection ${collection}`);
  return spec;
}

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
 * All that leads to a document besides its id: one entry for each index of its collection, and one for
 * the instant at which it expires; null where it is not in the index. Always in the same order, so
 * that two versions of a document can be compared place by place.
 */
export function signposts(
  scope: Scope,
  collection: Collection,
  document: Documents[Collection],
): (Entry | null)[] {
  const spec = specOf(collection);
  const owner = ownerOf(scope, collection);
  const signs: (Entry | null)[] = [];
  for (const [name, { fields, where }] of spec.indexes) {
    const listed = where.every(([field, value]) => fieldOf(document, field) === value);
    const values = listed ? fields.map((field) => fieldOf(document, field)) : [];
    const id = document.id;
    signs.push(
      listed
        ? { key: keyOf(KIND.index, collection, name, ...owner, ...values, id), text: id }
        : null,
    );
  }
  if (spec.expires !== null) {
    const address: Address = { scope, collection, id: document.id };
    const at = fieldOf(document, spec.expires);
    const key = keyOf(KIND.expiry, at, collection, ...owner, document.id);
    signs.push({ key, text: JSON.stringify(address) });
  }
  return signs;
}

/** A field as part of a key; a field that is not there counts as null. */
export function fieldOf(document: object, field: string): Part {
  const value: unknown = Reflect.get(document, field) ?? null;
  if (isPart(value)) return value;
  throw new TypeError(`${field} is neither text nor number and cannot be in an index`);
}

export function isPart(value: unknown): value is Part {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
