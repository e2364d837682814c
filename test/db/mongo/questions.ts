import type { Db, Document } from 'mongodb';
import type { Test } from 'tap';
import { hear } from './hear.js';

/** What a command looks for: its server has to find it without looking at everything. */
export interface Question {
  collection: string;
  filter: Document;
  /** [field, direction], in order. */
  sort: readonly (readonly [string, unknown])[];
}

/** Hears what every client of this process asks, until the test ends. */
export function listen(t: Test): Question[] {
  const heard: Question[] = [];
  hear(t, (command) => heard.push(...questionsOf(command)));
  return heard;
}

export function questionsOf(command: Document): Question[] {
  const ask = (collection: string, filter: Document = {}, sort: unknown = {}): Question => ({
    collection,
    filter,
    sort: sort instanceof Map ? [...sort] : Object.entries(sort as object),
  });
  const { find, update, updates, delete: from, deletes, aggregate, pipeline } = command;
  if (find) return [ask(find, command.filter, command.sort)];
  if (update) return listIn(updates).map(({ q }) => ask(update, q));
  if (from) return listIn(deletes).map(({ q }) => ask(from, q));
  if (aggregate) {
    const [first, second] = pipeline as Document[];
    return [ask(aggregate, first?.$match, second?.$sort)];
  }
  const other = command.findAndModify ?? command.count ?? command.distinct;
  if (other) return [ask(other, command.query, command.sort)];
  if (!command.bulkWrite) return [];
  const namespaces = listIn(command.nsInfo).map(({ ns }) => String(ns).replace(/^[^.]+\./, ''));
  return listIn(command.ops)
    .filter((op) => op.filter !== undefined)
    .map((op) => ask(namespaces[op.update ?? op.delete] ?? '', op.filter));
}

/** An array, or what the driver sends as one. */
function listIn(list: { documents?: Document[] } | Document[]): Document[] {
  return Array.isArray(list) ? list : (list.documents ?? []);
}

/** Two with the same shape are answered in the same way. */
export function shapeOf({ collection, filter, sort }: Question): string {
  return `${collection} ${JSON.stringify(filter, shape)} ${JSON.stringify(sort)}`;
}

function shape(_: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object') return '?';
  return Array.isArray(value) ? value.slice(0, 2) : value;
}

/** Why the server has to look at everything, or to sort; null when it does not. */
export async function slowness(db: Db, { collection, filter, sort }: Question) {
  // There is always an index of `_id`. SecantusDB does not say so of a filter that has more than
  // that.
  if (pinned(filter._id)) {
    return sort.every(([field]) => field === '_id') ? null : 'sorted in memory';
  }
  // What is left out narrows further: no MongoDB looks at more for it, but SecantusDB says that it does, of
  // where a page goes on also when its index is a partial one.
  const sorted = new Set(sort.map(([field]) => field));
  const firm = Object.fromEntries(
    Object.entries(filter).filter(([field, value]) => {
      return field !== '$or' && !(sorted.has(field) && isBound(value));
    }),
  );
  const find = { find: collection, filter: firm, sort: new Map(sort) };
  const { queryPlanner } = await db.command({ explain: find, verbosity: 'queryPlanner' });
  const stages = stagesOf(queryPlanner.winningPlan).map(({ stage }) => stage);
  if (stages.includes('COLLSCAN')) return 'a collection scan';
  if (!stages.some((stage) => /IXSCAN$/.test(stage)))
    return `no index: ${JSON.stringify(queryPlanner.winningPlan)}`;
  // Not read from the plan: SecantusDB always sorts, and MongoDB sorts the few documents of a test.
  const indexes = await db.collection(collection).listIndexes().toArray();
  return indexes.some((index) => gives(index, firm, sort)) ? null : 'sorted in memory';
}

/** All above or below something. */
function isBound(value: unknown): boolean {
  const names = Object.keys(value ?? {});
  return (
    typeof value === 'object' && names.length > 0 && names.every((name) => /^\$[gl]te?$/.test(name))
  );
}

/** Whether these are certain ones, or those between two. */
function pinned(id: unknown): boolean {
  if (typeof id === 'string') return true;
  const names = new Set(Object.keys(id ?? {}));
  const above = names.has('$gt') || names.has('$gte');
  const below = names.has('$lt') || names.has('$lte');
  return names.has('$in') || (above && below);
}

/** A plan, and all it takes from. */
function stagesOf(plan: unknown): Document[] {
  if (plan === null || typeof plan !== 'object') return [];
  const below = Object.values(plan).flatMap(stagesOf);
  return 'stage' in plan ? [plan, ...below] : below;
}

/** Whether the index finds them by what is fixed, and has them in that order behind it. */
function gives(index: Document, filter: Document, sort: Question['sort']): boolean {
  const { key, partialFilterExpression: where = {} } = index;
  if (Object.entries(where).some(([field, value]) => filter[field] !== value)) return false;
  const isFixed = (field: string) => ['string', 'boolean'].includes(typeof filter[field]);
  const count = Object.keys(filter).filter((field) => isFixed(field) && !(field in where)).length;
  const fields = Object.keys(key);
  const free = fields.slice(count);
  const asked = sort.filter(([field]) => !isFixed(field));
  return (
    fields.slice(0, count).every(isFixed) &&
    asked.every(([field], i) => field === free[i]) &&
    new Set(asked.map(([, direction]) => direction)).size < 2
  );
}
