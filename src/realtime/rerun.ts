/**
 * Work that reads what is so now. Whoever asks while it is under way may know of something that it
 * has read past, so one more run follows, for all who asked meanwhile.
 */
export class Rerun {
  readonly #work: () => Promise<void>;
  #running: Promise<void> | null = null;
  #next: Promise<void> | null = null;

  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  /** Resolves after a run that began after this call; rejects as that run does. */
  run(): Promise<void> {
    if (this.#running) {
      const again = () => {
        this.#next = null;
        return this.run();
      };
      this.#next ??= this.#running.then(again, again);
      return this.#next;
    }
    this.#running = this.#work().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }
}
