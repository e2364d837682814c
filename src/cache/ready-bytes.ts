import type { OutletScope } from '../db/store.js';
import { type Bounds, Lru } from './lru.js';
import { plainBytes, Ready } from './ready.js';
import type { SharedBytes } from './shared-bytes.js';
import type { Version } from './versions.js';

/** Milliseconds after which bytes are made anew even if nobody said that they changed (design §8). */
export const TTL_MS = 5_000;
/**
 * Age up to which bytes are still better than none while the store is away; ms. Longer than a database
 * takes to fail over, to restart, or to be restarted by a person; and no command of this age of the menu
 * can be wrong, since without the store there are no commands.
 */
export const LAST_GOOD_MS = 600_000;

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
   * Answers what tells how often the version was advanced, where the store can tell without waiting
   * (`Store.counterReader` of `version/<name>`). It sees what other workers committed before their events
   * arrive here.
   */
  versionReader?(scope: OutletScope, version: Version): () => number;
  /** What the boxes of a fleet share; asked before bytes are made. */
  shared?: SharedBytes;
}

/** How new bytes are: of which version, and on the cache's clock since when. */
interface Age {
  version: number;
  since: number;
  /** Of which version they would have to be now. */
  readonly versionNow: () => number;
}

/** Bytes in the cache. They stay when they are out of date: they may become the last good ones. */
export interface Held extends Age {
  readonly ready: Ready;
  /** Their key in the second level; null without one. */
  readonly key: string | null;
  /** An event said that they changed. */
  doubted: boolean;
  /** The last turn of whose askers these were found to be new enough. */
  turn: number;
  /** Callers who may read them. Forgotten with the bytes, and with the caller's own record. */
  readonly readers: WeakSet<object>;
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
  #lastGood = 0;

  constructor(parts: ReadyBytesParts) {
    this.#parts = parts;
    this.#held = new Lru(parts.bounds);
  }

  /**
   * Bytes as new as anything this box has acknowledged; undefined when they must be made.
   * @param turn tells who asked in the same turn of the event loop: the store is asked for them once
   */
  find(scope: OutletScope, resource: Resource, turn: number): Held | undefined {
    const key = keyOf(scope, resource.name);
    const held = this.#held.get(key);
    if (held === undefined) {
      this.#misses++;
      return undefined;
    }
    if (held.doubted || (held.turn !== turn && !this.#holds(held, held.versionNow()))) {
      this.#stale++;
      return undefined;
    }
    held.turn = turn;
    this.#hits++;
    return held;
  }

  /** Makes the bytes and keeps them. Whoever asks meanwhile gets the same, unless they are already old. */
  fill(scope: OutletScope, resource: Resource, ask: () => Promise<unknown>): Promise<Held> {
    const key = keyOf(scope, resource.name);
    // Read before the documents are: bytes may be newer than the version they are kept under, never older.
    const versionNow = this.#parts.versionReader?.(scope, resource.version) ?? unversioned;
    const version = versionNow();
    const under = this.#flights.get(key);
    if (under && this.#holds(under, version)) return under.result;
    this.#remember(resource);
    const age = { version, since: this.#parts.clock(), versionNow };
    const result = this.#make(scope, resource, age, ask);
    const flight: Flight = { ...age, result };
    this.#flights.set(key, flight);
    // What was invalidated, or overtaken by a newer flight, meanwhile is given to those who wait, not kept.
    const landed = () => this.#flights.get(key) === flight && this.#flights.delete(key);
    result.then((held) => landed() && this.#held.set(key, held, held.ready.bytes), landed);
    return result;
  }

  /**
   * For while the store is away: the newest bytes there were, also when they are known to be out of date,
   * and how old they are in seconds. Nobody is shown these without being told.
   */
  lastGood(scope: OutletScope, resource: Resource): { held: Held; age: number } | undefined {
    const held = this.#held.get(keyOf(scope, resource.name));
    const ms = held ? this.#parts.clock() - held.since : LAST_GOOD_MS;
    if (!held || ms >= LAST_GOOD_MS) return undefined;
    this.#lastGood++;
    return { held, age: Math.floor(ms / 1000) };
  }

  /** Tells what a change made out of date; bytes being made at this moment will not be kept. */
  invalidate(scope: OutletScope, version: Version): void {
    for (const name of this.#names.get(version) ?? []) {
      const key = keyOf(scope, name);
      const held = this.#held.get(key);
      if (held) held.doubted = true;
      this.#flights.delete(key);
    }
  }

  /** Nobody knows what changed: all are made again, those being made at this moment too. */
  invalidateAll(): void {
    for (const held of this.#held.values()) held.doubted = true;
    this.#flights.clear();
  }

  stats() {
    return {
      hits: this.#hits,
      misses: this.#misses,
      stale: this.#stale,
      entries: this.#held.entries,
      bytes: this.#held.bytes,
      lastGood: this.#lastGood,
      second: this.#parts.shared?.stats() ?? null,
    };
  }

  async #make(
    scope: OutletScope,
    resource: Resource,
    age: Age,
    ask: () => Promise<unknown>,
  ): Promise<Held> {
    const slot = keyOf(scope, resource.name);
    const { shared } = this.#parts;
    if (!shared) return this.#hold(slot, null, age, plainBytes(await ask()));
    const key = await shared.keyOf(scope, resource);
    const kept = this.#held.get(slot);
    // What is held was made of this very version, or of a newer one: it is as good as new.
    if (kept?.key === key) return { ...kept, ...age, doubted: false, turn: NO_TURN };
    const found = await shared.get(key);
    if (found) return this.#hold(slot, key, age, found);
    const plain = plainBytes(await ask());
    void shared.offer(key, scope, resource, plain);
    return this.#hold(slot, key, age, plain);
  }

  #hold(slot: string, key: string | null, age: Age, plain: Buffer): Held {
    const ready: Ready = new Ready(plain, () => {
      const held = this.#held.get(slot);
      if (held?.ready === ready) this.#held.set(slot, held, ready.bytes);
    });
    return { ...age, ready, key, doubted: false, turn: NO_TURN, readers: new WeakSet() };
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
}

/** Nobody asked for these yet. */
const NO_TURN = -1;

/** Where only the stream tells. */
const unversioned = () => 0;

function keyOf(scope: OutletScope, name: string): string {
  return `${scope.organizationId}/${scope.outletId}/${name}`;
}
