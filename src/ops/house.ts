import type { Logger } from 'pino';
import type { Store } from '../db/store.js';

const SWEEP_MS = 60_000;
const DAY_MS = 24 * 3600 * 1000;

/** Housekeeping of the box, by one worker at a time: removes answers and sessions that have run out. */
export class House {
  readonly #store: Pick<Store, 'sweep'>;
  readonly #commandDays: number;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | null = null;
  #sweeping: Promise<void> = Promise.resolve();

  /** @param commandDays days for which the answer of a command is kept */
  constructor(store: Pick<Store, 'sweep'>, commandDays: number, log: Logger) {
    this.#store = store;
    this.#commandDays = commandDays;
    this.#log = log;
  }

  /** Begins or ends keeping house; a sweep under way ends after its slice. */
  keep(mine: boolean): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = mine ? setInterval(() => this.#sweepNext(), SWEEP_MS) : null;
  }

  /** Ends keeping house; resolves when a sweep under way has ended. */
  async stop(): Promise<void> {
    this.keep(false);
    await this.#sweeping;
  }

  #sweepNext(): void {
    this.#sweeping = this.#sweeping.then(() => this.#sweep());
  }

  async #sweep(): Promise<void> {
    const now = Date.now();
    const commandsBefore = new Date(now - this.#commandDays * DAY_MS).toISOString();
    try {
      const stopped = () => this.#timer === null;
      const removed = await this.#store.sweep(new Date(now).toISOString(), commandsBefore, stopped);
      if (removed > 0) this.#log.info({ removed }, 'swept');
    } catch (error) {
      this.#log.error({ err: error }, 'sweeping failed; the next one is tried in a minute');
    }
  }
}
