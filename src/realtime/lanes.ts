/** Work that comes in heaps, done a few at a time in the order in which it came. */
export class Lanes {
  #free: number;
  readonly #waiting = new Set<() => Promise<void>>();

  /** @param lanes how much is under way at the same time, 1 or more */
  constructor(lanes: number) {
    this.#free = lanes;
  }

  /** @param work must not reject */
  add(work: () => Promise<void>): void {
    this.#waiting.add(work);
    if (this.#free > 0) void this.#drive();
  }

  async #drive(): Promise<void> {
    this.#free--;
    for (const work of this.#waiting) {
      this.#waiting.delete(work);
      await work();
    }
    this.#free++;
  }
}
