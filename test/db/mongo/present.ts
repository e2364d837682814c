import type { Db } from 'mongodb';
import type { DeclaredIndex } from '../../../src/db/mongo/schema.js';

type Indexes = ReadonlyMap<string, readonly DeclaredIndex[]>;

/** Every collection that there is, with its indexes besides that of `_id`. */
export async function indexesIn(db: Db): Promise<Indexes> {
  const found = new Map<string, DeclaredIndex[]>();
  for (const { name } of await db.listCollections().toArray()) {
    const indexes = await db.collection(name).listIndexes().toArray();
    const others = indexes.filter((index) => index.name !== '_id_');
    found.set(
      name,
      others.map(({ name, key, partialFilterExpression: filter }) =>
        filter ? { name, key, partialFilterExpression: filter } : { name, key },
      ),
    );
  }
  return inOrder(found);
}

/** By name, so that they can be compared. */
export function inOrder(indexes: Indexes): Indexes {
  const byName = <T>(name: (one: T) => string) => {
    return (a: T, b: T) => (name(a) < name(b) ? -1 : 1);
  };
  return new Map(
    [...indexes]
      .map(([name, list]) => [name, list.toSorted(byName(({ name }) => name))] as const)
      .toSorted(byName(([name]) => name)),
  );
}
