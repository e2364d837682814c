import type { ClientFrame, FrameOf } from './frames.js';
import { judge } from './outbox/verdict.js';
import type { Cancel, World } from './ports.js';
import { isSeen } from './seen.js';
import type { State } from './state.js';

/** What comes on the glass within this time is acknowledged in one command; ms. */
const GATHER_MS = 1_000;
/** Tickets of one command; the server takes twice as many. */
const AT_ONCE = 100;
/** A command whose answer does not come is given again; ms. */
const ANSWER_WITHIN_MS = 30_000;

export interface AcknowledgerParts {
  world: Pick<World, 'clock' | 'random'>;
  newId(): string;
  /** As the server told of them. */
  tickets(): State['tickets'];
  /** Whether a frame would be heard now. */
  isLive(): boolean;
  send(frame: ClientFrame): void;
}

/**
 * Tells the server which tickets a display has on its glass. Nothing of it is kept, and the outbox
 * is not asked: a display that starts anew draws its tickets anew, and what was acknowledged by any
 * display is not told again.
 */
export class Acknowledger {
  readonly #parts: AcknowledgerParts;
  /** On the glass, and nobody has acknowledged them, as far as is known. */
  readonly #shown = new Set<string>();
  #asked: { readonly id: string; readonly ticketIds: readonly string[] } | null = null;
  #tries = 0;
  /** The server does not take it from whoever is in here; somebody else is another link. */
  #refused = false;
  /** The next thing to happen by itself. */
  #next: Cancel | null = null;

  constructor(parts: AcknowledgerParts) {
    this.#parts = parts;
  }

  /** These tickets are on the glass. */
  shown(ticketIds: Iterable<string>): void {
    for (const id of ticketIds) if (this.#isNews(id)) this.#shown.add(id);
    this.#plan(GATHER_MS);
  }

  linked(): void {
    this.lost();
    this.#refused = false;
    this.#plan(GATHER_MS);
  }

  /**
   * Whatever was under way may have been taken or not: what is still unacknowledged then is told
   * again.
   */
  lost(): void {
    this.#cancel();
    this.#asked = null;
    this.#tries = 0;
  }

  answered(frame: FrameOf<'ack' | 'err'>): void {
    if (!this.#asked || frame.id !== this.#asked.id) return;
    const { ticketIds } = this.#asked;
    this.#cancel();
    this.#asked = null;
    if (frame.t === 'ack') {
      this.#tries = 0;
      for (const id of ticketIds) this.#shown.delete(id);
      this.#plan(GATHER_MS);
      return;
    }
    const refusal = judge(frame.problem, ++this.#tries, this.#parts.world.random());
    if (refusal.kind === 'again') this.#plan(Math.max(refusal.inMs, GATHER_MS));
    else this.#refused = true;
  }

  close(): void {
    this.lost();
    this.#shown.clear();
  }

  #isNews(id: string): boolean {
    const ticket = this.#parts.tickets().get(id);
    return ticket?.open === true && !isSeen(ticket);
  }

  #plan(ms: number): void {
    if (this.#next || this.#asked || this.#refused || this.#shown.size === 0) return;
    this.#after(ms, () => this.#tell());
  }

  #tell(): void {
    for (const id of this.#shown) if (!this.#isNews(id)) this.#shown.delete(id);
    // Cut off: the next link begins with it.
    if (this.#shown.size === 0 || !this.#parts.isLive()) return;
    const ticketIds = [...this.#shown].slice(0, AT_ONCE);
    const id = this.#parts.newId();
    this.#asked = { id, ticketIds };
    this.#after(ANSWER_WITHIN_MS, () => {
      this.#asked = null;
      this.#tell();
    });
    this.#parts.send({ t: 'cmd', id, type: 'kitchen.shown', body: { ticketIds } });
  }

  #after(ms: number, act: () => void): void {
    this.#next = this.#parts.world.clock.after(ms, () => {
      this.#next = null;
      act();
    });
  }

  #cancel(): void {
    this.#next?.();
    this.#next = null;
  }
}
