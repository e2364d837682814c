import type { Context } from '../../src/domain/decision.js';
import type { Answer, Body, SocketCommand } from '../calls.js';
import type { Readable } from '../listeners.js';
import type { Problem } from '../problem.js';

/** A command that waits to be sent, or for its answer. */
export interface Entry<T extends SocketCommand = SocketCommand> {
  /** The command's id, for ever: the server answers it once, however often it is sent. */
  readonly id: string;
  readonly type: T;
  readonly body: Body<T>;
  /** Entries are sent in this order as far as they have to do with one another. */
  readonly place: number;
  /** When it was stored, by the server's clock as far as that was known. */
  readonly at: string;
  /**
   * Since when the server may know it, by the server's clock; null: it was never sent. Stored before it is sent.
   * Where it is missing, a version that did not know it has stored the entry.
   */
  readonly sent?: string | null;
  /** Who gave it. It is sent on behalf of whoever is signed in then. */
  readonly by: Context['actor'] | null;
  /** What it is about (`order/…`, `table/…`): entries that share one go one after the other. */
  readonly keys: readonly string[];
}

/**
 * Why a command will not be sent any more.
 * `refused`: by a rule of the server, see `problem`. `orphaned`: it speaks of what a dead one would have made.
 * `expired`: first sent too long ago to be sent again safely; it may have taken effect then. `tooLarge`: for the
 * server's frames. `unreadable`: the server broke the connection over it.
 */
export type DeadReason = 'refused' | 'orphaned' | 'expired' | 'tooLarge' | 'unreadable';

/** A command that was taken out of the way of the others, for a person to decide. */
export interface DeadLetter {
  readonly entry: Entry;
  readonly reason: DeadReason;
  readonly problem: Problem | null;
  /** Id of the dead command that an orphan hangs on. */
  readonly cause: string | null;
  /** When it died, by the server's clock as far as known. */
  readonly at: string;
}

/** A command that the server has taken; its events are still on their way to us. */
export interface Confirmed {
  readonly entry: Entry;
  readonly result: unknown;
  /** Position of the stream that has them all. */
  readonly seq: number;
}

export interface OutboxState {
  /** Not answered yet, in the order in which they were given. */
  readonly waiting: readonly Entry[];
  readonly dead: readonly DeadLetter[];
  readonly confirmed: readonly Confirmed[];
}

/** A command that is stored and will be sent. */
export interface Queued<T extends SocketCommand = SocketCommand> {
  readonly entry: Entry<T>;
  /** The server's answer, whenever it comes. @throws ProblemError, DeadLetterError, Closed */
  answer(): Promise<Answer<T>>;
}

/** What waits to be sent, and what never will be. */
export interface Outbox extends Readable<OutboxState> {
  /**
   * Gives a dead command once more, as a new one, and behind it those that hung on it. One that `expired` may
   * have taken effect the first time.
   * @param body in the place of the one that was refused. What it makes keeps the ids that it had, unless it says
   * others: line by line, in their order
   */
  retry<T extends SocketCommand>(id: string, body?: Body<T>): Promise<Queued<T>>;
  /** Forgets a dead command for good. */
  discard(id: string): Promise<void>;
}

/** The command will not take effect: its letter says why. Of what the server refused there is a ProblemError. */
export class DeadLetterError extends Error {
  readonly letter: DeadLetter;

  constructor(letter: DeadLetter) {
    super(`${letter.entry.type} was not carried out: ${letter.reason}`);
    this.name = 'DeadLetterError';
    this.letter = letter;
  }
}
