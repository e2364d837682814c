import type { Event, EventDraft, Put } from '../../domain/decision.js';
import { specOf } from '../specs.js';
import type { CommandRecord, Commit, CommitOutcome, Scope } from '../store.js';
import { Texts } from '../texts.js';
import { type Head, headOf, headText } from './head.js';
import { KIND, keyOf } from './keys.js';
import { documentKey, homeOf, signposts } from './places.js';
import type { Reads } from './tree.js';

/** A key and its new text; null removes it. */
export type Write = readonly [key: Buffer, text: string | null];

/** Before it is written: `writes` are all its effect, and empty unless it is committed. */
export interface Prepared<R> {
  outcome: CommitOutcome<R>;
  writes: Write[];
}

/**
 * Runs a commit against what is stored, without writing: LMDB does not take back what was written
 * before a throw, so whatever can throw or be refused happens here.
 */
export function prepare<R>(
  reads: Reads,
  storeEpoch: string,
  scope: Scope,
  commit: Commit<R>,
): Prepared<R> {
  const { command } = commit;
  const earlier = command && commandOf(reads, scope, command.id);
  if (earlier) return { outcome: { kind: 'duplicate', record: earlier }, writes: [] };

  const draft = new Draft(reads, scope);
  const changes = commit.changes(commit.counters.map((name) => draft.advance(name)));
  for (const put of changes.documents) {
    if (!draft.put(put)) {
      const { collection, value } = put;
      const outcome = { kind: 'conflict', collection, id: value.id } as const;
      return { outcome, writes: [] };
    }
  }
  draft.advanceVersions(changes.documents);
  const events = draft.append(changes.events);
  const { seq } = draft.head;
  const epoch = draft.head.epoch ?? storeEpoch;
  if (command) {
    const answer = commit.answer?.(changes);
    draft.keep(command.id, { ...command, answer, epoch, seq });
  }
  const { texts } = draft;
  const outcome = { kind: 'committed', epoch, seq, events, changes, texts } as const;
  return { outcome, writes: draft.writes() };
}

export function commandOf(reads: Reads, scope: Scope, id: string): CommandRecord | undefined {
  const text = reads.get(keyOf(KIND.command, scope.organizationId, id));
  return text === undefined ? undefined : JSON.parse(text);
}

export function counterOf(reads: Reads, scope: Scope, name: string): number {
  return Number(reads.get(counterKey(scope, name)) ?? 0);
}

export function counterKey(scope: Scope, name: string): Buffer {
  return keyOf(KIND.counter, ...homeOf(scope), name);
}

/** The effect of one commit as it grows. */
class Draft {
  readonly #reads: Reads;
  readonly #scope: Scope;
  readonly #writes: Write[] = [];
  readonly #counters = new Map<string, number>();
  /** What this commit has put so far: a second put of a document follows the first. */
  readonly #put = new Map<string, Put['value']>();
  readonly head: Head;
  readonly texts = new Texts();

  constructor(reads: Reads, scope: Scope) {
    this.#reads = reads;
    this.#scope = scope;
    this.head = headOf(reads, scope);
  }

  advance(name: string): number {
    const last = this.#counters.get(name) ?? counterOf(this.#reads, this.#scope, name);
    this.#counters.set(name, last + 1);
    return last + 1;
  }

  /** False when the document is not the one that this was made from. */
  put({ collection, value }: Put): boolean {
    const key = documentKey(this.#scope, collection, value.id);
    const place = `${collection}/${value.id}`;
    const before = this.#put.get(place) ?? this.#stored(key);
    if ((before?.rev ?? 0) !== value.rev - 1) return false;
    const old = before ? signposts(this.#scope, collection, before) : [];
    for (const [i, sign] of signposts(this.#scope, collection, value).entries()) {
      const was = old[i];
      if (was && sign?.key.equals(was.key)) continue;
      if (was) this.#writes.push([was.key, null]);
      if (sign) this.#writes.push([sign.key, sign.text]);
    }
    this.texts.document(value);
    this.#writes.push([key, this.texts.of(value)]);
    this.#put.set(place, value);
    return true;
  }

  #stored(key: Buffer): Put['value'] | undefined {
    const text = this.#reads.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  }

  /** Once for each version, whatever the number of documents. */
  advanceVersions(documents: readonly Put[]): void {
    const versions = new Set(documents.map(({ collection }) => specOf(collection).version));
    for (const version of versions) if (version !== null) this.advance(`version/${version}`);
  }

  append(drafts: readonly EventDraft[]): Event[] {
    const home = homeOf(this.#scope);
    const events = drafts.map(({ type, at, actor, data }) => {
      const event: Event = { seq: ++this.head.seq, type, at, actor, data };
      this.texts.event(event);
      this.#writes.push([keyOf(KIND.event, ...home, event.seq), this.texts.of(event)]);
      return event;
    });
    if (events.length > 0) this.#writes.push([keyOf(KIND.head, ...home), headText(this.head)]);
    return events;
  }

  keep(id: string, { fingerprint, at, answer, epoch, seq }: CommandRecord): void {
    const { organizationId } = this.#scope;
    const record: CommandRecord = { fingerprint, at, answer, epoch, seq };
    this.#writes.push([keyOf(KIND.command, organizationId, id), this.texts.of(record)]);
    const mark = JSON.stringify([organizationId, id]);
    this.#writes.push([keyOf(KIND.commandAge, at, organizationId, id), mark]);
  }

  writes(): Write[] {
    const home = homeOf(this.#scope);
    for (const [name, last] of this.#counters) {
      this.#writes.push([keyOf(KIND.counter, ...home, name), String(last)]);
    }
    return this.#writes;
  }
}
