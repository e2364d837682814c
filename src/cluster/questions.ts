/** Questions to another process, until their answers come. */
export class Questions<A> {
  readonly #waiting = new Map<number, (answer: A | undefined) => void>();
  #last = 0;

  /** @param post sends the question under this id @returns undefined when no answer comes in time */
  ask(post: (id: number) => void, patienceMs: number): Promise<A | undefined> {
    const id = ++this.#last;
    return new Promise((resolve) => {
      const late = setTimeout(() => this.#settle(id, undefined), patienceMs);
      this.#waiting.set(id, (answer) => {
        clearTimeout(late);
        resolve(answer);
      });
      post(id);
    });
  }

  /** One that comes too late is nobody's any more. */
  answer(id: number, answer: A): void {
    this.#settle(id, answer);
  }

  #settle(id: number, answer: A | undefined): void {
    const settle = this.#waiting.get(id);
    this.#waiting.delete(id);
    settle?.(answer);
  }
}
