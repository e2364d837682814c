import { Texts } from '../texts.js';
import type { Collection, Documents, Event, EventDraft, Put } from '../../domain/decision.js';
import { specOf } from '../specs.js';
import type { CommandRecord, Commit, CommitOutcome, Scope } from '../store.js';
import {
  commandId,
  counterId,
  documentId,
  eventId,
  headId,
  ownerOf,
  type StoredCommand,
  type StoredEvent,
} from './layout.js';
import { roughSize } from './rough-size.js';

/** What a group builds on, as it was read. */
export interface Known {
  commands: ReadonlyMap<string, CommandRecord>;
  heads: ReadonlyMap<string, Head>;
  counters: ReadonlyMap<string, number>;
  /** By `placeOf`; 0: there is none. Of a document that was not read is believed what its put says. */
  revs: ReadonlyMap<string, number>;
}

export interface Head {
  seq: number;
  epoch: string | null;
}

/** Something to write. */
export interface Change<V> {
  _id: string;
  scope: Scope;
  /** What stands there; undefined: nothing. */
  before: V | undefined;
  after: V;
}

export interface DocumentChange extends Change<number> {
  collection: Collection;
  doc: Documents[Collection];
}

export interface CounterChange extends Change<number> {
  name: string;
}

/** All that a group comes to: what is written several times in it, is written once. */
export interface Writes {
  /** The name of the transaction in all that proves it. */
  readonly group: string;
  readonly documents: ReadonlyMap<string, DocumentChange>;
  readonly heads: ReadonlyMap<string, Change<Head>>;
  readonly counters: ReadonlyMap<string, CounterChange>;
  readonly commands: ReadonlyMap<string, StoredCommand>;
  readonly events: readonly StoredEvent[];
  /** Roughly, of the documents. */
  readonly bytes: number;
}

/**
 * Documents of a group, roughly, in bytes. The events and answers that repeat them are sent in commands of their
 * own then, and the server takes 16 MB in one.
 */
const MAX_BYTES = 4 * 1024 * 1024;

/** Where a document is, over all collections. */
export function placeOf(collection: Collection, _id: string): string {
  return `${collection}/${_id}`;
}

/** The effect of a group as it grows: each commit sees what those before it in the group did. */
export class Draft implements Writes {
  readonly group: string;
  readonly known: Known;
  readonly epoch: string;
  readonly documents = new Map<string, DocumentChange>();
  readonly heads = new Map<string, Change<Head>>();
  readonly counters = new Map<string, CounterChange>();
  readonly commands = new Map<string, StoredCommand>();
  readonly events: StoredEvent[] = [];
  /** Commits so far, with those that were refused. */
  taken = 0;
  bytes = 0;
  /** Of which something is written, or a position was answered. */
  readonly #streams = new Set<string>();

  constructor(group: string, epoch: string, known: Known) {
    this.group = group;
    this.epoch = epoch;
    this.known = known;
  }

  /** Has as much as one transaction should take. */
  get full(): boolean {
    return this.bytes > MAX_BYTES;
  }

  get empty(): boolean {
    const { documents, heads, counters, commands } = this;
    return documents.size + heads.size + counters.size + commands.size === 0;
  }

  /**
   * Its own events prove where a stream stands: their numbers would be taken. Where there are none, what
   * was answered is as good as what is known.
   */
  get proven(): boolean {
    for (const stream of this.#streams) if (!this.heads.has(stream)) return false;
    return true;
  }

  /**
   * Adds a commit, or nothing when it is refused or throws. What it answers holds once the group
   * is committed.
   */
  take<R>(scope: Scope, commit: Commit<R>): CommitOutcome<R> {
    this.taken++;
    const { command } = commit;
    const earlier = command && this.#command(commandId(scope, command.id));
    if (earlier) return { kind: 'duplicate', record: earlier };

    const step = new Step(this, scope);
    const changes = commit.changes(commit.counters.map((name) => step.advance(name)));
    for (const put of changes.documents) {
      if (step.put(put)) continue;
      return { kind: 'conflict', collection: put.collection, id: put.value.id };
    }
    step.advanceVersions(changes.documents);
    const events = step.append(changes.events);
    const { seq, epoch } = step.head;
    if (command) {
      const { id, fingerprint, at } = command;
      step.keep(id, { fingerprint, at, answer: commit.answer?.(changes), epoch, seq });
    }
    step.join();
    this.#streams.add(headId(scope));
    for (const { value } of changes.documents) this.bytes += roughSize(value);
    const texts = new Texts();
    for (const { value } of changes.documents) texts.document(value);
    for (const event of events) texts.event(event);
    return { kind: 'committed', epoch, seq, events, changes, texts };
  }

  #command(_id: string): CommandRecord | undefined {
    const made = this.commands.get(_id);
    if (!made) return this.known.commands.get(_id);
    const { fingerprint, at, answer, epoch, seq } = made;
    return { fingerprint, at, answer, epoch, seq };
  }
}

/** One commit on top of the draft; it joins the draft when nothing can be refused any more. */
class Step {
  readonly #draft: Draft;
  readonly #scope: Scope;
  readonly #documents = new Map<string, DocumentChange>();
  readonly #counters = new Map<string, CounterChange>();
  readonly #events: StoredEvent[] = [];
  #command: StoredCommand | undefined;
  #seq: number;

  constructor(draft: Draft, scope: Scope) {
    this.#draft = draft;
    this.#scope = scope;
    this.#seq = this.#before()?.seq ?? 0;
  }

  get head(): { seq: number; epoch: string } {
    return { seq: this.#seq, epoch: this.#before()?.epoch ?? this.#draft.epoch };
  }

  advance(name: string): number {
    const _id = counterId(this.#scope, name);
    const earlier = this.#counters.get(_id) ?? this.#draft.counters.get(_id);
    const before = earlier ? earlier.before : this.#draft.known.counters.get(_id);
    const after = (earlier?.after ?? before ?? 0) + 1;
    this.#counters.set(_id, { _id, scope: this.#scope, name, before, after });
    return after;
  }

  /** False when the document is not the one that this was made from. */
  put({ collection, value }: Put): boolean {
    const _id = documentId(this.#scope, collection, value.id);
    const place = placeOf(collection, _id);
    const earlier = this.#documents.get(place) ?? this.#draft.documents.get(place);
    const believed = value.rev - 1;
    const before = earlier ? earlier.before : (this.#draft.known.revs.get(place) ?? believed);
    if ((earlier?.after ?? before ?? 0) !== believed) return false;
    const change = { _id, scope: this.#scope, collection, doc: value, after: value.rev };
    this.#documents.set(place, { ...change, before: before || undefined });
    return true;
  }

  /** Once for each version, whatever the number of documents. */
  advanceVersions(documents: readonly Put[]): void {
    const versions = new Set(documents.map(({ collection }) => specOf(collection).version));
    for (const version of versions) if (version !== null) this.advance(`version/${version}`);
  }

  append(drafts: readonly EventDraft[]): Event[] {
    const scope = this.#scope;
    const owner = { organizationId: scope.organizationId, outletId: scope.outletId ?? null };
    return drafts.map(({ type, at, actor, data }) => {
      const event: Event = { seq: ++this.#seq, type, at, actor, data };
      this.#events.push({ _id: eventId(scope, event.seq), ...owner, event });
      return event;
    });
  }

  keep(id: string, record: CommandRecord): void {
    const _id = commandId(this.#scope, id);
    const organizationId = ownerOf(this.#scope, 'organization');
    this.#command = { _id, organizationId, ...record, group: this.#draft.group };
  }

  join(): void {
    const draft = this.#draft;
    for (const [place, change] of this.#documents) draft.documents.set(place, change);
    for (const [_id, change] of this.#counters) draft.counters.set(_id, change);
    if (this.#command) draft.commands.set(this.#command._id, this.#command);
    if (this.#events.length === 0) return;
    draft.events.push(...this.#events);
    const _id = headId(this.#scope);
    const known = draft.known.heads.get(_id);
    const after = { seq: this.#seq, epoch: known?.epoch ?? null };
    draft.heads.set(_id, { _id, scope: this.#scope, before: known, after });
  }

  #before(): Head | undefined {
    const _id = headId(this.#scope);
    return this.#draft.heads.get(_id)?.after ?? this.#draft.known.heads.get(_id);
  }
}
