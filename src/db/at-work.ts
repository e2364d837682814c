import type { PoolSettings } from './mongo/connect.js';

/**
 * The boxes that work on a MongoDB now, by name; takes some seconds where there may be one. One that is frozen,
 * or cut off from the database, is not among them.
 * @param address with the name of the database
 * @throws MongoStartError
 */
export async function boxesAtWork(address: string, pool: PoolSettings): Promise<string[]> {
  // Who needs no MongoDB does not load its driver.
  const [{ connect }, { boxesHeard }, { Tally }] = await Promise.all([
    import('./mongo/connect.js'),
    import('./mongo/roll.js'),
    import('./mongo/tally.js'),
  ]);
  const { client, db } = await connect(address, { ...pool, mongoPoolMin: 0 }, new Tally());
  try {
    return await boxesHeard(db);
  } finally {
    await client.close();
  }
}
