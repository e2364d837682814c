import type { FrameOf, Position } from './frames.js';
import { afterEvent, afterReset, EMPTY, movedTo, type State } from './state.js';

/** Numbers of events that are remembered, to know one that comes again from one that comes late. */
const REMEMBERED = 1_000;

/**
 * What came of a frame. `doubt`: something is missing or out of turn, so nothing may be trusted until the
 * connection has begun anew from `resume`.
 */
export type Verdict = 'taken' | 'nothing new' | 'doubt';

/** Follows an outlet's stream over one connection after the other, and never takes a hole for a state. */
export class Follower {
  #state: State;
  /** Where this connection began to tell of the stream. */
  #from: Position | null = null;
  /** Nothing but a snapshot can be understood. */
  #needsReset = true;
  /** The connection has told something. */
  #begun = false;
  readonly #seen = new Set<number>();

  constructor(state: State = EMPTY) {
    this.#state = state;
  }

  get state(): State {
    return this.#state;
  }

  /** A connection begins: where it shall go on from; null: from a snapshot. */
  begin(): Position | null {
    this.#from = this.#state.position;
    this.#begun = false;
    this.#seen.clear();
    return this.#from;
  }

  /** The server's stream is of this epoch. */
  welcomed(epoch: string): void {
    this.#needsReset = this.#from?.epoch !== epoch;
  }

  take(frame: FrameOf<'reset' | 'ev' | 'pos'>): Verdict {
    const verdict = this.#take(frame);
    if (verdict === 'taken') this.#begun = true;
    return verdict;
  }

  #take(frame: FrameOf<'reset' | 'ev' | 'pos'>): Verdict {
    if (frame.t === 'reset') return this.#reset(frame);
    const { position } = this.#state;
    if (this.#needsReset || !position) return 'doubt';
    return frame.t === 'ev' ? this.#event(frame, position) : this.#pos(frame, position);
  }

  #reset(frame: FrameOf<'reset'>): Verdict {
    const { position } = this.#state;
    const older = position?.epoch === frame.epoch && frame.seq < position.seq;
    // A copy that comes late. As the first word of a connection it says that the server knows less than we do.
    if (older && this.#begun) return 'nothing new';
    this.#state = afterReset(older ? EMPTY : this.#state, frame);
    this.#from = this.#state.position;
    this.#needsReset = false;
    this.#seen.clear();
    return 'taken';
  }

  #event(frame: FrameOf<'ev'>, position: Position): Verdict {
    if (frame.prev > position.seq) return 'doubt';
    if (frame.seq > position.seq) {
      this.#state = afterEvent(this.#state, frame);
      this.#remember(frame.seq);
      return 'taken';
    }
    if (frame.seq <= (this.#from?.seq ?? 0) || this.#seen.has(frame.seq)) return 'nothing new';
    return this.#overtaken();
  }

  #pos({ epoch, seq }: FrameOf<'pos'>, position: Position): Verdict {
    if (epoch !== position.epoch) return 'doubt';
    if (seq < position.seq) return 'nothing new';
    if (seq > position.seq) this.#state = movedTo(this.#state, position && { epoch, seq });
    return 'taken';
  }

  /** An event that we were told to have had: others may be missing since the connection began. */
  #overtaken(): Verdict {
    if (this.#from) this.#state = movedTo(this.#state, this.#from);
    return 'doubt';
  }

  #remember(seq: number): void {
    this.#seen.add(seq);
    const [oldest] = this.#seen;
    if (this.#seen.size > REMEMBERED && oldest !== undefined) this.#seen.delete(oldest);
  }
}
