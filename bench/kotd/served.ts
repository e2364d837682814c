import type { Archive, StoredRecord } from '../../src/db/archive.js';
import type { Store } from '../../src/db/store.js';
import type { EventDraft, Put } from '../../src/domain/decision.js';
import { Names, Pattern } from './pattern.js';
import type { Trace } from './trace.js';

type Of<Kind extends StoredRecord['kind']> = Extract<StoredRecord, { kind: Kind }>;

/** Guests in a row, by their numbers. */
export interface Guests {
  from: number;
  /** Not this one any more. */
  to: number;
  /** When the last of them had come; ms since 1970. */
  until: number;
}

/** Between two guests; ms. */
const PACE = 100;

/** A restaurant where guest after guest leaves the same, each under ids of their own. */
export class Served {
  readonly #trace: Trace;
  readonly #names: Names;
  readonly #documents: readonly (Of<'document'> & { pattern: Pattern })[];
  readonly #events: readonly Pattern[];
  readonly #commands: readonly (Of<'command'> & { pattern: Pattern })[];
  /** Of the outlet's last event before the first guest. */
  readonly #seq: number;

  constructor(trace: Trace) {
    const { before, added, outlet } = trace;
    const texts = (records: readonly StoredRecord[]) =>
      records.flatMap((record) => [
        'id' in record ? `"${record.id}"` : '',
        'text' in record ? record.text : '',
      ]);
    this.#trace = trace;
    this.#names = new Names(texts(before), texts(added));
    const pattern = (text: string) => new Pattern(text, this.#names);
    this.#documents = added
      .filter((record) => record.kind === 'document')
      .map((record) => ({ ...record, pattern: pattern(record.text) }));
    this.#events = added
      .filter((record) => record.kind === 'event')
      // Their number, which stands in front, follows from the guest's.
      .map(({ seq, text }) => pattern(text.slice(`{"seq":${seq}`.length)));
    this.#commands = added
      .filter((record) => record.kind === 'command')
      .map((record) => ({ ...record, pattern: pattern(record.text) }));
    const head = before.find((record) => record.kind === 'head' && record.outletId === outlet);
    this.#seq = head?.kind === 'head' ? head.seq : 0;
  }

  /** All of them at once, in a store that is empty. */
  async fill(store: Archive, guests: Guests): Promise<void> {
    await store.load(this.#trace.organization, this.#records(guests));
  }

  /** Of the outlet's newest event in a store. */
  async seq(store: Store): Promise<number> {
    const { organization: organizationId, outlet: outletId } = this.#trace;
    return (await store.position({ organizationId, outletId })).seq;
  }

  /** More guests, in a store that has those before: a commit for each of their commands. */
  async serve(store: Store, guests: Guests): Promise<void> {
    const { organization: organizationId, outlet: outletId } = this.#trace;
    for (const names of this.#namesOf(guests)) {
      const documents = this.#documents.map(({ collection, pattern }) => {
        const value = { ...JSON.parse(pattern.filled(names)), rev: 1 };
        return { collection, value } as Put;
      });
      const events = this.#events.map(
        (event): EventDraft => JSON.parse(`{"seq":0${event.filled(names)}`),
      );
      for (const [i, { id, pattern }] of this.#commands.entries()) {
        const { fingerprint, at, answer } = JSON.parse(pattern.filled(names));
        // The first has it all: what is stored in the end is the same.
        const changes = i === 0 ? { documents, events } : { documents: [], events: [] };
        const { kind } = await store.commit(
          { organizationId, outletId },
          {
            command: { id: this.#names.in(names, id), fingerprint, at },
            counters: [],
            changes: () => ({ ...changes, result: null }),
            answer: () => answer,
          },
        );
        if (kind !== 'committed') throw new Error(`a guest could not be served: ${kind}`);
      }
    }
  }

  /** The whole organization; nearly in the order of a dump, in which a store takes them several times as fast. */
  async *#records(guests: Guests): AsyncGenerator<StoredRecord> {
    const { before, outlet: outletId } = this.#trace;
    const isDoor = (record: StoredRecord) =>
      record.kind === 'document' && ['login', 'organization'].includes(record.collection);
    const isHead = (record: StoredRecord) => record.kind === 'head' && record.outletId === outletId;
    yield* before.filter((record) => record.kind === 'document' && !isDoor(record));
    for (const { pattern, ...record } of this.#documents) {
      for (const names of this.#namesOf(guests)) {
        yield { ...record, id: this.#names.in(names, record.id), text: pattern.filled(names) };
      }
    }
    yield* before
      .filter(({ kind }) => kind === 'event' || kind === 'head')
      .filter((one) => !isHead(one));
    let seq = this.#seq;
    for (const names of this.#namesOf(guests)) {
      for (const event of this.#events) {
        seq++;
        yield { kind: 'event', outletId, seq, text: `{"seq":${seq}${event.filled(names)}` };
      }
    }
    yield { kind: 'head', outletId, seq };
    yield* before.filter(({ kind }) => kind === 'command');
    yield* this.#answers(guests);
    yield* before.filter(({ kind }) => kind === 'counter');
    yield* before.filter(isDoor);
  }

  /** Their ids come from terminals and are in no order of their own. */
  *#answers(guests: Guests): Generator<StoredRecord> {
    const places: string[] = [];
    let guest = guests.from;
    for (const names of this.#namesOf(guests)) {
      for (const [i, { id }] of this.#commands.entries()) {
        places.push(`${this.#names.in(names, id)} ${guest} ${i}`);
      }
      guest++;
    }
    for (const place of places.sort()) {
      const [id = '', guest, i] = place.split(' ');
      const command = this.#commands[Number(i)];
      if (command)
        yield {
          kind: 'command',
          id,
          text: command.pattern.filled(this.#of(guests, Number(guest))),
        };
    }
  }

  *#namesOf(guests: Guests): Generator<string[]> {
    for (let guest = guests.from; guest < guests.to; guest++) yield this.#of(guests, guest);
  }

  #of({ to, until }: Guests, guest: number): string[] {
    return this.#names.of(guest, until - PACE * (to - guest));
  }
}
