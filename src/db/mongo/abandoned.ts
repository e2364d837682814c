import type { MongoClient } from 'mongodb';
import { APP_NAME } from './connect.js';

/** A transaction of kotd waits this long for its worker only when there is no worker any more, in ms. */
const ABANDONED_MS = 2_000;
/** Pause between two looks, in ms. */
const LOOK_MS = 1_000;

/**
 * Transactions of workers that were killed in the middle of one. MongoDB keeps them open, and locked what
 * they wrote, as long as any transaction may last: a minute, unless set. That long nobody could commit in
 * the same outlets; so who is kept waiting ends them. The worker of one that was only slow is told, and
 * tries again.
 */
export class Abandoned {
  readonly #client: MongoClient;
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(client: MongoClient) {
    this.#client = client;
  }

  /** At most so often as `LOOK_MS` says, however often it is called. */
  async end(): Promise<void> {
    if (performance.now() - this.#lookedAt < LOOK_MS) return;
    this.#lookedAt = performance.now();
    try {
      const ids = await this.#find();
      if (ids.length === 0) return;
      await this.#client.db('admin').command({ killSessions: ids.map((id) => ({ id })) });
    } catch {
      // Who may not ask waits until the server ends them by itself; and the commit says how that went.
    }
  }

  /** Ids of their sessions; none on a server that does not list sessions. */
  async #find(): Promise<unknown[]> {
    const found = this.#client.db('admin').aggregate([
      { $currentOp: { allUsers: false, idleSessions: true } },
      {
        $match: {
          type: 'idleSession',
          appName: APP_NAME,
          'transaction.timeInactiveMicros': { $gt: ABANDONED_MS * 1000 },
        },
      },
    ]);
    return (await found.toArray()).map(({ lsid }) => lsid.id);
  }
}
