/** Hands a batch to the channel; `sent` is called when it has left this process, or cannot. */
export type SendBatch<M> = (batch: readonly M[], sent: () => void) => void;

/** Sends what is posted during one turn of the event loop in one piece: a send is a system call. */
export class Outbox<M> {
  readonly #send: SendBatch<M>;
  #batch: M[] = [];

  constructor(send: SendBatch<M>) {
    this.#send = send;
  }

  post(message: M): void {
    if (this.#batch.length === 0) setImmediate(() => this.flush());
    this.#batch.push(message);
  }

  /** Sends at once what waits for the end of the turn. */
  flush(): void {
    if (this.#batch.length === 0) return;
    const batch = this.#batch;
    this.#batch = [];
    this.#send(batch, () => undefined);
  }
}
