import { isDeepStrictEqual } from 'node:util';
import { type Db, MongoServerError } from 'mongodb';
import type { Collection } from '../../domain/decision.js';
import { COLLECTIONS } from '../collections.js';
import { type Spec, specOf } from '../specs.js';
import { KEPT } from './layout.js';

/** Stable: an index is known by its name for as long as any database has it. */
export interface DeclaredIndex {
  name: string;
  key: Record<string, 1>;
  partialFilterExpression?: Record<string, unknown>;
}

/** The database is not as this kotd needs it; the message is for whoever runs kotd. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
  readonly exitCode = 1;
}

/** `kotd export` and `kotd backup` ask for the logins that lead to an organization. */
const BY_OWNER: DeclaredIndex = {
  name: 'byOwner',
  key: ascending(['organizationId', inDocument('organizationId')]),
};

/**
 * Answers are swept by age, those of all organizations at once; `kotd backup` asks one for its new
 * ones.
 */
const BY_AGE: DeclaredIndex = { name: 'byAge', key: ascending(['at']) };
const OWN_BY_AGE: DeclaredIndex = { name: 'ownByAge', key: ascending(['organizationId', 'at']) };

/**
 * Every collection with its indexes besides that of `_id`. None of them is unique: what may be
 * there only once is named by its `_id`, which begins with its organization. So two equal `_id`
 * have the same shard key and meet on one shard, the only place where MongoDB compares them.
 */
export const SCHEMA: ReadonlyMap<string, readonly DeclaredIndex[]> = new Map(
  Object.entries({
    ...Object.fromEntries(
      (Object.keys(COLLECTIONS) as Collection[]).map((name) => [name, indexesOf(specOf(name))]),
    ),
    login: [BY_OWNER],
    [KEPT.event]: [],
    [KEPT.command]: [BY_AGE, OWN_BY_AGE],
    [KEPT.head]: [],
    [KEPT.counter]: [],
    [KEPT.meta]: [],
  }),
);

function indexesOf({ level, indexes, expires }: Spec): DeclaredIndex[] {
  const owner = level === 'outlet' ? ['organizationId', 'outletId'] : ['organizationId'];
  const lists = [...indexes].map(([name, { fields, where }]) => ({
    name,
    key: ascending([...owner, ...[...fields, 'id'].map(inDocument)]),
    ...(where.length > 0 ? { partialFilterExpression: filterOf(where) } : {}),
  }));
  if (expires === null) return lists;
  return [...lists, { name: 'byExpiry', key: ascending([inDocument(expires)]) }];
}

function ascending(fields: readonly string[]): Record<string, 1> {
  return Object.fromEntries(fields.map((field) => [field, 1]));
}

function filterOf(where: readonly (readonly [field: string, value: unknown])[]) {
  return Object.fromEntries(where.map(([field, value]) => [inDocument(field), value]));
}

/** The path of a document's field. */
export function inDocument(field: string): string {
  return `doc.${field}`;
}

const NAMESPACE_EXISTS = 48;
const NAMESPACE_NOT_FOUND = 26;

/**
 * Makes collections and indexes that are missing; asks once per collection and writes nothing when
 * all is there. Any number of processes may do it at once. It drops nothing: an index that is
 * declared no more goes with a migration, since the workers of an older kotd may still need it.
 *
 * Collections are made here since a transaction that has to make one fails on some servers.
 * @throws SchemaError when an index has the name of a declared one and other keys
 */
export async function ensureSchema(db: Db): Promise<void> {
  await Promise.all([...SCHEMA].map(([name, declared]) => ensureCollection(db, name, declared)));
}

async function ensureCollection(
  db: Db,
  name: string,
  declared: readonly DeclaredIndex[],
): Promise<void> {
  const present = (await presentIndexes(db, name)) ?? (await makeCollection(db, name));
  const missing = declared.filter((index) => !present.some((other) => serves(other, index)));
  for (const { name: taken } of missing) {
    if (!present.some((other) => other.name === taken)) continue;
    throw new SchemaError(
      `The index ${taken} of ${db.databaseName}.${name} has other keys than kotd declares: drop it,` +
        ' then run kotd migrate',
    );
  }
  if (missing.length > 0) await db.collection(name).createIndexes(missing);
}

/** Undefined when there is no such collection. */
async function presentIndexes(db: Db, name: string): Promise<DeclaredIndex[] | undefined> {
  try {
    return (await db.collection(name).listIndexes().toArray()) as DeclaredIndex[];
  } catch (error) {
    if (hasCode(error, NAMESPACE_NOT_FOUND)) return undefined;
    throw error;
  }
}

async function makeCollection(db: Db, name: string): Promise<DeclaredIndex[]> {
  try {
    await db.createCollection(name);
  } catch (error) {
    if (!hasCode(error, NAMESPACE_EXISTS)) throw error;
  }
  // Whoever was faster may have made its indexes too; making them again changes nothing.
  return [];
}

/** An index made by hand under another name does as well; a second one would be refused. */
function serves(present: DeclaredIndex, declared: DeclaredIndex): boolean {
  return (
    isDeepStrictEqual(Object.entries(present.key), Object.entries(declared.key)) &&
    isDeepStrictEqual(present.partialFilterExpression, declared.partialFilterExpression)
  );
}

function hasCode(error: unknown, code: number): boolean {
  return error instanceof MongoServerError && error.code === code;
}
