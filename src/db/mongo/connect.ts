import {
  type Db,
  MongoClient,
  type MongoClientOptions,
  MongoServerSelectionError,
  ReadConcern,
} from 'mongodb';
import { mendDriver } from './driver-mend.js';
import type { Tally } from './tally.js';
import { DURABLE, ENCODING } from './transaction.js';

/** By it the server tells kotd's connections from those of others. */
export const APP_NAME = 'kotd';

/** See the settings of the same names in `config/fleet.ts`; one that is missing is the driver's. */
export interface PoolSettings {
  readonly mongoPoolMax?: number;
  readonly mongoPoolMin?: number;
  readonly mongoIdleMs?: number;
  readonly mongoQueueMs?: number;
  readonly mongoSelectionMs?: number;
  readonly mongoSocketMs?: number;
}

/**
 * How often the driver hears of each server, in ms; the least that it takes. After an error it waits for the
 * next time, and as long it takes to see that a server went silent.
 */
const HEARTBEAT_MS = 500;

export interface Connection {
  client: MongoClient;
  /** Reads are of what a majority has. */
  db: Db;
  sharded: boolean;
}

/** Why kotd cannot work with that server, in a line for whoever started it. */
export class MongoStartError extends Error {
  override readonly name = 'MongoStartError';
}

/**
 * @param address with the name of the database
 * @throws MongoStartError for a server that is not there or cannot do transactions
 */
export async function connect(
  address: string,
  pool: PoolSettings,
  tally: Tally,
): Promise<Connection> {
  mendDriver();
  const client = new MongoClient(address, {
    appName: APP_NAME,
    ...timesOf(pool),
    heartbeatFrequencyMS: HEARTBEAT_MS,
    retryReads: true,
    retryWrites: true,
    readPreference: 'primary',
    writeConcern: DURABLE,
    ...ENCODING,
    monitorCommands: true,
  });
  tally.follow(client);
  try {
    const hello = await client.db('admin').command({ hello: 1 });
    if (hello.setName === undefined && hello.msg !== 'isdbgrid') {
      throw new MongoStartError(
        `The MongoDB at ${hosts(client)} stands alone, without the transactions that kotd needs: start` +
          ' mongod with --replSet and run rs.initiate(), or let KOTD_STORE name a folder',
      );
    }
    const db = client.db(undefined, { readConcern: new ReadConcern('majority') });
    const sharded = hello.msg === 'isdbgrid';
    return { client, db, sharded };
  } catch (error) {
    await client.close();
    if (!(error instanceof MongoServerSelectionError)) throw error;
    const line = `No MongoDB answers at ${hosts(client)}: ${error.message}`;
    throw Object.assign(new MongoStartError(line), { cause: error });
  }
}

function timesOf(pool: PoolSettings): MongoClientOptions {
  const { mongoPoolMin: min, mongoPoolMax: max } = pool;
  const options = {
    maxPoolSize: max,
    minPoolSize: min === undefined || max === undefined ? min : Math.min(min, max),
    maxIdleTimeMS: pool.mongoIdleMs,
    waitQueueTimeoutMS: pool.mongoQueueMs,
    serverSelectionTimeoutMS: pool.mongoSelectionMs,
    connectTimeoutMS: pool.mongoSelectionMs,
    socketTimeoutMS: pool.mongoSocketMs,
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function hosts({ options }: MongoClient): string {
  return options.srvHost ?? options.hosts.join(',');
}
