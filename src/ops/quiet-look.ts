/** Low enough in cost for an idle night, and soon enough for an alert; ms. */
const LOOK_MS = 3_000;

/**
 * Asks a server for a trifle every few seconds. A box on which nothing happens, at night or with nobody's
 * screens, would otherwise not notice that its database or its Redis is away until the first guest comes.
 */
export class QuietLook {
  readonly #ask: () => Promise<boolean>;
  readonly #timer: NodeJS.Timeout;
  #looking = false;
  #well = true;

  /** @param ask whether it answers; a rejection says that it does not */
  constructor(ask: () => Promise<boolean>, everyMs = LOOK_MS) {
    this.#ask = ask;
    this.#timer = setInterval(() => void this.#look(), everyMs).unref();
  }

  /** It has answered the last look, or there was none yet. */
  get well(): boolean {
    return this.#well;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    this.#well = await this.#ask().catch(() => false);
    this.#looking = false;
  }
}
