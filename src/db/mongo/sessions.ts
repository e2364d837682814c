import { randomUUID } from 'node:crypto';
import type { ClientSession, Collection, Db, MongoClient, ServerSessionId } from 'mongodb';
import { KEPT } from './layout.js';

/** How often a worker says that it is there, in ms. */
const BEAT_MS = 1_000;
/** A worker that has not said so for so long is gone, or might as well be, in ms. */
const ABSENT_MS = 3_500;
/** Pause between two looks for workers that are gone, in ms. */
const LOOK_MS = 1_000;
const PREFIX = 'worker:';
/** The first text behind all that begin with the prefix. */
const END = 'worker;';

/** A worker on the roll: in `meta`, under its own name. */
interface Present {
  _id: string;
  /** Of the server's clock. */
  at: Date;
  /** Those in which its transactions run. */
  sessions: ServerSessionId[];
}

/**
 * The sessions of a worker's transactions, and what becomes of those of a worker that was killed in the middle of
 * one. MongoDB keeps such a transaction open, and locked what it wrote, for a minute unless set: that long
 * nobody could commit in the same outlets. So each worker keeps a roll of its sessions in the database and
 * says every second that it is there; who is kept waiting ends the sessions of workers that do not. One
 * that was only frozen loses its transactions, and tries them again.
 */
export class Sessions {
  readonly #client: MongoClient;
  readonly #roll: Collection<Present>;
  readonly #name = `${PREFIX}${randomUUID()}`;
  readonly #free: ClientSession[] = [];
  readonly #mine = new Set<ClientSession>();
  #beat: NodeJS.Timeout | null = null;
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(client: MongoClient, db: Db) {
    this.#client = client;
    // What another worker reads a moment later is soon enough, and costs no wait for disks.
    this.#roll = db.collection<Present>(KEPT.meta, { writeConcern: { w: 1 } });
  }

  /** One that is on the roll and in no transaction. */
  async take(): Promise<ClientSession> {
    const free = this.#free.pop();
    if (free) return free;
    const session = this.#client.startSession({ causalConsistency: false });
    this.#mine.add(session);
    try {
      await this.#sayPresent();
    } catch (error) {
      await this.drop(session);
      throw error;
    }
    this.#beat ??= setInterval(() => {
      // Who cannot say it cannot commit either, and hears of that there.
      this.#sayPresent().catch(() => undefined);
    }, BEAT_MS).unref();
    return session;
  }

  /** Its transaction is committed. */
  giveBack(session: ClientSession): void {
    this.#free.push(session);
  }

  /** Takes back what it has not committed; the server is not asked for it again. */
  async drop(session: ClientSession): Promise<void> {
    this.#mine.delete(session);
    await session.endSession();
  }

  /** Ends the transactions of workers that are gone: at most so often as LOOK_MS says. Never rejects. */
  async endOfAbsent(): Promise<void> {
    if (performance.now() - this.#lookedAt < LOOK_MS) return;
    this.#lookedAt = performance.now();
    try {
      await this.#endOfAbsent();
    } catch {
      // Without this the server ends them in its own time; and the next try says how the server does.
    }
  }

  async #endOfAbsent(): Promise<void> {
    const roll = await this.#roll.find({ _id: { $gte: PREFIX, $lt: END } }).toArray();
    // By the server's clock alone, as far as this worker was itself heard there.
    const now = roll.find(({ _id }) => _id === this.#name)?.at.getTime() ?? 0;
    const absent = roll.filter(({ at }) => now - at.getTime() > ABSENT_MS);
    if (absent.length === 0) return;
    const sessions = absent.flatMap((worker) => worker.sessions);
    await this.#client.db('admin').command({ killSessions: sessions });
    await this.#roll.deleteMany({ _id: { $in: absent.map(({ _id }) => _id) } });
  }

  async close(): Promise<void> {
    if (!this.#beat) return;
    clearInterval(this.#beat);
    // Without a server the roll ends this worker in its time.
    await this.#roll.deleteOne({ _id: this.#name }).catch(() => undefined);
  }

  async #sayPresent(): Promise<void> {
    const sessions = [...this.#mine].flatMap(({ id }) => (id ? [id] : []));
    await this.#roll.updateOne(
      { _id: this.#name },
      { $set: { sessions }, $currentDate: { at: true } },
      { upsert: true },
    );
  }
}
