import type { Envelope, Sender } from './envelope.js';

/**
 * An own probe comes back after at most so many ms, it or a later one: with one every 250 ms, silence shows 750 ms
 * after the last that came back was sent. Only what was sent is waited for: a pause of this process is no silence.
 */
const OWN_MS = 500;
/** Every other box was heard at most so many ms ago. */
const OTHERS_MS = 1000;
/**
 * What was not proved counts as proved only after so many ms without another doubt. Meanwhile workers look at
 * the store often: so they find what was lost just before the proof came back, and a bus that is now and
 * then in time is told to be bad once and not at every turn.
 */
const STEADY_MS = 2000;
/** A box that is silent for so many ms, and has not said goodbye, is missed; then it is forgotten. */
const MISSED_MS = 600_000;
/** Own probes that are not back after so many ms are lost. */
const LOST_MS = 10_000;

/** Who is heard on the bus: this box itself, and every box it knows. */
export class RollCall {
  readonly #self: Sender;
  readonly #clock: () => number;
  #seq = 0;
  /** When the probes that are not back were sent, by number. */
  readonly #sent = new Map<number, number>();
  /** The latest that came back; 0: none has. */
  #newest = 0;
  /** When the first after it was sent; null: it is the last. */
  #waitsSince: number | null = null;
  #doubtedAt: number;
  readonly #others = new Map<string, { start: string; heardAt: number }>();
  /** How long the latest own probe took, in ms. */
  roundTripMs = 0;

  constructor(self: Sender, clock: () => number) {
    this.#self = self;
    this.#clock = clock;
    this.#doubtedAt = clock();
  }

  /** Boxes that are expected to be heard. */
  get others(): number {
    return this.#others.size;
  }

  /** For how many milliseconds it has waited for an own probe. */
  get unheardMs(): number {
    return this.#waitsSince === null ? 0 : this.#clock() - this.#waitsSince;
  }

  /** The probe to send now. */
  next(): Envelope {
    const now = this.#clock();
    for (const [seq, at] of this.#sent) if (now - at > LOST_MS) this.#sent.delete(seq);
    this.#sent.set(++this.#seq, now);
    this.#waitsSince ??= now;
    return { kind: 'probe', ...this.#self, seq: this.#seq, body: '' };
  }

  heard({ box, start, seq }: Envelope): void {
    const now = this.#clock();
    if (start !== this.#self.start) {
      this.#others.set(box, { start, heardAt: now });
      return;
    }
    const sentAt = this.#sent.get(seq);
    if (sentAt === undefined) return;
    this.#sent.delete(seq);
    this.roundTripMs = now - sentAt;
    if (seq < this.#newest) return;
    this.#newest = seq;
    this.#waitsSince = this.#firstAfter(seq);
  }

  left({ box, start }: Sender): void {
    if (this.#others.get(box)?.start === start) this.#others.delete(box);
  }

  /** The connection broke: what was published meanwhile went past it. */
  lost(): void {
    this.#doubtedAt = this.#clock();
  }

  /** Whether the bus has proved for a while that it brings everything both ways. To be asked often. */
  proves(): boolean {
    if (!this.complete()) this.#doubtedAt = this.#clock();
    return this.#clock() - this.#doubtedAt >= STEADY_MS;
  }

  /** Whether everybody who is to be heard is heard now. */
  complete(): boolean {
    const now = this.#clock();
    let complete = this.#newest > 0 && this.unheardMs <= OWN_MS;
    for (const [box, { heardAt }] of this.#others) {
      if (now - heardAt > MISSED_MS) this.#others.delete(box);
      else if (now - heardAt > OTHERS_MS) complete = false;
    }
    return complete;
  }

  /** When the first own probe after that one was sent. */
  #firstAfter(newest: number): number | null {
    for (const [seq, at] of this.#sent) if (seq > newest) return at;
    return null;
  }
}
