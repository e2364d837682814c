import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { useOffice } from './office.js';

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
  /** Commands under way whose outcome is shown already. */
  #ahead = 0;
  /** Raised at the begin and the end of each: an answer that was asked for before is of before. */
  #turn = 0;

  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  /**
   * Asks. What is asked while a question is under way is asked once more after it: that answer may be of
   * before. Resolves when the newest is here, or none could be had.
   */
  ask(): Promise<void> {
    if (this.#under) {
      this.#again = true;
      return this.#under;
    }
    this.#under = this.#run().finally(() => {
      this.#under = null;
    });
    return this.#under;
  }

  /** Shows what follows from what is known, until the server is asked again. */
  take(change: (value: T) => T): void {
    const { value } = this;
    if (value.peek() !== undefined) value.value = change(value.peek() as T);
  }

  /**
   * Shows what a command will bring about while it is under way, and asks what came of it in any case. Answers
   * that cannot know of it are not shown: what one has just moved must not jump back for a moment.
   * @throws what `send` throws
   */
  async ahead(change: (value: T) => T, send: () => Promise<unknown>): Promise<void> {
    this.take(change);
    this.#ahead += 1;
    this.#turn += 1;
    try {
      await send();
    } finally {
      this.#ahead -= 1;
      this.#turn += 1;
      void this.ask();
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
      }
    } while (this.#again);
  }
}

/** Changes of the stream that come so close together are asked about once; ms. */
const CALM_MS = 400;

/**
 * Asks once for each `key`, and again when the stream tells of an event whose type begins with one of `events`.
 * @param calmMs how long to wait for more of them
 */
export function useAsked<T>(
  key: string,
  load: () => Promise<T>,
  events: readonly string[] = [],
  calmMs = CALM_MS,
): Asked<T> {
  const { live } = useOffice();
  const asked = useMemo(() => new Asked(load), [key]);
  useEffect(() => {
    void asked.ask();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = live.onChange((type) => {
      // What came in a gap of the connection nobody can name: `null` may be anything.
      const concerns = type === null || events.some((start) => type.startsWith(start));
      if (!concerns || timer !== undefined) return;
      timer = setTimeout(() => {
        timer = undefined;
        void asked.ask();
      }, calmMs);
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [asked]);
  return asked;
}
