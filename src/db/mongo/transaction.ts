import { setTimeout as delay } from 'node:timers/promises';
import type { ClientSession } from 'mongodb';
import type { Proof } from './proof.js';
import type { Records } from './records.js';
import type { Sessions } from './sessions.js';
import type { Stored } from './stored.js';
import type { Tally } from './tally.js';
import { isOver, troubleOf, unavailable } from './trouble.js';
import type { Writer, Writing } from './writer.js';

/** How long the result of a commit is asked for, in ms, until it counts as not known. */
const UNKNOWN_MS = 10_000;
/** Pause between two questions for it, in ms. */
const ASK_AGAIN_MS = 50;

/** Longest look for the proof, in ms. */
const LOOK_MS = 3_000;

/** On the disks of a majority. */
export const DURABLE = { w: 'majority', journal: true } as const;

/** What a transaction writes, and a record that is there exactly if it took effect. */
export interface Plan extends Writing {
  proof: Proof;
}

export interface TransactionsParts {
  sessions: Sessions;
  records: Records;
  writer: Writer;
  tally: Tally;
}

export class Transactions {
  readonly #parts: TransactionsParts;

  constructor(parts: TransactionsParts) {
    this.#parts = parts;
  }

  /**
   * Writes all or nothing; durable when it resolves. Nothing is read in it: what the writes take for granted they
   * say, the server writes only where it is so, and of two that write the same it refuses the later.
   * @returns false when something was not so, or another transaction was faster; then nothing was written
   * @throws KotdError store_unavailable when it is not known whether it took effect
   */
  async run(plan: Plan): Promise<boolean> {
    const { tally, sessions, writer } = this.#parts;
    tally.groups++;
    const session = await sessions.take();
    session.startTransaction({ writeConcern: DURABLE, readPreference: 'primary' });
    let ended = false;
    let reachable = true;
    try {
      if (await writer.write(session, plan)) {
        ended = await this.#commit(session, plan.proof);
        return ended;
      }
      ended = await undone(session);
      return false;
    } catch (error) {
      const trouble = troubleOf(error);
      reachable = trouble !== 'outage';
      if (trouble !== 'clash') throw error;
      ended = await undone(session);
      return false;
    } finally {
      if (ended) sessions.giveBack(session);
      else {
        const dropped = sessions.drop(session);
        // A server that is away is not waited for: it takes back what is not committed by itself.
        if (reachable) await dropped;
      }
    }
  }

  /**
   * A commit whose answer is lost may have taken effect, may do so a moment later, or never. It is asked
   * for again until the server says. Where it says that it knows no such transaction, that is over, and
   * the proof tells how it ended; so it does when time is up, but then its absence says nothing.
   */
  async #commit(session: ClientSession, proof: Proof): Promise<boolean> {
    const deadline = performance.now() + UNKNOWN_MS;
    for (let tries = 0; ; tries++) {
      const error = await failureOf(() => session.commitTransaction());
      if (error === null) return true;
      const over = isOver(error);
      if (tries === 0 && !over) this.#parts.tally.unknownResults++;
      const late = performance.now() > deadline;
      if (over || late) {
        const there = await this.#isThere(proof).catch(unlessOutage);
        if (there || (over && there === false)) return there;
      }
      if (late) throw unavailable(error);
      await delay(ASK_AGAIN_MS);
    }
  }

  /** Sees whatever any primary has acknowledged before. */
  async #isThere({ collection, _id, organizationId, group }: Proof): Promise<boolean> {
    const found = await this.#parts.records.db
      .collection<Stored>(collection)
      .findOne(this.#parts.records.one(_id, organizationId), {
        readConcern: { level: 'linearizable' },
        // Without a majority it would wait for one without end.
        maxTimeMS: LOOK_MS,
        projection: { group: 1 },
      });
    return found?.group === group;
  }
}

/** Null when it went well. */
async function failureOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
    return null;
  } catch (error) {
    return error;
  }
}

/** Not known, when the server cannot be asked. */
function unlessOutage(error: unknown): null {
  if (troubleOf(error) === 'outage') return null;
  throw error;
}

/** Takes back what was not committed, so that the session can begin anew. Never rejects. */
async function undone(session: ClientSession): Promise<boolean> {
  // Whatever becomes of it: the session's next transaction ends one that it has left.
  if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
  return true;
}
