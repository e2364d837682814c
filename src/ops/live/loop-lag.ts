/** How often the event loop is looked at; ms. */
const EVERY_MS = 10;

/**
 * How late the event loop runs. Node's own histogram forgets at each reset when it was last called, and with
 * it what held the loop up just before: of a worker that hangs now and then, half of that was never seen.
 */
export class LoopLag {
  readonly #timer: NodeJS.Timeout;
  #late: number[] = [];
  #lookedAt = performance.now();

  constructor() {
    this.#timer = setInterval(() => this.#look(), EVERY_MS).unref();
  }

  /** In ms, of the time since it was last asked. */
  take(): { p50: number; p99: number; max: number } {
    this.#look();
    const late = this.#late.sort((a, b) => a - b);
    this.#late = [];
    const at = (part: number) => late[Math.ceil(part * late.length) - 1] ?? 0;
    return { p50: at(0.5), p99: at(0.99), max: at(1) };
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = performance.now();
    this.#late.push(Math.max(0, now - this.#lookedAt - EVERY_MS));
    this.#lookedAt = now;
  }
}
