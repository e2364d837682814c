import type { ClientSession, MongoClient } from 'mongodb';
import type { Collection } from '../../domain/decision.js';
import { COLLECTIONS } from '../collections.js';
import { specOf } from '../specs.js';
import { groupName, KEPT, markerId } from './layout.js';
import type { Records } from './records.js';
import { inDocument } from './schema.js';
import type { Stored } from './stored.js';
import { DURABLE } from './transaction.js';

/** Removed in one transaction: a few milliseconds, so that commits hardly wait. */
const SLICE = 500;

const EXPIRING = (Object.keys(COLLECTIONS) as Collection[]).flatMap((collection) => {
  const { expires } = specOf(collection);
  return expires === null ? [] : { collection, field: inDocument(expires) };
});

/** As the port says. What proved transactions goes with the answers of their time, and does not count. */
export async function sweep(
  client: MongoClient,
  records: Records,
  now: string,
  commandsBefore: string,
  stopped: () => boolean,
): Promise<number> {
  const past = [
    { collection: KEPT.command, field: 'at', before: commandsBefore },
    ...EXPIRING.map((each) => ({ ...each, before: now })),
  ];
  let removed = 0;
  for (const each of past) {
    for (let slice = SLICE; slice === SLICE && !stopped(); removed += slice) {
      slice = await removeSlice(client, records, each);
    }
  }
  if (!stopped()) await forgetGroups(records, commandsBefore);
  return removed;
}

interface Past {
  collection: string;
  field: string;
  before: string;
}

/** In a transaction: what somebody renews meanwhile is not removed, but looked at again. */
function removeSlice(
  client: MongoClient,
  records: Records,
  { collection, field, before }: Past,
): Promise<number> {
  const remove = async (session: ClientSession): Promise<number> => {
    const stored = records.db.collection<Stored>(collection);
    const options = { session, limit: SLICE, batchSize: SLICE + 1 };
    const found = await stored
      .find({ [field]: { $lt: before } }, { ...options, projection: { organizationId: 1 } })
      .toArray();
    if (found.length === 0) return 0;
    const ids = new Map(found.map(({ _id, organizationId }) => [_id, organizationId]));
    return (await stored.deleteMany(records.many(ids), { session })).deletedCount;
  };
  return client.withSession((session) =>
    session.withTransaction(() => remove(session), {
      readConcern: { level: 'snapshot' },
      writeConcern: DURABLE,
    }),
  );
}

async function forgetGroups({ db }: Records, before: string): Promise<void> {
  const end = markerId(groupName(Date.parse(before), ''));
  const markers = { _id: { $gte: markerId(''), $lt: end } };
  await db.collection<Stored>(KEPT.meta).deleteMany(markers);
}
