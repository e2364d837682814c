import { KIND, keyOf } from './keys.js';
import { type Address, documentKey, signposts } from './places.js';
import type { Entry, Reads, Tree } from './tree.js';

/** Entries removed in one transaction: about a millisecond, so that commits hardly wait. */
const SLICE = 100;

/**
 * Removes answers of commands and expired documents, both strictly older than told; returns how
 * many. Begins no further slice once `stopped` says so.
 */
export async function sweep(
  tree: Tree,
  now: string,
  commandsBefore: string,
  stopped: () => boolean,
): Promise<number> {
  const old: Past = { kind: KIND.commandAge, before: commandsBefore, stopped };
  const commands = await sliceBySlice(tree, old, (_, { text }) => {
    const [organizationId, id]: [string, string] = JSON.parse(text);
    return [keyOf(KIND.command, organizationId, id)];
  });
  const expired: Past = { kind: KIND.expiry, before: now, stopped };
  const documents = await sliceBySlice(tree, expired, (reads, { text }) => {
    const { scope, collection, id }: Address = JSON.parse(text);
    const key = documentKey(scope, collection, id);
    const document = reads.get(key);
    if (document === undefined) return [];
    const signs = signposts(scope, collection, JSON.parse(document));
    return [key, ...signs.flatMap((sign) => (sign ? [sign.key] : []))];
  });
  return commands + documents;
}

/** What to remove: all of a kind before some instant. */
interface Past {
  kind: typeof KIND.commandAge | typeof KIND.expiry;
  before: string;
  stopped(): boolean;
}

async function sliceBySlice(
  tree: Tree,
  { kind, before, stopped }: Past,
  keysOf: (reads: Reads, entry: Entry) => Buffer[],
): Promise<number> {
  let total = 0;
  while (!stopped()) {
    const removed = await tree.transaction(() => {
      const entries = tree.range({ start: keyOf(kind), end: keyOf(kind, before), limit: SLICE });
      const keys = entries.flatMap((entry) => [entry.key, ...keysOf(tree, entry)]);
      for (const key of keys) tree.remove(key);
      return entries.length;
    });
    total += removed;
    if (removed < SLICE) break;
  }
  return total;
}
