import type { Db, Document } from 'mongodb';
import { marks } from './archive-load.js';
import { arrivalId, idsOf, KEPT } from './layout.js';
import { inDocument, SCHEMA } from './schema.js';

/** Records removed at once: so that commits hardly wait, and no answer comes too late. */
const SLICE = 1000;

/** See `Archive.erase`. It goes on where one that was cut off came to. */
export async function erase(db: Db, organizationId: string): Promise<number> {
  const mark = { _id: arrivalId(organizationId) };
  await marks(db).updateOne(mark, { $setOnInsert: mark }, { upsert: true });
  const own = { _id: idsOf(organizationId), organizationId };
  let count = await remove(db, 'organization', own);
  count += await remove(db, 'login', {
    organizationId: '',
    [inDocument('organizationId')]: organizationId,
  });
  // No dump has these, so they do not count.
  await remove(db, KEPT.head, { ...own, seq: 0 });
  for (const collection of SCHEMA.keys()) {
    if (collection !== KEPT.meta) count += await remove(db, collection, own);
  }
  await marks(db).deleteOne(mark);
  return count;
}

async function remove(db: Db, name: string, filter: Document): Promise<number> {
  const collection = db.collection<{ _id: string; organizationId: string }>(name);
  const projection = { _id: 1 };
  for (let count = 0; ; ) {
    const found = await collection.find(filter, { projection, limit: SLICE }).toArray();
    const ids = found.map(({ _id }) => _id);
    const { organizationId } = filter;
    count += (await collection.deleteMany({ _id: { $in: ids }, organizationId })).deletedCount;
    if (found.length < SLICE) return count;
  }
}
