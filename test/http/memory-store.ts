import { COLLECTIONS } from '../../src/db/collections.js';
import type {
  CommandRecord,
  Commit,
  CommitOutcome,
  Page,
  PageQuery,
  Position,
  Scope,
  Store,
  StoreStats,
} from '../../src/db/store.js';
import { Texts } from '../../src/db/texts.js';
import type { Collection, Documents, Event } from '../../src/domain/decision.js';
import { KotdError } from '../../src/domain/errors.js';

type Doc = Documents[Collection];

/** A Store in memory, as much of it as tests of the edges need: no indexes, pages by id. */
export class MemoryStore implements Store {
  readonly #documents = new Map<string, Map<string, Doc>>();
  readonly #commands = new Map<string, CommandRecord>();
  readonly #counters = new Map<string, number>();
  readonly #streams = new Map<string, Event[]>();
  /** Set to make every read fail. */
  broken = false;
  /** What each call meets first: may wait, or throw, to play an outage. */
  meet: ((call: 'read' | 'commit') => Promise<void>) | null = null;
  /** How many reads there were. */
  reads = 0;

  async commit<R>(scope: Scope, commit: Commit<R>): Promise<CommitOutcome<R>> {
    await this.meet?.('commit');
    const { command } = commit;
    const record = command && this.#commands.get(`${scope.organizationId}/${command.id}`);
    if (record) return { kind: 'duplicate', record };
    const changes = commit.changes(commit.counters.map((name) => this.#advance(scope, name)));
    for (const { collection, value } of changes.documents) {
      const stored = this.#of(scope, collection).get(value.id);
      if ((stored?.rev ?? 0) !== value.rev - 1)
        return { kind: 'conflict', collection, id: value.id };
    }
    const versions = new Set<string>();
    for (const { collection, value } of changes.documents) {
      this.#of(scope, collection).set(value.id, value);
      const spec = COLLECTIONS[collection];
      if ('version' in spec) versions.add(spec.version);
    }
    for (const name of versions) this.#advance(scope, `version/${name}`);
    const stream = this.#stream(scope);
    const events = changes.events.map((event, at) => ({ ...event, seq: stream.length + at + 1 }));
    stream.push(...events);
    const seq = stream.length;
    if (command) {
      this.#commands.set(`${scope.organizationId}/${command.id}`, {
        fingerprint: command.fingerprint,
        at: command.at,
        answer: structuredClone(commit.answer?.(changes)),
        epoch: 'e1',
        seq,
      });
    }
    return { kind: 'committed', epoch: 'e1', seq, events, changes, texts: new Texts() };
  }

  async get<C extends Collection>(scope: Scope, collection: C, id: string) {
    await this.#read();
    if (this.broken) throw new Error('the disk is on fire: secret-of-the-disk');
    return this.#of(scope, collection).get(id) as Documents[C] | undefined;
  }

  async getMany<C extends Collection>(scope: Scope, collection: C, ids: readonly string[]) {
    await this.#read();
    return ids.map((id) => this.#of(scope, collection).get(id) as Documents[C] | undefined);
  }

  async page<C extends Collection>(
    scope: Scope,
    collection: C,
    { limit, cursor }: PageQuery<C>,
  ): Promise<Page<Documents[C]>> {
    await this.#read();
    if (this.broken) throw new Error('the disk is on fire');
    const all = [...this.#of(scope, collection).values()] as Documents[C][];
    const from = Number(cursor ?? 0);
    const more = from + limit < all.length;
    return { data: all.slice(from, from + limit), nextCursor: more ? `${from + limit}` : null };
  }

  async command(scope: Scope, id: string) {
    await this.#read();
    return this.#commands.get(`${scope.organizationId}/${id}`);
  }

  async positions(scopes: readonly Scope[]): Promise<Position[]> {
    return Promise.all(scopes.map((scope) => this.position(scope)));
  }

  async position(scope: Scope): Promise<Position> {
    await this.#read();
    return { epoch: 'e1', seq: this.#stream(scope).length };
  }

  async events(scope: Scope, after: number, limit: number) {
    await this.#read();
    return this.#stream(scope).slice(after, after + limit);
  }

  async counter(scope: Scope, name: string) {
    await this.#read();
    return this.counterReader(scope, name)();
  }

  counterReader(scope: Scope, name: string): () => number {
    return () => this.#counters.get(`${nameOf(scope)}/${name}`) ?? 0;
  }

  async organizations() {
    return [];
  }

  async sweep() {
    return 0;
  }

  stats(): StoreStats {
    return { commits: 0, conflicts: 0, duplicates: 0, queued: 0, failing: false };
  }

  async close() {}

  async #read(): Promise<void> {
    this.reads++;
    await this.meet?.('read');
  }

  #of(scope: Scope, collection: Collection): Map<string, Doc> {
    const { level } = COLLECTIONS[collection];
    const owner = level === 'outlet' ? nameOf(scope) : scope.organizationId;
    const key = `${owner}/${collection}`;
    const found = this.#documents.get(key) ?? new Map<string, Doc>();
    this.#documents.set(key, found);
    return found;
  }

  #stream(scope: Scope): Event[] {
    const found = this.#streams.get(nameOf(scope)) ?? [];
    this.#streams.set(nameOf(scope), found);
    return found;
  }

  #advance(scope: Scope, name: string): number {
    const key = `${nameOf(scope)}/${name}`;
    const next = (this.#counters.get(key) ?? 0) + 1;
    this.#counters.set(key, next);
    return next;
  }
}

function nameOf({ organizationId, outletId = '' }: Scope): string {
  return `${organizationId}/${outletId}`;
}

/** As a store says it whose server is not there. */
export async function away(): Promise<void> {
  throw Object.assign(new KotdError('store_unavailable'), { cause: new Error('ECONNREFUSED') });
}
