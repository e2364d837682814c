/** A line comes at most once in this time; ms. */
const PAUSE_MS = 10_000;

/**
 * A line of the log that could come a thousand times a second, and says no more by it: the first is told at
 * once, of those that follow the latest every few seconds, with how many were left out before it.
 */
export class CalmLine {
  readonly #tell: (facts: object) => void;
  readonly #pauseMs: number;
  #pause: NodeJS.Timeout | null = null;
  #latest: object = {};
  #untold = 0;

  /** @param tell writes the line */
  constructor(tell: (facts: object) => void, pauseMs = PAUSE_MS) {
    this.#tell = tell;
    this.#pauseMs = pauseMs;
  }

  say(facts: object): void {
    if (this.#pause === null) {
      this.#tell(facts);
      this.#rest();
    } else {
      this.#latest = facts;
      this.#untold++;
    }
  }

  #rest(): void {
    this.#pause = setTimeout(() => this.#goOn(), this.#pauseMs).unref();
  }

  #goOn(): void {
    this.#pause = null;
    if (this.#untold === 0) return;
    const leftOut = this.#untold - 1;
    this.#tell(leftOut === 0 ? this.#latest : { ...this.#latest, leftOut });
    this.#latest = {};
    this.#untold = 0;
    this.#rest();
  }
}
