import type { Collection as MongoCollection } from 'mongodb';
import { type NewStore, PlaceTaken } from '../store-in-making.js';
import { connect } from './connect.js';
import { KEPT } from './layout.js';
import { halfRestored, RESTORING } from './restoring.js';
import { type MongoOptions, openMongo } from './store.js';
import { Tally } from './tally.js';

interface StoredFormat {
  _id: 'store';
  format: number | string;
}

/**
 * A new store in a database that holds no organization. Until it is published no kotd starts on it. If it
 * never is, the database is of no use and is left for the operator to drop.
 * @throws PlaceTaken
 */
export async function newDatabase(options: MongoOptions): Promise<NewStore> {
  const { client, db } = await connect(options.address, options.pool, new Tally());
  const formats = db.collection<StoredFormat>(KEPT.meta);
  try {
    await refuseCutOff(formats, db.databaseName);
    const store = await openMongo(options);
    const close = async () => {
      await store.close();
      await client.close();
    };
    try {
      const [first] = await store.organizations(null, 1);
      if (first !== undefined) {
        throw new PlaceTaken(
          `the database ${db.databaseName} holds organizations: let KOTD_STORE name another one`,
        );
      }
      const format = await mark(formats);
      const publish = async () => {
        await formats.updateOne({ _id: 'store' }, { $set: { format } });
        await close();
        return null;
      };
      return { store, publish, discard: close };
    } catch (error) {
      await store.close();
      throw error;
    }
  } catch (error) {
    await client.close();
    throw error;
  }
}

async function refuseCutOff(formats: MongoCollection<StoredFormat>, name: string): Promise<void> {
  const found = await formats.findOne({ _id: 'store' });
  if (found?.format === RESTORING) throw new PlaceTaken(halfRestored(name));
}

/** Answers the format that goes back when all is there. Of two who do this at once, one is refused. */
async function mark(formats: MongoCollection<StoredFormat>): Promise<number | string> {
  const filter = { _id: 'store', format: { $ne: RESTORING } } as const;
  const before = await formats.findOneAndUpdate(filter, { $set: { format: RESTORING } });
  if (before) return before.format;
  throw new PlaceTaken('another restore into this database is under way');
}
