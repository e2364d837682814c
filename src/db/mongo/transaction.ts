import { setTimeout as delay } from 'node:timers/promises';
import { type ClientSession, type Document, MongoServerError } from 'mongodb';
import type { Operations } from './operations.js';
import type { Records, Stored } from './records.js';
import type { Sessions } from './sessions.js';
import type { Tally } from './tally.js';
import { isOver, troubleOf, unavailable } from './trouble.js';

/** How long the result of a commit is asked for, in ms, until it counts as not known. */
const UNKNOWN_MS = 10_000;
/** Pause between two questions for it, in ms. */
const ASK_AGAIN_MS = 50;

/** Longest look for the proof, in ms. */
const LOOK_MS = 3_000;

/** On the disks of a majority. */
export const DURABLE = { w: 'majority', journal: true } as const;
/** As JSON does: what is undefined is not there. */
export const ENCODING = { ignoreUndefined: true } as const;

/** What a transaction writes, and a record that is there exactly if it took effect. */
export interface Plan {
  operations: ReadonlyMap<string, Operations>;
  proof: Proof;
}

export interface Proof {
  collection: string;
  _id: string;
  organizationId: string;
  /** Another transaction may have written such a record; ours says so. */
  group: string;
}

export class Transactions {
  readonly #sessions: Sessions;
  readonly #records: Records;
  readonly #tally: Tally;

  constructor(sessions: Sessions, records: Records, tally: Tally) {
    this.#sessions = sessions;
    this.#records = records;
    this.#tally = tally;
  }

  /**
   * Reads and writes as of one moment, all or nothing; durable when it resolves. What was read and is
   * written has not changed in between: whoever is later of two such is refused.
   * @param work reads with the session, and says what to write; null: nothing
   * @returns false when another transaction was faster; then nothing was written
   * @throws KotdError store_unavailable when it is not known whether it took effect
   */
  async run(work: (session: ClientSession) => Promise<Plan | null>): Promise<boolean> {
    this.#tally.groups++;
    const session = await this.#sessions.take();
    session.startTransaction({
      readConcern: { level: 'snapshot' },
      writeConcern: DURABLE,
      readPreference: 'primary',
    });
    let done = false;
    let reachable = true;
    try {
      const plan = await work(session);
      if (plan === null) return true;
      await this.#write(session, plan.operations);
      done = await this.#commit(session, plan.proof);
      return done;
    } catch (error) {
      const trouble = troubleOf(error);
      reachable = trouble !== 'outage';
      if (trouble === 'clash') return false;
      throw error;
    } finally {
      if (done) this.#sessions.giveBack(session);
      else {
        const dropped = this.#sessions.drop(session);
        // A server that is away is not waited for: it takes back what is not committed by itself.
        if (reachable) await dropped;
      }
    }
  }

  /**
   * Commands of the server, since the driver's own bulk writes measure every document before they send
   * it, which takes as long as sending it.
   */
  async #write(session: ClientSession, operations: Plan['operations']): Promise<void> {
    const { db } = this.#records;
    const options = { session, ...ENCODING };
    for (const [collection, { updates, inserts }] of operations) {
      if (updates.length > 0) {
        const done = await db.command({ update: collection, updates }, options);
        expect(done, updates.length);
      }
      if (inserts.length > 0) {
        const done = await db.command({ insert: collection, documents: inserts }, options);
        expect(done, inserts.length);
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
      if (tries === 0 && !over) this.#tally.unknownResults++;
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
    const found = await this.#records.db
      .collection<Stored>(collection)
      .findOne(this.#records.one(_id, organizationId), {
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

/** @throws MongoServerError unless all was done */
function expect({ n, writeErrors = [] }: Document, count: number): void {
  const [first] = writeErrors;
  if (first) throw new MongoServerError({ message: first.errmsg, code: first.code });
  if (n !== count) throw new MongoServerError({ message: `${n} of ${count} records written` });
}
