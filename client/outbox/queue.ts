import type { Answer, Body, SocketCommand } from '../calls.js';
import { coalesced } from '../coalesced.js';
import { Listeners } from '../listeners.js';
import { Closed, ProblemError } from '../problem.js';
import type { Documents } from '../state.js';
import type { DeviceStore } from '../storage.js';
import { Answers } from './answers.js';
import { bodyOf } from './body.js';
import { Drawer } from './drawer.js';
import {
  type Confirmed,
  type DeadLetter,
  DeadLetterError,
  type DeadReason,
  type Entry,
  type Outbox,
  type OutboxState,
  type Queued,
} from './entry.js';
import { orphansOf } from './schedule.js';
import { named, subjectsOf } from './subjects.js';

export interface QueueParts {
  store: DeviceStore;
  outlet: string;
  newId(): string;
  /** The server's time as far as known, RFC 3339. */
  now(): string;
  /** Whether what is stored now may be sent at once. */
  live(): boolean;
  /** Who gives commands now. */
  by(): Entry['by'];
  /** What is on the screens, what waits included. */
  known(): Documents;
  /** How far along the stream the screens are. */
  seq(): number;
  trouble(error: unknown, what: string): void;
}

/** What the tab that sends tells the others. */
interface Settled {
  readonly settled: string;
  readonly outlet: string;
  readonly confirmed: Confirmed | null;
  readonly letter: DeadLetter | null;
}

/**
 * The commands of this device for one outlet that the server has not answered yet, in the order in which they
 * were given, and those that it refused. All of it is in the store before anything is sent.
 */
export class Queue implements Outbox {
  readonly #parts: QueueParts;
  readonly #drawer: Drawer;
  readonly #answers = new Answers();
  readonly #changed = new Listeners();
  readonly #ends: (() => void)[];
  /**
   * Reads again what another tab may have changed. Answers that this tab waits for and that nobody can tell it
   * any more are asked for by the same command again: the server has kept them.
   */
  readonly reload = coalesced(() => this.#reload());
  #state: OutboxState;
  #closed = false;

  private constructor(parts: QueueParts, drawer: Drawer, state: OutboxState) {
    this.#parts = parts;
    this.#drawer = drawer;
    this.#state = state;
    this.#ends = [
      parts.store.onTold((message) => this.#told(message)),
      parts.store.onChanged((keys) => {
        if (drawer.holds(keys)) this.reload();
      }),
    ];
  }

  /** The outbox as it was left, whatever ended the program. */
  static async open(parts: QueueParts): Promise<Queue> {
    const drawer = new Drawer(parts.store, parts.outlet);
    return new Queue(parts, drawer, { ...(await drawer.read()), confirmed: [] });
  }

  get(): OutboxState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  /**
   * Stores a command; once this resolves, no crash loses it. What it makes gets its ids here, in `entry.body`.
   * @throws when the device cannot store it: then it is not sent either; BadBody, Closed
   */
  async add<T extends SocketCommand>(type: T, given: Body<T>): Promise<Queued<T>> {
    this.#mustBeOpen();
    const body = named(type, bodyOf(type, given), this.#parts.newId);
    const entry = (await this.#drawer.add(this.#draft(type, body))) as Entry<T>;
    this.#become({ waiting: inOrder([...this.#without([entry]).waiting, entry]) });
    return { entry, answer: () => this.#answers.of(entry.id) as Promise<Answer<T>> };
  }

  /** The server has taken the command. @param seq position of the stream with its events, if it has any */
  async confirm(entry: Entry, result: unknown, seq: number | null): Promise<void> {
    const confirmed = { entry, result, seq: seq ?? 0 };
    this.#tell({ settled: entry.id, confirmed, letter: null });
    this.#confirmed(confirmed);
    await this.#kept(this.#drawer.remove([entry]));
  }

  /**
   * Takes a command, and those that cannot do without it, out of the way.
   * @returns all that died
   */
  async bury(
    entry: Entry,
    reason: DeadReason,
    problem: DeadLetter['problem'] = null,
  ): Promise<DeadLetter[]> {
    const at = this.#parts.now();
    const orphans = isThere(entry, problem) ? [] : orphansOf(entry, this.#state.waiting);
    const letters: DeadLetter[] = [
      { entry, reason, problem, cause: null, at },
      ...orphans.map((orphan) => ({
        ...{ entry: orphan, reason: 'orphaned' as const, problem: null },
        ...{ cause: entry.id, at },
      })),
    ];
    for (const letter of letters) {
      this.#tell({ settled: letter.entry.id, confirmed: null, letter });
    }
    this.#buried(letters);
    await this.#kept(this.#drawer.bury(letters));
    return letters;
  }

  async retry<T extends SocketCommand>(id: string, body?: Body<T>): Promise<Queued<T>> {
    this.#mustBeOpen();
    const letter = this.#state.dead.find(({ entry }) => entry.id === id);
    if (!letter) throw new RangeError(`no dead letter ${id}`);
    const again = [letter, ...this.#state.dead.filter(({ cause }) => cause === id)];
    const drafts = again.map(({ entry: { type, body: before } }, index) => {
      const corrected = index === 0 && body !== undefined;
      const given = corrected ? bodyOf(type, body as Body<SocketCommand>) : before;
      return this.#draft(type, named(type, given, this.#parts.newId, before));
    });
    const entries = await this.#drawer.revive(again, drafts);
    this.#become({
      dead: this.#state.dead.filter((one) => !again.includes(one)),
      waiting: inOrder([...this.#state.waiting, ...entries]),
    });
    const [first] = entries as Entry<T>[];
    if (!first) throw new RangeError(`no dead letter ${id}`);
    return { entry: first, answer: () => this.#answers.of(first.id) as Promise<Answer<T>> };
  }

  /**
   * What waits may reach the server from now on. Its age counts from here: what was never sent cannot have taken
   * effect, however old it is and whatever the clock said when it was given.
   */
  async willBeSent(): Promise<void> {
    const sent = this.#parts.now();
    const unsent = this.#state.waiting.filter((entry) => entry.sent === null);
    if (unsent.length === 0) return;
    const now = new Map(unsent.map((entry) => [entry.id, { ...entry, sent }]));
    // Sent all the same where it cannot be stored: a full disk must not silence a till.
    await this.#kept(this.#drawer.renew([...now.values()]));
    this.#become({ waiting: this.#state.waiting.map((entry) => now.get(entry.id) ?? entry) });
  }

  async discard(id: string): Promise<void> {
    const letter = this.#state.dead.find(({ entry }) => entry.id === id);
    if (!letter) return;
    await this.#drawer.discard([letter]);
    this.#become({ dead: this.#state.dead.filter((one) => one !== letter) });
  }

  /** The view has come to here: what it shows by itself needs no overlay. */
  seen(seq: number): void {
    const confirmed = this.#state.confirmed.filter((one) => one.seq > seq);
    if (confirmed.length < this.#state.confirmed.length) this.#become({ confirmed });
  }

  /** The stream is another one: positions mean nothing any more. */
  forgetConfirmed(): void {
    if (this.#state.confirmed.length > 0) this.#become({ confirmed: [] });
  }

  async #reload(): Promise<void> {
    if (this.#closed) return;
    try {
      const before = this.#state.waiting;
      const read = await this.#drawer.read();
      const now = idsOf(this.#state.waiting);
      const stored = idsOf([...read.waiting, ...read.dead.map(({ entry }) => entry)]);
      const lost = before.filter(
        ({ id }) => now.has(id) && !stored.has(id) && this.#answers.awaits(id),
      );
      if (lost.length > 0) await this.#drawer.restore(lost);
      // What was given or settled here while it was read, was so after what was read.
      const known = idsOf(before);
      const given = this.#state.waiting.filter(({ id }) => !known.has(id) && !stored.has(id));
      const settled = new Set([...known].filter((id) => !now.has(id)));
      const waiting = read.waiting.filter(({ id }) => !settled.has(id));
      const buried = this.#state.dead.filter(({ entry }) => settled.has(entry.id));
      this.#become({
        waiting: inOrder([...waiting, ...lost, ...given]),
        dead: byPlace([...read.dead.filter(({ entry }) => !settled.has(entry.id)), ...buried]),
      });
      for (const letter of read.dead) this.#answers.reject(letter.entry.id, errorOf(letter));
    } catch (error) {
      this.#parts.trouble(error, 'read the outbox');
    }
  }

  close(): void {
    this.#closed = true;
    for (const end of this.#ends) end();
    this.#answers.abandon();
  }

  #mustBeOpen(): void {
    if (this.#closed) throw new Closed('the terminal');
  }

  #draft(type: SocketCommand, body: Body<SocketCommand>): Omit<Entry, 'place'> {
    const { newId, now, live, by, known } = this.#parts;
    const [at, keys] = [now(), subjectsOf(type, body, known())];
    return { id: newId(), type, body, at, sent: live() ? at : null, by: by(), keys };
  }

  #told(message: unknown): void {
    const { settled, outlet, confirmed, letter } = (message ?? {}) as Partial<Settled>;
    if (settled === undefined || outlet !== this.#parts.outlet) return;
    const entry = confirmed?.entry ?? letter?.entry;
    if (!entry) return;
    if (confirmed) this.#confirmed(confirmed);
    else if (letter) this.#buried([letter]);
  }

  #confirmed(confirmed: Confirmed): void {
    const { entry, result, seq } = confirmed;
    const ahead = seq > this.#parts.seq();
    const others = this.#state.confirmed.filter((one) => one.entry.id !== entry.id);
    this.#become({ ...this.#without([entry]), confirmed: ahead ? [...others, confirmed] : others });
    this.#answers.resolve(entry.id, result);
  }

  #buried(letters: readonly DeadLetter[]): void {
    const entries = letters.map(({ entry }) => entry);
    const ids = new Set(entries.map(({ id }) => id));
    const others = this.#state.dead.filter(({ entry }) => !ids.has(entry.id));
    this.#become({ ...this.#without(entries), dead: byPlace([...others, ...letters]) });
    for (const letter of letters) this.#answers.reject(letter.entry.id, errorOf(letter));
  }

  #tell(news: Omit<Settled, 'outlet'>): void {
    this.#parts.store.tell({ ...news, outlet: this.#parts.outlet });
  }

  #without(entries: readonly Entry[]): Pick<OutboxState, 'waiting'> {
    const gone = idsOf(entries);
    return { waiting: this.#state.waiting.filter(({ id }) => !gone.has(id)) };
  }

  #become(change: Partial<OutboxState>): void {
    this.#state = { ...this.#state, ...change };
    this.#changed.tell();
  }

  /** What is settled here stays so: should the store not hear of it, the server answers it once more. */
  async #kept(written: Promise<void>): Promise<void> {
    try {
      await written;
    } catch (error) {
      this.#parts.trouble(error, 'write the outbox');
    }
  }
}

function idsOf(entries: readonly Entry[]): Set<string> {
  return new Set(entries.map(({ id }) => id));
}

function inOrder(entries: Entry[]): Entry[] {
  return entries.sort((a, b) => a.place - b.place);
}

function byPlace(letters: DeadLetter[]): DeadLetter[] {
  return letters.sort((a, b) => a.entry.place - b.entry.place);
}

/** Whether what the command would have made is there already, by its own id. */
function isThere({ type }: Entry, problem: DeadLetter['problem']): boolean {
  if (problem?.code !== 'id_taken') return false;
  return type === 'order.addLines' || problem.orderId !== undefined;
}

function errorOf(letter: DeadLetter): Error {
  return letter.problem ? new ProblemError(letter.problem) : new DeadLetterError(letter);
}
