import { KotdError } from '../domain/errors.js';
import type { StoredRecord } from './archive.js';
import { specOf } from './specs.js';

/** What leads to the organization: written when all else is there. */
export type Door = Extract<StoredRecord, { kind: 'document' }>;

/** What a load has to keep until its end, since nobody may find the organization before. */
export interface Ending {
  /** Of every stream, those without events too: see `Arrival`. */
  heads: ReadonlyMap<string | null, number>;
  logins: readonly Door[];
  organization: Door;
}

/**
 * The records of one organization as they come into a store, whichever: holds them to what a dump gives,
 * so that neither a damaged file nor one made by hand can write beside its organization or leave a stream
 * with a hole.
 *
 * A stream without events needs a head too: the same outlet may have had events here before it was
 * erased, and a terminal that remembers those must see another epoch.
 */
export class Arrival {
  readonly #organizationId: string;
  readonly #heads = new Map<string | null, number>([[null, 0]]);
  /** The last event of each stream so far. */
  readonly #events = new Map<string | null, number>();
  readonly #logins: Door[] = [];
  #organization: Door | null = null;
  count = 0;

  constructor(organizationId: string) {
    this.#organizationId = organizationId;
  }

  /**
   * The record, if it is to be written now; else it is kept for the end.
   * @throws KotdError invalid
   */
  take(record: StoredRecord): Exclude<StoredRecord, { kind: 'head' }> | null {
    if (this.#organization) throw unfit('something comes behind the organization');
    this.count++;
    switch (record.kind) {
      case 'head':
        if ((this.#events.get(record.outletId) ?? 0) !== record.seq)
          throw unfit('events are missing');
        this.#heads.set(record.outletId, record.seq);
        return null;
      case 'event':
        this.#event(record.outletId, record.seq);
        return record;
      case 'document':
        return this.#document(record) ? record : null;
      default:
        return record;
    }
  }

  /** @throws KotdError invalid when it is not all there */
  end(): Ending {
    const organization = this.#organization;
    if (!organization) throw unfit('the organization itself is missing');
    for (const [outletId, seq] of this.#events) {
      if (this.#heads.get(outletId) !== seq) throw unfit('the head of a stream is missing');
    }
    return { heads: this.#heads, logins: this.#logins, organization };
  }

  #event(outletId: string | null, seq: number): void {
    if (seq !== (this.#events.get(outletId) ?? 0) + 1) throw unfit(`event ${seq} is out of order`);
    this.#events.set(outletId, seq);
  }

  /** Whether it is to be written now. */
  #document(record: Door): boolean {
    const { collection, outletId, id, text } = record;
    const { level } = specOf(collection);
    const mayCome = level !== 'system' || collection === 'login';
    if (!mayCome || (level === 'outlet') !== (outletId !== null)) {
      throw unfit(`${collection} ${id} has no such place`);
    }
    if (collection === 'outlet') this.#heads.set(id, this.#heads.get(id) ?? 0);
    if (collection === 'organization') {
      if (id !== this.#organizationId) throw unfit('it is another organization');
      this.#organization = record;
    } else if (collection === 'login') {
      const login: { organizationId: unknown } = JSON.parse(text);
      if (login.organizationId !== this.#organizationId) throw unfit('a login leads elsewhere');
      this.#logins.push(record);
    } else return true;
    return false;
  }
}

function unfit(what: string): KotdError {
  return new KotdError('invalid', {
    detail: `What is to be loaded does not fit together: ${what}`,
  });
}

/** @throws KotdError already_exists */
export function refuseThere(what: string): never {
  throw new KotdError('already_exists', { detail: `${what} is here already` });
}
