import type { Api, Tagged } from './api.js';
import {
  amended,
  type Catalog,
  catalogOf,
  NO_PARTS,
  type Part,
  type Parts,
  partOf,
} from './catalog.js';
import { backoff } from './backoff.js';
import { type Mark, markOf, since } from './clock.js';
import { coalesced } from './coalesced.js';
import type { Found } from './calls.js';
import type { FrameOf } from './frames.js';
import { Listeners, type Readable } from './listeners.js';
import type { Cancel, World } from './ports.js';
import { ProblemError, SignedOut, Unreachable } from './problem.js';
import type { DeviceStore } from './storage.js';

/** After a change the whole part is read again, between one and two of these later: all tills hear of it at once; ms. */
const READ_AFTER_MS = 1_000;

/** All of it is not asked for more often than this; ms. */
const ASK_EVERY_MS = 60_000;

export interface LibraryParts {
  world: World;
  api: Api;
  store: DeviceStore;
  outlet: string;
}

/** What is kept, with what the server calls this state of it. */
interface Kept {
  readonly parts: Parts;
  readonly tags: Tags;
}
type Tags = { readonly [P in Part]?: string | null };

/** Holds the catalog of an outlet: as it was kept, then as the server has it, then as the stream changes it. */
export class Library implements Readable<Catalog> {
  readonly #parts: LibraryParts;
  readonly #changed = new Listeners();
  #kept: Kept;
  #catalog: Catalog;
  #stale = new Set<Part>();
  #later: Cancel | null = null;
  #closed = false;
  #asked: Mark | null = null;
  #failures = 0;
  readonly #read = coalesced(() => this.#readStale());

  private constructor(parts: LibraryParts, kept: Kept) {
    this.#parts = parts;
    this.#kept = kept;
    this.#catalog = catalogOf(kept.parts);
  }

  static async open(parts: LibraryParts): Promise<Library> {
    const kept = (await parts.store.kept(`catalog/${parts.outlet}`)) as Kept | undefined;
    return new Library(parts, kept ?? { parts: NO_PARTS, tags: {} });
  }

  get(): Catalog {
    return this.#catalog;
  }

  subscribe(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  /** The server can be asked again: whatever changed meanwhile may not have been heard. */
  refresh(): void {
    const { clock } = this.#parts.world;
    // A line that breaks every few seconds is no reason to ask for all of it every few seconds.
    if (this.#asked && since(clock, this.#asked) < ASK_EVERY_MS) return;
    this.#asked = markOf(clock);
    this.#stale = new Set(['outlet', 'stations', 'menu']);
    this.#read();
  }

  heed({ type, data }: FrameOf<'ev'>): void {
    const part = partOf(type);
    if (part === null) return;
    this.#become({ parts: amended(this.#kept.parts, data), tags: this.#kept.tags });
    this.#stale.add(part);
    this.#readIn(READ_AFTER_MS * (1 + this.#parts.world.random()));
  }

  close(): void {
    this.#closed = true;
    this.#later?.();
    this.#stale.clear();
  }

  #readIn(ms: number): void {
    this.#later ??= this.#parts.world.clock.after(ms, () => {
      this.#later = null;
      this.#read();
    });
  }

  async #readStale(): Promise<void> {
    const { world, store, outlet } = this.#parts;
    const missed: Part[] = [];
    for (const part of [...this.#stale]) {
      this.#stale.delete(part);
      try {
        await this.#readPart(part);
      } catch (error) {
        if (this.#closed) return;
        if (this.#mayComeBack(error, part)) missed.push(part);
      }
    }
    if (this.#closed) return;
    this.#failures = missed.length > 0 ? this.#failures + 1 : 0;
    for (const part of missed) this.#stale.add(part);
    if (missed.length > 0) this.#readIn(READ_AFTER_MS + backoff(this.#failures, world.random()));
    await store.keep(`catalog/${outlet}`, this.#kept).catch((error: unknown) => {
      world.trouble(error, 'keep the catalog');
    });
  }

  /** Whether the part may be read after a while. Meanwhile what was kept has to do. */
  #mayComeBack(error: unknown, part: Part): boolean {
    if (error instanceof Unreachable) return true;
    if (error instanceof ProblemError && error.problem.retryable) return true;
    // Nobody is signed in, or somebody who may not read it: the next link asks again.
    if (error instanceof SignedOut || error instanceof ProblemError) this.#asked = null;
    else this.#parts.world.trouble(error, `read the ${part}`);
    return false;
  }

  async #readPart(part: Part): Promise<void> {
    const { api, outlet } = this.#parts;
    const asked = { outlet, etag: this.#kept.tags[part] ?? null };
    if (part === 'menu') return this.#took(part, await api.queryChanged('menu.read', {}, asked));
    if (part === 'outlet')
      return this.#took(part, await api.queryChanged('outlet.read', {}, asked));
    const found: Tagged<Found<'station.list'>> | null = await api.queryChanged(
      'station.list',
      {},
      asked,
    );
    this.#took(part, found && { body: found.body.data, etag: found.etag });
  }

  #took<P extends Part>(part: P, found: Tagged<Parts[P]> | null): void {
    if (!found) return;
    const { parts, tags } = this.#kept;
    this.#become({
      parts: { ...parts, [part]: found.body },
      tags: { ...tags, [part]: found.etag },
    });
  }

  #become(kept: Kept): void {
    this.#kept = kept;
    this.#catalog = catalogOf(kept.parts);
    this.#changed.tell();
  }
}
