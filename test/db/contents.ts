import { COLLECTIONS } from '../../src/db/collections.js';
import type { Commit, PageQuery, Scope, Store } from '../../src/db/store.js';
import type { Collection, Event } from '../../src/domain/decision.js';

/** What commits named: all that must be in a store afterwards. */
export class Named {
  readonly #scopes = new Map<string, Scope>();
  readonly #documents = new Map<string, readonly [Scope, Collection, id: string]>();
  readonly #commands = new Map<string, readonly [Scope, id: string]>();
  readonly #counters = new Map<string, readonly [Scope, name: string]>();

  /** The store, listened to. */
  within(store: Store): Store {
    return new Proxy(store, {
      get: (target, name) => {
        if (name === 'commit') {
          return <R>(scope: Scope, commit: Commit<R>) =>
            target.commit(scope, this.#heard(scope, commit));
        }
        const part: unknown = Reflect.get(target, name);
        return typeof part === 'function' ? part.bind(target) : part;
      },
    });
  }

  #heard<R>(scope: Scope, commit: Commit<R>): Commit<R> {
    const { organizationId } = scope;
    for (const one of [scope, { organizationId }]) this.#scopes.set(JSON.stringify(one), one);
    const { command, counters } = commit;
    if (command) this.#commands.set(JSON.stringify([scope, command.id]), [scope, command.id]);
    const versions = ['menu', 'tables', 'stations'].map((name) => `version/${name}`);
    for (const name of [...counters, ...versions]) {
      this.#counters.set(JSON.stringify([scope, name]), [scope, name]);
    }
    return {
      ...commit,
      changes: (numbers) => {
        const changes = commit.changes(numbers);
        for (const { collection, value } of changes.documents) {
          const place = [scope, collection, value.id] as const;
          this.#documents.set(JSON.stringify(place), place);
        }
        return changes;
      },
    };
  }

  /** Everything of it that the store has, each as a line, and every list in its order both ways. */
  async contents(store: Store): Promise<string[]> {
    const questions = [
      ...[...this.#documents.values()].map((of) => asked(of, () => store.get(...of))),
      ...[...this.#commands.values()].map((of) => asked(of, () => store.command(...of))),
      ...[...this.#counters.values()].map((of) => asked(of, () => store.counter(...of))),
      ...[...this.#scopes.values()].flatMap((scope) => [
        asked(['position', scope], () => store.position(scope)),
        asked(['events', scope], () => eventsOf(store, scope)),
        ...listsOf(scope).map((list) => asked(list, () => listed(store, ...list))),
      ]),
      asked('organizations', () => store.organizations(null, 1000)),
    ];
    const lines: string[][] = [];
    for (let i = 0; i < questions.length; i += AT_ONCE) {
      const some = questions.slice(i, i + AT_ONCE).map((question) => question());
      lines.push(...(await Promise.all(some)));
    }
    return lines.flat().toSorted();
  }
}

/** Questions under way: fewer than a store has connections. */
const AT_ONCE = 16;

/** A line for each thing that is found. */
function asked(what: unknown, ask: () => Promise<unknown>): () => Promise<string[]> {
  return async () => {
    const found = await ask();
    const things: unknown[] = Array.isArray(found) ? found : [found];
    return things.map((one, i) => `${JSON.stringify(what)} ${i} ${JSON.stringify(one)}`);
  };
}

async function eventsOf(store: Store, scope: Scope): Promise<Event[]> {
  const events: Event[] = [];
  for (;;) {
    const more = await store.events(scope, events.length, 50);
    if (more.length === 0) return events;
    events.push(...more);
  }
}

type List = readonly [scope: Scope, collection: Collection, index: string, reverse: boolean];

function listsOf(scope: Scope): List[] {
  const level = scope.outletId === undefined ? 'organization' : 'outlet';
  return Object.entries(COLLECTIONS)
    .filter(([, spec]) => spec.level === level)
    .flatMap(([name, { indexes }]) =>
      Object.keys(indexes).flatMap((index) =>
        [false, true].map((reverse) => [scope, name as Collection, index, reverse] as const),
      ),
    );
}

async function listed(store: Store, ...[scope, collection, index, reverse]: List) {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const query = { index, reverse, limit: 9, cursor } as PageQuery<Collection>;
    const page = await store.page(scope, collection, query);
    ids.push(...page.data.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return ids;
}

/** The first line in which two contents, or two evenings, differ; null when they do not. */
export function firstDifference(one: readonly string[], other: readonly string[]): string | null {
  const at = one.findIndex((line, i) => line !== other[i]);
  if (at < 0) return one.length === other.length ? null : `only in the other: ${other[one.length]}`;
  return `${one[at]}\n${other[at]}`;
}
