/** Hands a batch to the channel; `sent` is called when it has left this process, or cannot. */
export type SendBatch<M> = (batch: readonly M[], sent: () => void) => void;

/** Sends what is posted during one turn of the event loop in one piece: a send is a system call. */
export class Outbox<M> {
  readonly #send: SendBatch<M>;
  #batch: M[] = [];
  #weight = 0;
  #unsent = 0;

  constructor(send: SendBatch<M>) {
    this.#send = send;
  }

  /** Weight of what was posted and has not left this process. */
  get unsent(): number {
    return this.#unsent;
  }

  /** @param weight bytes, where they matter */
  post(message: M, weight = 0): void {
    if (this.#batch.length === 0) setImmediate(() => this.flush());
    this.#batch.push(message);
    this.#weight += weight;
    this.#unsent += weight;
  }

  /** Sends at once what waits for the end of the turn. */
  flush(): void {
    if (this.#batch.length === 0) return;
    const batch = this.#batch;
    const weight = this.#weight;
    this.#batch = [];
    this.#weight = 0;
    this.#send(batch, () => {
      this.#unsent -= weight;
    });
  }
}
