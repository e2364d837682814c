const END_OF_HEAD = Buffer.from('\r\n\r\n');

/** Finds where each HTTP answer of a connection ends, and reads no more of it than its status. */
export class AnswerReader {
  readonly #answered: (status: number) => void;
  #head: Buffer = Buffer.alloc(0);
  #status = 0;
  /** Bytes of the body that are still to come. */
  #left = 0;

  constructor(answered: (status: number) => void) {
    this.#answered = answered;
  }

  take(bytes: Buffer): void {
    let rest = bytes;
    while (rest.length > 0) {
      if (this.#left === 0) rest = this.#takeHead(rest);
      const body = Math.min(rest.length, this.#left);
      this.#left -= body;
      rest = rest.subarray(body);
      if (this.#left > 0 || this.#status === 0) continue;
      const status = this.#status;
      this.#status = 0;
      this.#answered(status);
    }
  }

  /** Answers what is behind the head; nothing when that is not complete. */
  #takeHead(bytes: Buffer): Buffer {
    const all = this.#head.length === 0 ? bytes : Buffer.concat([this.#head, bytes]);
    const end = all.indexOf(END_OF_HEAD);
    if (end < 0) {
      this.#head = Buffer.from(all);
      return all.subarray(all.length);
    }
    const head = all.toString('latin1', 0, end);
    this.#head = Buffer.alloc(0);
    this.#status = Number(head.slice(9, 12));
    this.#left = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    return all.subarray(end + END_OF_HEAD.length);
  }
}
