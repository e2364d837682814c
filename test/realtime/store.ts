import { setImmediate as nextTurn } from 'node:timers/promises';
import { COLLECTIONS } from '../../src/db/collections.js';
import type {
  Commit,
  CommandRecord,
  CommitOutcome,
  Position,
  Scope,
  Store,
} from '../../src/db/store.js';
import { Texts } from '../../src/db/texts.js';
import type { Collection, Documents, Event } from '../../src/domain/decision.js';

interface StreamOf {
  epoch: string;
  events: Event[];
}

/** As much of a store as sockets need, in memory; every call takes a turn of the event loop. */
export class MemoryStore implements Store {
  readonly #documents = new Map<string, Map<string, Documents[Collection]>>();
  readonly #commands = new Map<string, CommandRecord>();
  readonly #counters = new Map<string, number>();
  readonly #streams = new Map<string, StreamOf>();
  #epochs = 0;
  /** What each call does first: may wait, or throw to play an outage. */
  before: (call: keyof MemoryStore['calls']) => Promise<void> = async () => {
    await nextTurn();
  };
  /** How often each call was made. */
  readonly calls = { position: 0, positions: 0, events: 0, page: 0, get: 0 };

  async commit<R>(scope: Scope, commit: Commit<R>): Promise<CommitOutcome<R>> {
    await nextTurn();
    const commandKey = `${scope.organizationId} ${commit.command?.id}`;
    const record = commit.command && this.#commands.get(commandKey);
    if (record) return { kind: 'duplicate', record };
    const numbers = commit.counters.map((name) => this.#counter(scope, name) + 1);
    const changes = commit.changes(numbers);
    for (const { collection, value } of changes.documents) {
      const rev = this.#collection(scope, collection).get(value.id)?.rev ?? 0;
      if (rev !== value.rev - 1) return { kind: 'conflict', collection, id: value.id };
    }
    commit.counters.forEach((name, i) => {
      this.#counters.set(`${keyOf(scope)} ${name}`, numbers[i] ?? 0);
    });
    for (const { collection, value } of changes.documents) {
      this.#collection(scope, collection).set(value.id, structuredClone(value));
    }
    const stream = this.#stream(scope);
    const events = changes.events.map((draft) => {
      const event = { ...structuredClone(draft), seq: stream.events.length + 1 };
      stream.events.push(event);
      return event;
    });
    const seq = stream.events.length;
    if (commit.command) {
      const { fingerprint, at } = commit.command;
      const answer = commit.answer?.(changes);
      this.#commands.set(commandKey, { fingerprint, at, answer, epoch: stream.epoch, seq });
    }
    return { kind: 'committed', epoch: stream.epoch, seq, events, changes, texts: new Texts() };
  }

  async get<C extends Collection>(scope: Scope, collection: C, id: string) {
    await this.#call('get');
    return this.#collection(scope, collection).get(id);
  }

  async getMany<C extends Collection>(scope: Scope, collection: C, ids: readonly string[]) {
    await this.#call('get');
    return ids.map((id) => this.#collection(scope, collection).get(id));
  }

  async page<C extends Collection>(
    scope: Scope,
    collection: C,
    query: { index: string; equals?: readonly unknown[]; limit: number; cursor?: string | null },
  ) {
    await this.#call('page');
    const indexes: Record<string, { fields: readonly string[]; where?: object }> =
      COLLECTIONS[collection].indexes;
    const { fields = [], where = {} } = indexes[query.index] ?? {};
    const wanted = [
      ...Object.entries(where),
      ...(query.equals ?? []).map((value, i) => [fields[i], value] as const),
    ];
    const found = [...this.#collection(scope, collection).values()].filter((document) =>
      wanted.every(([field, value]) => Reflect.get(document, String(field)) === value),
    );
    const from = Number(query.cursor ?? 0);
    const data = structuredClone(found.slice(from, from + query.limit));
    const next = from + data.length;
    return { data, nextCursor: next < found.length ? String(next) : null };
  }

  async command(scope: Scope, id: string) {
    return this.#commands.get(`${scope.organizationId} ${id}`);
  }

  async positions(scopes: readonly Scope[]): Promise<Position[]> {
    await this.#call('positions');
    return scopes.map((scope) => this.#position(scope));
  }

  async position(scope: Scope) {
    await this.#call('position');
    return this.#position(scope);
  }

  async events(scope: Scope, after: number, limit: number) {
    await this.#call('events');
    return this.#stream(scope).events.slice(after, after + limit);
  }

  async counter(scope: Scope, name: string) {
    return this.#counter(scope, name);
  }

  async organizations() {
    return [];
  }

  async sweep() {
    return 0;
  }

  stats() {
    return { commits: 0, conflicts: 0, duplicates: 0, queued: 0, failing: false };
  }

  async close() {}

  /** All events of a stream. */
  stream(scope: Scope): readonly Event[] {
    return this.#stream(scope).events;
  }

  /** As if a backup had been restored that held the first `keep` events. */
  restore(scope: Scope, keep: number): void {
    const { events } = this.#stream(scope);
    this.#streams.set(keyOf(scope), this.#newStream(events.slice(0, keep)));
  }

  async #call(name: keyof MemoryStore['calls']): Promise<void> {
    this.calls[name]++;
    await this.before(name);
  }

  #position(scope: Scope): Position {
    const { epoch, events } = this.#stream(scope);
    return { epoch, seq: events.length };
  }

  #stream(scope: Scope): StreamOf {
    let stream = this.#streams.get(keyOf(scope));
    if (!stream) {
      stream = this.#newStream([]);
      this.#streams.set(keyOf(scope), stream);
    }
    return stream;
  }

  #newStream(events: Event[]): StreamOf {
    this.#epochs++;
    return { epoch: `epoch-${this.#epochs}`, events };
  }

  #collection<C extends Collection>(scope: Scope, collection: C): Map<string, Documents[C]> {
    const ofOutlet = COLLECTIONS[collection].level === 'outlet';
    const key = `${ofOutlet ? keyOf(scope) : scope.organizationId} ${collection}`;
    let documents = this.#documents.get(key);
    if (!documents) {
      documents = new Map();
      this.#documents.set(key, documents);
    }
    return documents as Map<string, Documents[C]>;
  }

  #counter(scope: Scope, name: string): number {
    return this.#counters.get(`${keyOf(scope)} ${name}`) ?? 0;
  }
}

function keyOf({ organizationId, outletId }: Scope): string {
  return `${organizationId}/${outletId ?? ''}`;
}
