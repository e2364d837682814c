import type { Archive, Since, StoredRecord } from '../../src/db/archive.js';
import type { Commit, CommitOutcome, Scope, Store } from '../../src/db/store.js';

/** A store in which something happens before each commit. */
export function before(
  store: Store & Archive,
  happens: (scope: Scope, commits: number) => Promise<void>,
): Store & Archive {
  let commits = 0;
  return withCommit(store, async (scope, commit) => {
    await happens(scope, commits++);
    return await store.commit(scope, commit);
  });
}

/** A store with another `commit`. */
export function withCommit(
  store: Store & Archive,
  commit: <R>(scope: Scope, commit: Commit<R>) => Promise<CommitOutcome<R>>,
): Store & Archive {
  return new Proxy(store, {
    get: (target, name) => {
      if (name === 'commit') return commit;
      const part: unknown = Reflect.get(target, name);
      return typeof part === 'function' ? part.bind(target) : part;
    },
  });
}

/** What a backup remembers of a dump, whose clock is that of its commands. */
export function sinceOf(records: readonly StoredRecord[]): Since {
  const heads = new Map<string | null, number>();
  let commandsFrom = '';
  for (const record of records) {
    if (record.kind === 'head') heads.set(record.outletId, record.seq);
    if (record.kind !== 'command') continue;
    const { at }: { at: string } = JSON.parse(record.text);
    if (at > commandsFrom) commandsFrom = at;
  }
  return { heads, commandsFrom };
}

export async function soleOrganization(store: Store): Promise<string> {
  const [id] = await store.organizations(null, 2);
  if (id === undefined) throw new Error('there is none');
  return id;
}
