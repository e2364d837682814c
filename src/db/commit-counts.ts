import { isOutage } from './outage.js';
import type { CommitOutcome, StoreStats } from './store.js';

/**
 * How long a refusal of what keeps the data counts, in ms, unless a commit succeeds before: whoever is sent
 * no requests because of it makes no commit that could show that it is over.
 */
const REFUSAL_MS = 30_000;

/** What a store tells of its commits. */
export class CommitCounts {
  readonly #counts = { commits: 0, conflicts: 0, duplicates: 0, queued: 0 };
  #refusedAt = Number.NEGATIVE_INFINITY;
  #closed = false;

  async count<R>(work: () => Promise<CommitOutcome<R>>): Promise<CommitOutcome<R>> {
    const counts = this.#counts;
    counts.queued++;
    try {
      const outcome = await work();
      if (outcome.kind === 'committed') {
        counts.commits++;
        this.#refusedAt = Number.NEGATIVE_INFINITY;
      } else if (outcome.kind === 'conflict') counts.conflicts++;
      else counts.duplicates++;
      return outcome;
    } catch (error) {
      if (isOutage(error) && !this.#closed) this.#refusedAt = performance.now();
      throw error;
    } finally {
      counts.queued--;
    }
  }

  /** The store is closed: that it refuses from now on says nothing of what keeps the data. */
  closed(): void {
    this.#closed = true;
  }

  stats(): StoreStats {
    return { ...this.#counts, failing: performance.now() - this.#refusedAt < REFUSAL_MS };
  }
}
