import type { Collection as MongoCollection, Db } from 'mongodb';
import { KEPT } from './layout.js';
import { ensureSchema, SchemaError } from './schema.js';
import { isDuplicateKey } from './trouble.js';

export interface Migration {
  /** 1, 2, 3 … in the order of the list. */
  version: number;
  /** What it does, in a few words for the operator. */
  what: string;
  /**
   * Takes the database from the version before to this one while kotd works on it, the older one
   * and the newer one side by side. May be run again, after a crash or beside somebody who does
   * the same: a step that is done does nothing.
   */
  run(db: Db): Promise<void>;
}

/**
 * All there ever were; to be added to, never changed. What drops an index names it here, and comes
 * a release after the last kotd that asked for it.
 */
export const MIGRATIONS: readonly Migration[] = [
  { version: 1, what: 'collections and indexes', run: ensureSchema },
];

/** Kept under `_id: 'migrations'`. */
interface StoredMigrations {
  _id: 'migrations';
  /** Of the last one that is done. */
  version: number;
  done: { version: number; what: string; at: Date }[];
}

/** The version of the database's layout; 0 before the first migration. */
export async function versionOf(db: Db): Promise<number> {
  const record = await recordIn(db).findOne({ _id: 'migrations' });
  return record?.version ?? 0;
}

/**
 * Brings the database to the newest version that this kotd knows, and makes whatever is declared
 * and not there. Servers build indexes while reads and writes go on, so kotd may work meanwhile.
 * @param done called after each migration that had not been done
 * @returns the version it has now
 * @throws SchemaError for a database of a newer kotd
 */
export async function migrate(
  db: Db,
  done: (migration: Migration) => void,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<number> {
  const newest = migrations.length;
  const version = await versionOf(db);
  if (version > newest) {
    throw new SchemaError(
      `The database ${db.databaseName} has version ${version}, and this kotd knows none above` +
        ` ${newest}: run the newer kotd`,
    );
  }
  for (const migration of migrations.slice(version)) {
    await migration.run(db);
    await record(db, migration);
    done(migration);
  }
  await ensureSchema(db);
  return newest;
}

async function record(db: Db, { version, what }: Migration): Promise<void> {
  const entry = { version, what, at: new Date() };
  try {
    await recordIn(db).updateOne(
      { _id: 'migrations', version: version - 1 },
      { $set: { version }, $push: { done: entry } },
      { upsert: version === 1 },
    );
  } catch (error) {
    // Somebody else did the same at the same time and has recorded it.
    if (!isDuplicateKey(error)) throw error;
  }
}

function recordIn(db: Db): MongoCollection<StoredMigrations> {
  return db.collection<StoredMigrations>(KEPT.meta);
}
