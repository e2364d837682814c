import { signal } from '@preact/signals';
import { refusalOf } from '../state/refusal.js';

/** Changes that come so close together are asked about once; ms. */
export const CALM_MS = 400;

/**
 * Something that is asked of the server and stays in sight while it is asked again: after a command, or when
 * the outlet's stream tells of a change.
 */
export class Asked<T> {
  readonly value = signal<T | undefined>(undefined);
  /** Why the last question had no answer; what was known before is in `value` still. */
  readonly error = signal<unknown>(undefined);
  readonly #load: () => Promise<T>;
  #under: Promise<void> | null = null;
  #again = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Commands under way whose outcome is shown already. */
  #ahead = 0;
  /** Raised at the begin and the end of each: an answer that was asked for before is of before. */
  #turn = 0;
  /** Ends with the last command that was sent ahead. */
  #line: Promise<unknown> = Promise.resolve();
  /** The newest command of each kind of which only the last counts. */
  readonly #newest = new Map<string, symbol>();

  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  /**
   * Asks. What is asked while a question is under way is asked once more after it: that answer may be of
   * before. Resolves when the newest is here, or none could be had.
   */
  ask(): Promise<void> {
    this.rest();
    if (this.#under) {
      this.#again = true;
      return this.#under;
    }
    this.#under = this.#run().finally(() => {
      this.#under = null;
    });
    return this.#under;
  }

  /** Asks in a moment, with whatever else gives reason to until then: what one may ask a minute is counted. */
  soon(ms = CALM_MS): void {
    this.#timer ??= setTimeout(() => void this.ask(), ms);
  }

  /** Forgets what was to be asked in a moment. */
  rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Shows what follows from what is known, until the server is asked again. */
  take(change: (value: T) => T): void {
    const { value } = this;
    if (value.peek() !== undefined) value.value = change(value.peek() as T);
  }

  /**
   * Shows what a command will bring about while it is under way, and asks what came of it in any case. Answers
   * that cannot know of it are not shown: what one has just moved must not jump back for a moment. Commands go
   * one after another, since the last one must also be the last to arrive.
   * @param kind of those with the same one only the last counts: whichever wait before it are not sent
   * @throws what `send` throws
   */
  async ahead(
    change: (value: T) => T,
    send: () => Promise<unknown>,
    kind: string | null = null,
  ): Promise<void> {
    const own = Symbol();
    if (kind !== null) this.#newest.set(kind, own);
    this.take(change);
    this.#ahead += 1;
    this.#turn += 1;
    const sent = this.#line.then(async () => {
      if (kind === null || this.#newest.get(kind) === own) await send();
    });
    this.#line = sent.catch(() => undefined);
    try {
      await sent;
    } finally {
      this.#ahead -= 1;
      this.#turn += 1;
      // Of many in a row the last one asks.
      if (this.#ahead === 0) void this.ask();
    }
  }

  async #run(): Promise<void> {
    do {
      this.#again = false;
      const turn = this.#turn;
      try {
        const value = await this.#load();
        if (turn !== this.#turn || this.#ahead > 0) continue;
        this.value.value = value;
        this.error.value = undefined;
      } catch (error) {
        this.error.value = error;
        // Whoever asked too often is told when to ask again: nobody has to press a button for it.
        const wait = refusalOf(error)?.retryAfterSeconds;
        if (wait) this.soon(wait * 1000);
      }
    } while (this.#again);
  }
}
