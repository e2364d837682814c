/** Something to look at, and to be told when it is worth another look. */
export interface Readable<T> {
  /** What it is now. The very same object as long as nothing changed. */
  get(): T;
  /** Calls back after each change; what it answers ends that. */
  subscribe(listener: () => void): () => void;
}

/** Who wants to be told. One that throws keeps nobody else from it, and nothing from going on. */
export class Listeners<A extends readonly unknown[] = []> {
  readonly #listeners = new Set<(...args: A) => void>();

  add(listener: (...args: A) => void): () => void {
    // Wrapped, since the same function may subscribe twice.
    const own = (...args: A) => listener(...args);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  tell(...args: A): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(...args);
      } catch (error) {
        // A defect of the listener's own: told where its defects are told, not swallowed.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
