import type { Collection } from '../../domain/decision.js';
import { INNER } from '../record-order.js';
import type { Scope } from '../store.js';
import { loginsOf } from './archive-dump.js';
import { arrivalKey } from './archive-load.js';
import { headIn } from './head.js';
import { after, KIND, keyOf, partsOf } from './keys.js';
import { documentKey, signposts } from './places.js';
import type { Entry, Tree } from './tree.js';

/** Records removed in one transaction, so that commits hardly wait. */
const SLICE = 200;

/** See `Archive.erase`. It goes on where one that was cut off came to. */
export async function erase(tree: Tree, organizationId: string): Promise<number> {
  let count = await closeDoors(tree, organizationId);
  for (const collection of INNER) {
    const prefix = keyOf(KIND.document, collection, organizationId);
    count += await slices(tree, prefix, (entry) => documentKeys(organizationId, collection, entry));
  }
  count += await slices(tree, keyOf(KIND.event, organizationId), ({ key }) => [key]);
  count += await slices(tree, keyOf(KIND.command, organizationId), ({ key, text }) => {
    const { at }: { at: string } = JSON.parse(text);
    return [key, keyOf(KIND.commandAge, at, ...partsOf(key))];
  });
  count += await slices(tree, keyOf(KIND.counter, organizationId), ({ key }) => [key]);
  let empty = 0;
  count += await slices(tree, keyOf(KIND.head, organizationId), ({ key, text }) => {
    if (headIn(text).seq === 0) empty++;
    return [key];
  });
  await remove(tree, [arrivalKey(organizationId)]);
  return count - empty;
}

/** From here on nobody finds the organization, and `presence` says that it is here in part. */
async function closeDoors(tree: Tree, organizationId: string): Promise<number> {
  const scope = { organizationId };
  const keys: Buffer[] = [];
  let count = 0;
  for await (const entry of loginsOf(tree.latest(), organizationId)) {
    keys.push(...documentKeys(organizationId, 'login', entry));
    count++;
  }
  const key = documentKey(scope, 'organization', organizationId);
  const text = tree.latest().get(key);
  if (text !== undefined) {
    keys.push(...documentKeys(organizationId, 'organization', { key, text }));
    count++;
  }
  await tree.transaction(() => {
    tree.put(arrivalKey(organizationId), '{}');
    for (const key of keys) tree.remove(key);
  });
  return count;
}

/** The document and all that leads to it. */
function documentKeys(organizationId: string, collection: Collection, { key, text }: Entry) {
  // Where the collection is an outlet's, its id stands there; elsewhere nobody asks for it.
  const scope: Scope = { organizationId, outletId: String(partsOf(key)[2]) };
  const signs = signposts(scope, collection, JSON.parse(text));
  return [key, ...signs.flatMap((sign) => (sign ? [sign.key] : []))];
}

async function slices(
  tree: Tree,
  prefix: Buffer,
  keysOf: (entry: Entry) => Buffer[],
): Promise<number> {
  let count = 0;
  for (;;) {
    const range = { start: prefix, end: after(prefix), limit: SLICE };
    const entries = tree.latest().range(range);
    await remove(tree, entries.flatMap(keysOf));
    count += entries.length;
    if (entries.length < SLICE) return count;
  }
}

async function remove(tree: Tree, keys: readonly Buffer[]): Promise<void> {
  await tree.transaction(() => {
    for (const key of keys) tree.remove(key);
  });
}
