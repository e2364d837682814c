import { type Bounds, Lru } from './lru.js';
import { Ready } from './ready.js';
import type { Version } from './versions.js';

/** Milliseconds after which bytes are made anew even if nobody said that they changed (design §8). */
export const TTL_MS = 5_000;

/** Whose stream the bytes follow. */
export interface OutletScope {
  readonly organizationId: string;
  readonly outletId: string;
}

/** Which bytes: the answer to one question about one outlet. */
export interface Resource {
  readonly name: string;
  /** What makes it out of date. */
  readonly version: Version;
}

export interface ReadyBytesParts {
  bounds: Bounds;
  /** Age at which bytes are made anew; TTL_MS unless set. */
  ttlMs?: number;
  /** Milliseconds, never going back. */
  clock(): number;
  /**
   * How often the version was advanced, where the store can tell without waiting (`Store.counterNow`
   * of `version/<name>`). It sees what other workers committed before their events arrive here.
   */
  versionNow?(scope: OutletScope, version: Version): number;
}

/** How new bytes are: of which version, and on the cache's clock since when. */
interface Age {
  version: number;
  since: number;
}

/** Bytes in the cache. */
export interface Held extends Age {
  ready: Ready;
  /** Callers who may read them. Forgotten with the bytes, and with the caller's own record. */
  readers: WeakSet<object>;
}

/** Bytes being made: all who ask meanwhile wait for the same. */
interface Flight extends Age {
  result: Promise<Held>;
}

/** The L1 cache of a worker: answers about outlets, as the bytes that go out (design §8). */
export class ReadyBytes {
  readonly #parts: ReadyBytesParts;
  readonly #held: Lru<Held>;
  readonly #flights = new Map<string, Flight>();
  /** Names of the resources seen of each version: what an invalidation has to drop. */
  readonly #names = new Map<Version, Set<string>>();
  #hits = 0;
  #misses = 0;
  #stale = 0;

  constructor(parts: ReadyBytesParts) {
    this.#parts = parts;
    this.#held = new Lru(parts.bounds);
  }

  /** Bytes as new as anything this box has acknowledged; undefined when they must be made. */
  find(scope: OutletScope, resource: Resource): Held | undefined {
    const key = keyOf(scope, resource.name);
    const held = this.#held.get(key);
    if (held === undefined) {
      this.#misses++;
      return undefined;
    }
    if (!this.#holds(held, this.#versionNow(scope, resource))) {
      this.#held.delete(key);
      this.#stale++;
      return undefined;
    }
    this.#hits++;
    return held;
  }

  /** Makes the bytes and keeps them. Whoever asks meanwhile gets the same, unless they are already old. */
  fill(scope: OutletScope, resource: Resource, ask: () => Promise<unknown>): Promise<Held> {
    const key = keyOf(scope, resource.name);
    // Read before the documents are: bytes may be newer than the version they are kept under, never older.
    const version = this.#versionNow(scope, resource);
    const under = this.#flights.get(key);
    if (under && this.#holds(under, version)) return under.result;
    this.#remember(resource);
    const age = { version, since: this.#parts.clock() };
    const result = this.#make(key, age, ask);
    const flight: Flight = { ...age, result };
    this.#flights.set(key, flight);
    // What was invalidated, or overtaken by a newer flight, meanwhile is given to those who wait, not kept.
    const landed = () => this.#flights.get(key) === flight && this.#flights.delete(key);
    result.then((held) => landed() && this.#held.set(key, held, held.ready.plain.length), landed);
    return result;
  }

  /** Drops what a change made out of date; bytes being made at this moment will not be kept. */
  invalidate(scope: OutletScope, version: Version): void {
    for (const name of this.#names.get(version) ?? []) {
      const key = keyOf(scope, name);
      this.#held.delete(key);
      this.#flights.delete(key);
    }
  }

  stats() {
    return {
      hits: this.#hits,
      misses: this.#misses,
      stale: this.#stale,
      entries: this.#held.entries,
      bytes: this.#held.bytes,
    };
  }

  async #make(key: string, age: Age, ask: () => Promise<unknown>): Promise<Held> {
    const body = await ask();
    const ready: Ready = new Ready(body, (more) => {
      const held = this.#held.get(key);
      if (held?.ready === ready) this.#held.set(key, held, ready.plain.length + more);
    });
    return { ...age, ready, readers: new WeakSet() };
  }

  #holds(age: Age, version: number): boolean {
    return (
      age.version === version && this.#parts.clock() - age.since < (this.#parts.ttlMs ?? TTL_MS)
    );
  }

  #remember({ name, version }: Resource): void {
    const names = this.#names.get(version);
    if (names) names.add(name);
    else this.#names.set(version, new Set([name]));
  }

  #versionNow(scope: OutletScope, { version }: Resource): number {
    return this.#parts.versionNow?.(scope, version) ?? 0;
  }
}

function keyOf(scope: OutletScope, name: string): string {
  return `${scope.organizationId}/${scope.outletId}/${name}`;
}
