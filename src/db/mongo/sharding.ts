import type { Db } from 'mongodb';
import { KEPT } from './layout.js';
import { type DeclaredIndex, SCHEMA, SchemaError } from './schema.js';

/** A command, and the database that it is for. */
export interface ShardingCommand {
  database: string;
  command: Readonly<Record<string, unknown>>;
}

const SHARD_KEY = { organizationId: 1 } as const;

/**
 * What makes a database a sharded one. The key is the organization: whatever a restaurant asks or
 * commits concerns one shard, and its documents can move together. `meta` is the whole store's,
 * and stays.
 *
 * A collection with data can be sharded only over an index that begins with the key. Events and
 * the others that have none are given one here, since without shards it would cost each commit and
 * help none.
 */
export function shardingCommands(database: string): ShardingCommand[] {
  const collections = [...SCHEMA].filter(([name]) => name !== KEPT.meta);
  const bare = collections.filter(([, indexes]) => !indexes.some(beginsWithKey));
  return [
    ...bare.map(([name]) => ({
      database,
      command: { createIndexes: name, indexes: [{ name: 'byOrganization', key: SHARD_KEY }] },
    })),
    { database: 'admin', command: { enableSharding: database } },
    ...collections.map(([name]) => ({
      database: 'admin',
      command: { shardCollection: `${database}.${name}`, key: SHARD_KEY },
    })),
  ];
}

/** MongoDB takes no partial index for it. */
function beginsWithKey({ key, partialFilterExpression }: DeclaredIndex): boolean {
  return Object.keys(key)[0] === 'organizationId' && !partialFilterExpression;
}

/** As a line for mongosh. */
export function forShell({ database, command }: ShardingCommand): string {
  return `db.getSiblingDB(${JSON.stringify(database)}).runCommand(${JSON.stringify(command)})`;
}

/**
 * Runs them; what is done already stays as it is. kotd may work meanwhile.
 * @param done called after each
 * @throws SchemaError when the server is not the door of a sharded cluster
 */
export async function shard(db: Db, done: (command: ShardingCommand) => void): Promise<void> {
  const { msg } = await db.command({ hello: 1 });
  if (msg !== 'isdbgrid') {
    throw new SchemaError(
      'The server is no mongos, so there is nothing to shard: KOTD_STORE must name the mongos of' +
        ' a sharded cluster',
    );
  }
  for (const each of shardingCommands(db.databaseName)) {
    await db.client.db(each.database).command({ ...each.command });
    done(each);
  }
}
