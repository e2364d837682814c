import type { Collection } from '../domain/decision.js';
import { COLLECTIONS, type Level } from './collections.js';

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

/** The version counters that commits advance by themselves. */
export const VERSIONS: ReadonlySet<string> = new Set(
  [...SPECS.values()].flatMap(({ version }) => version ?? []),
);
