import { KIND, keyOf } from './keys.js';
import { type Address, documentKey, signposts } from './places.js';
import type { Entry, Reads, Tree } from './tree.js';

/** Entries removed in one transaction: about a millisecond, so that commits hardly wait. */
const SLICE = 100;

/**
 * Removes answers of commands and expired documents, both strictly older than told; returns how
 * many.
 */
export async function sweep(tree: Tree, now: string, commandsBefore: string): Promise<number> {
  const commands = await sliceBySlice(tree, KIND.commandAge, commandsBefore, (_, { text }) => {
    const [organizationId, id]: [string, string] = JSON.parse(text);
    return [keyOf(KIND.command, organizationId, id)];
  });
  const documents = await sliceBySlice(tree, KIND.expiry, now, (reads, { text }) => {
    const { scope, collection, id }: Address = JSON.parse(text);
    const key = documentKey(scope, collection, id);
    const document = reads.get(key);
    if (document === undefined) return [];
    const signs = signposts(scope, collection, JSON.parse(document));
    return [key, ...signs.flatMap((sign) => (sign ? [sign.key] : []))];
  });
  return commands + documents;
}

async function sliceBySlice(
  tree: Tree,
  kind: typeof KIND.commandAge | typeof KIND.expiry,
  before: string,
  keysOf: (reads: Reads, entry: Entry) => Buffer[],
): Promise<number> {
  let total = 0;
  for (;;) {
    const removed = await tree.transaction(() => {
      const entries = tree.range({ start: keyOf(kind), end: keyOf(kind, before), limit: SLICE });
      const keys = entries.flatMap((entry) => [entry.key, ...keysOf(tree, entry)]);
      for (const key of keys) tree.remove(key);
      return entries.length;
    });
    total += removed;
    if (removed < SLICE) return total;
  }
}
