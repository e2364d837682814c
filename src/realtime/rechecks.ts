import { BySession, type Doubt, type OfSession } from '../handlers/auth/by-session.js';
import { Deadlines } from './deadlines.js';

/** Seats asked in one turn of the event loop: what they look up must not keep the commands waiting. */
const SLICE = 50;

/** One whose right to listen can be asked about again. */
export interface Rechecked {
  recheck(): void;
}

/**
 * Who sits in a worker. Those of whom an event makes it doubtful, and those whose time has come, are
 * asked again, a slice a turn.
 */
export class Rechecks {
  readonly #seats = new BySession<Rechecked>();
  readonly #deadlines = new Deadlines<Rechecked>((due) => this.#ask(due));
  readonly #waiting = new Set<Rechecked>();
  #turn: NodeJS.Immediate | null = null;

  add(whose: OfSession, seat: Rechecked): void {
    this.#seats.add(whose, seat);
  }

  remove(whose: OfSession, seat: Rechecked): void {
    this.#seats.remove(whose, seat);
    this.#waiting.delete(seat);
  }

  begin(doubt: Doubt): void {
    this.#ask(this.#seats.of(doubt));
  }

  beginAll(): void {
    this.#ask(this.#seats.all());
  }

  /** Asks the seat after so many ms, or a moment later. Answers what calls that off. */
  plan(seat: Rechecked, inMs: number): number {
    return this.#deadlines.set(seat, inMs);
  }

  callOff(seat: Rechecked, planned: number): void {
    this.#deadlines.callOff(seat, planned);
  }

  #ask(seats: Iterable<Rechecked>): void {
    for (const seat of seats) this.#waiting.add(seat);
    this.#goOn();
  }

  #goOn(): void {
    if (this.#waiting.size > 0) this.#turn ??= setImmediate(() => this.#slice());
  }

  #slice(): void {
    this.#turn = null;
    let left = SLICE;
    for (const seat of this.#waiting) {
      this.#waiting.delete(seat);
      seat.recheck();
      if (--left === 0) break;
    }
    this.#goOn();
  }
}
