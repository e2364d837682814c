import { setTimeout as delay } from 'node:timers/promises';
import type { CircuitSettings } from '../circuit.js';
import type { Collection, Documents, Event } from '../domain/decision.js';
import { Breaker } from './breaker.js';
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
} from './store.js';

/** While something is wrong, the store is looked at this often; ms. */
const LOOK_MS = 1_000;
/** Whose position a look asks for: nobody's, which is as good as any. */
export const NOBODY: Scope = { organizationId: '' };
/**
 * Of the time that a call has, what a store keeps for its last try, so that it says `busy` before the guard
 * gives the call up; ms. On a machine with six times the work that it could do, that took 730 ms.
 */
const MARGIN_MS = 1_000;

/** How long a store behind a guard may try a commit that others are in the way of; ms. */
export function patienceOf({ breakerTimeoutMs }: CircuitSettings): number {
  return Math.max(breakerTimeoutMs - MARGIN_MS, breakerTimeoutMs / 2);
}

export interface GuardParts {
  /** A store behind a network. */
  store: Store;
  settings: CircuitSettings;
  /** Told of each call that met an outage, with what it came from; those refused at once are none. */
  failed(cause: unknown): void;
}

/**
 * A store behind circuit breakers: whoever calls gets an answer within `breakerTimeoutMs`, and at once
 * while the store is known to be away. `retryAfterSeconds` of the refusal says when to come back.
 *
 * Reads and commits have a breaker each. A database without its majority, or with a full disk, goes on
 * answering reads: with one breaker its failing commits would darken the screens too, or the many reads
 * that go well would keep it closed, and every command would wait for the timeout.
 *
 * **A commit that was given up may still take effect**: it goes on in the store, and so does the time
 * until its answer is known. `store_unavailable` says no more than that it is not known to be durable. The
 * terminal sends the same command id again, and gets the kept answer or carries it out. Until then the
 * streams find its events, which nobody published, by looking at the store's position as they always do.
 */
export class GuardedStore implements Store {
  readonly #store: Store;
  readonly #settings: CircuitSettings;
  readonly #reads: Breaker;
  readonly #commits: Breaker;
  #looking = false;
  #closed = false;

  constructor({ store, settings, failed }: GuardParts) {
    this.#store = store;
    this.#settings = settings;
    const trouble = (cause: unknown) => {
      void this.#lookUntilWell();
      failed(cause);
    };
    this.#reads = new Breaker('store_reads', settings, trouble);
    this.#commits = new Breaker('store_commits', settings, trouble);
  }

  get breakers(): readonly Breaker[] {
    return [this.#reads, this.#commits];
  }

  /** Reads are answered, as far as is known. */
  get readable(): boolean {
    return this.#reads.well;
  }

  commit<R>(scope: Scope, commit: Commit<R>): Promise<CommitOutcome<R>> {
    return this.#commits.run(() => this.#store.commit(scope, commit));
  }

  get<C extends Collection>(
    scope: Scope,
    collection: C,
    id: string,
  ): Promise<Documents[C] | undefined> {
    return this.#reads.run(() => this.#store.get(scope, collection, id));
  }

  getMany<C extends Collection>(
    scope: Scope,
    collection: C,
    ids: readonly string[],
  ): Promise<(Documents[C] | undefined)[]> {
    return this.#reads.run(() => this.#store.getMany(scope, collection, ids));
  }

  page<C extends Collection>(
    scope: Scope,
    collection: C,
    query: PageQuery<C>,
  ): Promise<Page<Documents[C]>> {
    return this.#reads.run(() => this.#store.page(scope, collection, query));
  }

  command(scope: Scope, id: string): Promise<CommandRecord | undefined> {
    return this.#reads.run(() => this.#store.command(scope, id));
  }

  position(scope: Scope): Promise<Position> {
    return this.#reads.run(() => this.#store.position(scope));
  }

  positions(scopes: readonly Scope[]): Promise<Position[]> {
    return this.#reads.run(() => this.#store.positions(scopes));
  }

  events(scope: Scope, after: number, limit: number): Promise<Event[]> {
    return this.#reads.run(() => this.#store.events(scope, after, limit));
  }

  counter(scope: Scope, name: string): Promise<number> {
    return this.#reads.run(() => this.#store.counter(scope, name));
  }

  organizations(after: string | null, limit: number): Promise<string[]> {
    return this.#reads.run(() => this.#store.organizations(after, limit));
  }

  /** Not guarded: nobody waits for it, and it takes as long as there is to sweep. */
  sweep(now: string, commandsBefore: string, stopped?: () => boolean): Promise<number> {
    return this.#store.sweep(now, commandsBefore, stopped);
  }

  /** `failing` also when a call met an outage, and neither a call nor a look has gone well since. */
  stats(): StoreStats {
    const stats = this.#store.stats();
    return { ...stats, failing: stats.failing || !this.#well };
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const breaker of this.breakers) breaker.stop();
    await this.#store.close();
  }

  get #well(): boolean {
    return this.breakers.every(({ well }) => well);
  }

  /**
   * A breaker by itself would wait for `breakerRetryMs`, which is longer than another server takes to
   * become the primary: a look a second ends the refusals when the store is back.
   */
  async #lookUntilWell(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    while (!this.#well && !this.#closed) {
      await delay(LOOK_MS, undefined, { ref: false });
      // One that hangs is not waited for without end; late its answer counts as well.
      const enough = delay(this.#settings.breakerTimeoutMs, undefined, { ref: false });
      await Promise.race([this.#look(), enough]);
    }
    this.#looking = false;
  }

  async #look(): Promise<void> {
    try {
      await this.#store.position(NOBODY);
    } catch {
      // Still away: that it is, was told by the call that found it out.
      return;
    }
    if (this.#closed) return;
    this.#reads.renew('closed');
    this.#commits.renew('halfOpen');
  }
}
