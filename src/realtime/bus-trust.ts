/** How far a worker relies on the bus: on what it proves of itself, and on what it was seen to lose. */
export class BusTrust {
  readonly #waryMs: number;
  #healthy = true;
  #waryUntil = 0;
  #foundWanting = 0;

  /** @param waryMs how long the bus is not trusted after it was found wanting */
  constructor(waryMs: number) {
    this.#waryMs = waryMs;
  }

  /** The bus proves that it works. It may lose something all the same. */
  get healthy(): boolean {
    return this.#healthy;
  }

  /** Healthy, and not found wanting lately. */
  get holds(): boolean {
    return this.#healthy && performance.now() >= this.#waryUntil;
  }

  /** How often it was found wanting. */
  get foundWanting(): number {
    return this.#foundWanting;
  }

  /** Answers whether this is the end of its health. */
  report(healthy: boolean): boolean {
    const lost = this.#healthy && !healthy;
    this.#healthy = healthy;
    return lost;
  }

  /** It says that it works, and yet did not bring what the store has. */
  wanting(): void {
    this.#foundWanting++;
    this.#waryUntil = performance.now() + this.#waryMs;
  }
}
