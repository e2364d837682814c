import type { Collection, Documents, EventDraft, Put } from '../../src/domain/decision.js';
import type { Commit, CommitOutcome, Page, PageQuery, Scope, Store } from '../../src/db/store.js';
import { AT } from './documents.js';

/** A commit that needs no numbers. */
export function putting(documents: Put[], events: EventDraft[] = []): Commit<null> {
  return { counters: [], changes: () => ({ documents, events, result: null }) };
}

/** The same under a command's id, with an answer. */
export function commanding(
  id: string,
  documents: Put[],
  events: EventDraft[] = [],
  answer: unknown = null,
): Commit<null> {
  const command = { id, fingerprint: `fingerprint of ${id}`, at: AT };
  return { ...putting(documents, events), command, answer: () => answer };
}

/** @throws Error when it does not take effect */
export async function commit<R>(store: Store, scope: Scope, what: Commit<R>) {
  return committed(await store.commit(scope, what));
}

export function committed<R>(outcome: CommitOutcome<R>) {
  if (outcome.kind === 'committed') return outcome;
  throw new Error(`The commit was a ${outcome.kind}`);
}

/** Ids of every document of an index, page by page. */
export async function idsOf<C extends Collection>(
  store: Store,
  scope: Scope,
  collection: C,
  query: Omit<PageQuery<C>, 'limit' | 'cursor'>,
  limit = 1000,
): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Documents[C]> = await store.page(scope, collection, {
      ...query,
      limit,
      cursor,
    });
    ids.push(...page.data.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return ids;
}
