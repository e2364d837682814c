import { Socket } from 'node:net';

/** The descriptor of the pipe in a worker: behind the three of every program and node's own channel. */
const DESCRIPTOR = 4;
/** How the primary forks its workers, so that they have it. */
export const WORKER_STDIO = ['inherit', 'inherit', 'inherit', 'ipc', 'pipe'] as const;

/** Bytes that say how long a batch is. */
const HEAD = 4;

/**
 * Carries batches of stream messages between a worker and the primary, as bytes that the primary hands on
 * without reading them. Over node's own channel they were JSON within JSON: a seventh of a command's time
 * went there.
 */
export class BusPipe {
  readonly #socket: Socket;
  readonly #onBatch: (batch: Buffer) => void;
  /** What has come of a batch that is not whole yet. */
  #chunks: Buffer[] = [];
  #length = 0;
  /** Bytes that must be there before something can be done. */
  #wanted = HEAD;

  constructor(socket: Socket, onBatch: (batch: Buffer) => void) {
    this.#socket = socket;
    this.#onBatch = onBatch;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    // A pipe breaks when the process behind it ends, and that is told elsewhere.
    socket.on('error', () => undefined);
  }

  /** A worker's end of it. */
  static ofWorker(onBatch: (batch: Buffer) => void): BusPipe {
    return new BusPipe(new Socket({ fd: DESCRIPTOR, readable: true, writable: true }), onBatch);
  }

  /** Bytes that have not left this process. */
  get unsent(): number {
    return this.#socket.writableLength;
  }

  send(batch: Buffer): void {
    if (!this.#socket.writable) return;
    const head = Buffer.allocUnsafe(HEAD);
    head.writeUInt32LE(batch.length);
    this.#socket.cork();
    this.#socket.write(head);
    this.#socket.write(batch);
    this.#socket.uncork();
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    while (this.#length >= this.#wanted) {
      const bytes =
        this.#chunks.length === 1 ? (this.#chunks[0] ?? chunk) : Buffer.concat(this.#chunks);
      this.#chunks = [bytes];
      this.#wanted = HEAD + bytes.readUInt32LE(0);
      if (this.#length < this.#wanted) return;
      const batch = bytes.subarray(HEAD, this.#wanted);
      const rest = bytes.subarray(this.#wanted);
      this.#chunks = rest.length > 0 ? [rest] : [];
      this.#length = rest.length;
      this.#wanted = HEAD;
      this.#onBatch(batch);
    }
  }
}
