import type { Envelope, Sender } from './envelope.js';

/** The newest own probe that came back was sent at most so many ms ago: two of 250 ms may be lost. */
const OWN_MS = 750;
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
  #ownSentAt = Number.NEGATIVE_INFINITY;
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

  /** Milliseconds since the newest own probe that came back was sent. */
  get unheardMs(): number {
    return this.#clock() - this.#ownSentAt;
  }

  /** The probe to send now. */
  next(): Envelope {
    const now = this.#clock();
    for (const [seq, at] of this.#sent) if (now - at > LOST_MS) this.#sent.delete(seq);
    this.#sent.set(++this.#seq, now);
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
    this.#ownSentAt = Math.max(this.#ownSentAt, sentAt);
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
    let complete = this.unheardMs <= OWN_MS;
    for (const [box, { heardAt }] of this.#others) {
      if (now - heardAt > MISSED_MS) this.#others.delete(box);
      else if (now - heardAt > OTHERS_MS) complete = false;
    }
    return complete;
  }
}
