import { markOf, type Mark, since } from '../clock.js';
import { coalesced } from '../coalesced.js';
import type { Ending } from '../closes.js';
import type { Codec } from '../codec.js';
import type { ClientFrame, FrameOf } from '../frames.js';
import type { Cancel, World } from '../ports.js';
import type { Problem } from '../problem.js';
import type { Entry } from './entry.js';
import type { Queue } from './queue.js';
import { due, type Schedule } from './schedule.js';
import { judge } from './verdict.js';

/** The server keeps the answer to a command for 8 days (KOTD_COMMAND_DAYS): later it might take effect again. */
const OLDEST_MS = 7 * 24 * 3600 * 1000;
/** Commands on their way at once; the server takes twice as many. */
const AT_ONCE = 32;
/** A command whose answer does not come over a living connection is sent once more; ms. */
const ANSWER_WITHIN_MS = 30_000;
const BAD_FRAME = 4400;

export interface SenderParts {
  world: World;
  outbox: Queue;
  /** The server's time, ms since 1970; null while it is not known. */
  serverNow(): number | null;
}

/** What frames are sent over. */
export interface Wire {
  readonly codec: Codec;
  readonly limits: FrameOf<'welcome'>['limits'];
  send(data: ReturnType<Codec['encode']>): void;
}

/** Sends what waits in the outbox, as fast as the server takes it, and deals with its answers. */
export class Sender {
  readonly #parts: SenderParts;
  #wire: Wire | null = null;
  #leads = false;
  readonly #inFlight = new Map<string, { entry: Entry; sent: Mark }>();
  /** Refusals of the moment in a row, and when the next try may be, by the steady clock. */
  readonly #tries = new Map<string, number>();
  readonly #notBefore = new Map<string, number>();
  #pausedUntil = 0;
  /** Place of the last entry that waited already when the link began. */
  #backlog = 0;
  /** Under way when the server found a frame unreadable: each is sent alone, until one is caught at it. */
  readonly #suspects = new Set<string>();
  #pumping = false;
  readonly #mark = coalesced(() => this.#parts.outbox.willBeSent());
  #wake: Cancel = () => {};
  readonly #unsubscribe: () => void;

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.#unsubscribe = parts.outbox.subscribe(() => this.pump());
  }

  /** This tab is the one that sends. */
  lead(): void {
    this.#leads = true;
    this.#parts.outbox.reload();
    this.pump();
  }

  linked(wire: Wire): void {
    this.#wire = wire;
    this.#backlog = this.#parts.outbox.get().waiting.at(-1)?.place ?? 0;
    this.pump();
  }

  /** Whatever was under way is sent again over the next link: the server knows it by its id. */
  lost({ code, welcomed }: Ending): void {
    const under = [...this.#inFlight.values()].map(({ entry }) => entry);
    this.#wire = null;
    this.#inFlight.clear();
    if (code !== BAD_FRAME || !welcomed) return;
    const [only] = under;
    if (under.length === 1 && only) this.#bury(only, 'unreadable');
    else for (const { id } of under) this.#suspects.add(id);
  }

  answered(frame: FrameOf<'ack' | 'err'>): void {
    const flying = this.#inFlight.get(frame.id ?? '');
    if (!flying) return;
    const { entry } = flying;
    this.#inFlight.delete(entry.id);
    this.#suspects.delete(entry.id);
    if (frame.t === 'ack') {
      this.#forget(entry.id);
      void this.#parts.outbox.confirm(entry, frame.result, frame.seq);
    } else this.#refused(entry, frame.problem);
    this.pump();
  }

  /** Sends whatever may be sent now. */
  pump(): void {
    // What is done here changes the outbox, which calls for a pump.
    if (this.#pumping) return;
    this.#pumping = true;
    this.#wake();
    const { world, outbox } = this.#parts;
    const now = world.clock.steady();
    this.#giveUpWaiting();
    if (this.#leads && now >= this.#pausedUntil && this.#isMarked()) this.#sendDue(now);
    const next = this.#wire && this.#leads ? this.#nextLook(now, outbox.get().waiting) : null;
    if (next !== null) this.#wake = world.clock.after(next, () => this.pump());
    this.#pumping = false;
  }

  close(): void {
    this.#unsubscribe();
    this.#wake();
    this.#wire = null;
  }

  /** Whether it is on the disk of all that waits that it may have been sent; if not, sees to that. */
  #isMarked(): boolean {
    const { waiting } = this.#parts.outbox.get();
    const marked = !this.#wire || waiting.every(({ sent }) => sent !== null);
    if (!marked) this.#mark();
    return marked;
  }

  /** One after the other: each may change what is next, and end the link. */
  #sendDue(now: number): void {
    while (this.#wire) {
      const entry = this.#next(now, this.#wire);
      if (!entry) return;
      this.#send(entry, this.#wire);
    }
  }

  #next(now: number, { limits }: Wire): Entry | undefined {
    const { waiting } = this.#parts.outbox.get();
    const inFlight = new Set(this.#inFlight.keys());
    const schedule = { inFlight, notBefore: this.#notBefore, now };
    const suspects = waiting.filter(({ id }) => this.#suspects.has(id));
    if (suspects.length === 0) {
      if (inFlight.size >= Math.min(AT_ONCE, limits.commandsAtOnce)) return undefined;
      return this.#fresh(waiting, schedule) ?? due(waiting, { ...schedule, atMost: 1 })[0];
    }
    // One at a time, the suspects first: nobody else shall be with it when it is caught.
    if (inFlight.size > 0) return undefined;
    const all = due(waiting, { ...schedule, atMost: waiting.length });
    return all.find((entry) => suspects.includes(entry)) ?? all[0];
  }

  /**
   * What was given since the link began goes first, as far as it is about something else: a thousand orders of
   * the time without a server may take minutes under the server's limits, and the guest who orders now is here.
   */
  #fresh(waiting: readonly Entry[], schedule: Omit<Schedule, 'atMost'>): Entry | undefined {
    const isFresh = ({ place }: Entry) => place > this.#backlog;
    const last = waiting.at(-1);
    if (!last || !isFresh(last)) return undefined;
    return due(waiting, { ...schedule, atMost: waiting.length }).find(isFresh);
  }

  #send(entry: Entry, wire: Wire): void {
    const { id, type, body } = entry;
    const frame: ClientFrame = { t: 'cmd', id, type, body };
    const data = wire.codec.encode(frame);
    if (this.#isOld(entry)) this.#bury(entry, 'expired');
    else if (sizeOf(data) > wire.limits.frameBytes) this.#bury(entry, 'tooLarge');
    else {
      this.#inFlight.set(id, { entry, sent: markOf(this.#parts.world.clock) });
      wire.send(data);
    }
  }

  #isOld({ at, sent = at }: Entry): boolean {
    const now = this.#parts.serverNow();
    return now !== null && sent !== null && now - Date.parse(sent) > OLDEST_MS;
  }

  #refused(entry: Entry, problem: Problem): void {
    const { world } = this.#parts;
    const tries = (this.#tries.get(entry.id) ?? 0) + 1;
    const refusal = judge(problem, tries, world.random());
    if (refusal.kind === 'dead') {
      this.#bury(entry, 'refused', problem);
      return;
    }
    const until = world.clock.steady() + refusal.inMs;
    this.#tries.set(entry.id, tries);
    this.#notBefore.set(entry.id, until);
    if (refusal.all) this.#pausedUntil = Math.max(this.#pausedUntil, until);
  }

  #bury(entry: Entry, reason: Parameters<Queue['bury']>[1], problem: Problem | null = null): void {
    this.#forget(entry.id);
    void this.#parts.outbox.bury(entry, reason, problem);
  }

  #forget(id: string): void {
    this.#tries.delete(id);
    this.#notBefore.delete(id);
  }

  #giveUpWaiting(): void {
    const { clock } = this.#parts.world;
    for (const [id, { sent }] of this.#inFlight) {
      if (since(clock, sent) >= ANSWER_WITHIN_MS) this.#inFlight.delete(id);
    }
  }

  /** Ms until there may be something to do that no answer and no new command tells of; null: nothing waits. */
  #nextLook(now: number, waiting: readonly Entry[]): number | null {
    if (waiting.length === 0) return null;
    const times = [ANSWER_WITHIN_MS, this.#pausedUntil - now];
    for (const at of this.#notBefore.values()) times.push(at - now);
    return Math.max(1, Math.min(...times.filter((ms) => ms > 0)));
  }
}

function sizeOf(data: string | Uint8Array): number {
  return typeof data === 'string' ? new TextEncoder().encode(data).length : data.length;
}
