import { connect, type PoolSettings } from './mongo/connect.js';
import { migrate } from './mongo/migrations.js';
import { forShell, shard, shardingCommands } from './mongo/sharding.js';
import { Tally } from './mongo/tally.js';

/** For whoever is no part of the store and makes its database ready. */
export interface Migration {
  database: string;
  /**
   * @param done told in a few words of each step that had not been done
   * @returns the version that the database has now
   * @throws SchemaError
   */
  migrate(done: (what: string) => void): Promise<number>;
  /** @throws SchemaError when the server is the door of no sharded cluster */
  shard(done: (what: string) => void): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param address with the name of the database
 * @throws MongoStartError
 */
export async function openMigration(address: string, pool: PoolSettings): Promise<Migration> {
  // An index is built for as long as that takes, and meanwhile the server says nothing.
  const patient = { ...pool, mongoSocketMs: 0, mongoPoolMin: 0 };
  const { client, db } = await connect(address, patient, new Tally());
  return {
    database: db.databaseName,
    migrate: (done) => migrate(db, ({ version, what }) => done(`${version}: ${what}`)),
    shard: (done) => shard(db, (command) => done(forShell(command))),
    close: () => client.close(),
  };
}

/** For mongosh, line by line: what `shard` does. */
export function shardingScript(database: string): string[] {
  return shardingCommands(database).map(forShell);
}
