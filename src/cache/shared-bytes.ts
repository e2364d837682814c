import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Position, Scope } from '../db/store.js';
import type { SecondLevel } from './second.js';
import type { Version } from './versions.js';

/** Raised by one when what is kept under a key looks different: old and new workers run side by side. */
const FORMAT = 1;
/** How long bytes are kept, in seconds (design §8): what changed since has another key. */
const TTL_SECONDS: Readonly<Record<Version, number>> = { menu: 1800, tables: 900, stations: 3600 };
/** Bytes of the seal before the bytes of an answer. */
const SEAL = 32;

/** As much of the store as says how new it is. */
export interface Versions {
  counter(scope: Scope, name: string): Promise<number>;
  position(scope: Scope): Promise<Position>;
}

/** Which bytes: the answer to a question about an outlet, and what makes it out of date. */
interface Resource {
  readonly name: string;
  readonly version: Version;
}

/**
 * Bytes that all boxes share, in the second level. A key names the state of the store that its bytes
 * show, and the key is made from the store: so whatever the second level forgets, keeps too long or
 * mixes up, nothing out of date goes out, and nothing of another organization. Bytes carry a seal made with
 * the fleet's secret: those of a fleet that was copied from this one, and has the same keys, are none.
 * Only answers that hang on nothing but the documents of their version may be kept here: nobody else's
 * change gives them a new key.
 */
export class SharedBytes {
  readonly #second: SecondLevel;
  readonly #store: Versions;
  readonly #sealKey: Buffer;
  #hits = 0;
  #misses = 0;
  #damaged = 0;

  /** @param secret the fleet's */
  constructor(second: SecondLevel, store: Versions, secret: string) {
    this.#second = second;
    this.#store = store;
    this.#sealKey = createHmac('sha256', secret).update('bytes that boxes share').digest();
  }

  /**
   * The key for bytes that are made, or found, from now on. It is read before the documents are: what
   * other boxes commit in between makes bytes newer than their key says, never older, and who asks for
   * the key of a version has learned that the store is at least there. The epoch comes first for the same
   * reason: a counter that outlived a restore would one day be reached again by the new epoch, with other
   * documents; under the old epoch nobody will ask for it.
   */
  async keyOf(scope: Scope, { name, version }: Resource): Promise<string> {
    const { epoch } = await this.#store.position(scope);
    const count = await this.#store.counter(scope, `version/${version}`);
    const { organizationId, outletId = '' } = scope;
    const parts = [organizationId, outletId, name, epoch].map(encodeURIComponent);
    return `ready/${FORMAT}/${parts.join('/')}/${count}`;
  }

  /** What any box made for the key; undefined when it must be made. */
  async get(key: string): Promise<Buffer | undefined> {
    const sealed = await this.#second.get(key);
    if (sealed === undefined) {
      this.#misses++;
      return undefined;
    }
    const plain = sealed.subarray(SEAL);
    const seal = sealed.subarray(0, SEAL);
    if (seal.length < SEAL || !timingSafeEqual(seal, this.#sealOf(key, plain))) {
      this.#damaged++;
      return undefined;
    }
    this.#hits++;
    // A copy: what is kept of it must not keep the whole reply of Redis alive, which nobody counts.
    return Buffer.from(plain);
  }

  /**
   * Gives bytes to the other boxes, if the store still says the key that they were made for. When another
   * server has just become the primary, it may for a moment show less than the one before: a count of the
   * one and documents of the other would be old bytes under a new key, for as long as the key lives.
   * Nobody waits for it. Never rejects: what cannot be asked now is not given.
   */
  async offer(key: string, scope: Scope, resource: Resource, plain: Uint8Array): Promise<void> {
    const now = await this.keyOf(scope, resource).catch(() => null);
    if (now !== key) return;
    const sealed = Buffer.concat([this.#sealOf(key, plain), plain]);
    this.#second.set(key, sealed, TTL_SECONDS[resource.version]);
  }

  stats() {
    return { hits: this.#hits, misses: this.#misses, damaged: this.#damaged };
  }

  /** Over the key too: bytes that came in answer to another key are as wrong as damaged ones. */
  #sealOf(key: string, plain: Uint8Array): Buffer {
    return createHmac('sha256', this.#sealKey).update(`${key}\n`).update(plain).digest();
  }
}
