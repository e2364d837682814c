import {
  type Db,
  type Document,
  MongoClient,
  type MongoClientOptions,
  ReadConcern,
  ReadPreference,
} from 'mongodb';
import { mendDriver } from './driver-mend.js';
import { MongoStartError, startErrorOf, wrongAddress } from './start-error.js';
import type { Tally } from './tally.js';
import { DURABLE } from './transaction.js';
import { ENCODING } from './writer.js';

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

/**
 * For reads that may lag: a secondary that is not further behind, in seconds, than the least that the driver
 * can tell; without one the primary.
 */
export const LAGGING = new ReadPreference('secondaryPreferred', undefined, {
  maxStalenessSeconds: 90,
});

export interface Connection {
  client: MongoClient;
  /** Reads are of what a majority has. */
  db: Db;
  sharded: boolean;
  /** Which commands the server knows. */
  wireVersion: number;
}

/**
 * @param address with the name of the database
 * @throws MongoStartError for an address that says nothing to the driver, and a server that is not there, does not
 *   let kotd in or cannot do transactions
 */
export async function connect(
  address: string,
  pool: PoolSettings,
  tally: Tally,
): Promise<Connection> {
  mendDriver();
  const client = newClient(address, {
    appName: APP_NAME,
    ...timesOf(pool),
    heartbeatFrequencyMS: HEARTBEAT_MS,
    retryReads: true,
    retryWrites: true,
    // Whatever the address says: kitchen and money are read where they are written.
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
    const refusal = client.options.directConnection ? onlyOneOf(hello) : null;
    if (refusal !== null) throw new MongoStartError(refusal);
    const db = client.db(undefined, { readConcern: new ReadConcern('majority') });
    const sharded = hello.msg === 'isdbgrid';
    return { client, db, sharded, wireVersion: Number(hello.maxWireVersion) };
  } catch (error) {
    await client.close();
    throw startErrorOf(error, hosts(client)) ?? error;
  }
}

/** @throws MongoStartError */
function newClient(address: string, options: MongoClientOptions): MongoClient {
  try {
    return new MongoClient(address, options);
  } catch (error) {
    throw wrongAddress(error);
  }
}

/**
 * A direct connection reads from its server even when another one has become the primary: why it must not
 * be, or null where there is no other.
 * @param hello what the server says of its set
 */
export function onlyOneOf({ hosts = [], passives = [] }: Document): string | null {
  const members = hosts.length + passives.length;
  if (members < 2) return null;
  return `directConnection in KOTD_STORE keeps kotd from finding the primary among ${members} servers: leave it out`;
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
