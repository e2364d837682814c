import type { Logger } from 'pino';

/** How often it is looked whether an outage is over; ms. */
const LOOK_MS = 1_000;

/**
 * Tells the log that the store went away, and that it came back: a line each, however many calls are
 * refused in between.
 */
export class OutageLog {
  readonly #log: Logger;
  readonly #failing: () => boolean;
  #since: number | null = null;
  #looks: NodeJS.Timeout | null = null;

  /** @param failing whether the store still does not do what it is asked */
  constructor(log: Logger, failing: () => boolean) {
    this.#log = log;
    this.#failing = failing;
  }

  /** A call met the outage. @param cause as much as is known of why */
  met(cause: unknown): void {
    if (this.#since !== null) return;
    this.#since = performance.now();
    const why = reasonOf(cause);
    this.#log.error({ why }, 'the store is away: commands are refused until it is back');
    this.#looks = setInterval(() => this.#look(), LOOK_MS).unref();
  }

  stop(): void {
    if (this.#looks) clearInterval(this.#looks);
  }

  #look(): void {
    if (this.#since === null || this.#failing()) return;
    const seconds = Math.round((performance.now() - this.#since) / 1000);
    this.#log.warn({ seconds }, 'the store is back');
    this.#since = null;
    this.stop();
  }
}

/** What it all came from, in one line: where in the code it was met says nothing of a server that is away. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : reasonOf(error.cause);
}
