import { randomUUID } from 'node:crypto';
import type { ClientSession, Collection, Db, MongoClient } from 'mongodb';
import { ABSENT_MS, ANYBODY, BEAT_MS, nameOnRoll, type Present, rollIn } from './roll.js';

/** Pause between two looks for workers that are gone, in ms. */
const LOOK_MS = 1_000;

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
  readonly #box: { box?: string };
  readonly #name = nameOnRoll(randomUUID());
  readonly #free: ClientSession[] = [];
  readonly #mine = new Set<ClientSession>();
  #beat: NodeJS.Timeout | null = null;
  #lookedAt = Number.NEGATIVE_INFINITY;

  /** @param box whose worker it is; undefined: of none */
  constructor(client: MongoClient, db: Db, box?: string) {
    this.#client = client;
    this.#roll = rollIn(db);
    this.#box = box === undefined ? {} : { box };
  }

  /** Says from now on that the worker is there; one that commits does so by itself. */
  async attend(): Promise<void> {
    await this.#sayPresent();
    this.#beat ??= setInterval(() => {
      // Who cannot say it cannot commit either, and hears of that there.
      this.#sayPresent().catch(() => undefined);
    }, BEAT_MS).unref();
  }

  /** One that is on the roll and in no transaction. */
  async take(): Promise<ClientSession> {
    const free = this.#free.pop();
    if (free) return free;
    const session = this.#client.startSession({ causalConsistency: false });
    this.#mine.add(session);
    try {
      await this.attend();
    } catch (error) {
      await this.drop(session);
      throw error;
    }
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
    const roll = await this.#roll.find(ANYBODY).toArray();
    // By the server's clock alone, as far as this worker was itself heard there.
    const now = roll.find(({ _id }) => _id === this.#name)?.at.getTime() ?? 0;
    const absent = roll.filter(({ at }) => now - at.getTime() > ABSENT_MS);
    if (absent.length === 0) return;
    const sessions = absent.flatMap((worker) => worker.sessions);
    // An empty list would end those of everybody.
    if (sessions.length > 0) await this.#client.db('admin').command({ killSessions: sessions });
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
      { $set: { sessions, ...this.#box }, $currentDate: { at: true } },
      { upsert: true },
    );
  }
}
