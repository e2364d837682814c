import cluster, { type Worker } from 'node:cluster';
import { Socket } from 'node:net';
import { BusPipe } from './bus-pipe.js';
import type { Ready, Start, ToPrimary, ToWorker } from './messages.js';
import { Outbox } from './outbox.js';
import { StartError } from './start-error.js';

/** Largest headers a request may have, in bytes; the default of 4 KB is too little behind some proxies. */
const MAX_HEADER_BYTES = 16_384;

/**
 * What is lost to a worker within so many ms is told at their end: one that cannot keep up must not ask the store
 * for everything again at each batch.
 */
const LOSS_PAUSE_MS = 1000;

export interface MemberParts {
  /** Its place. */
  number: number;
  /** What it is told when it asks. */
  start(): Start;
  onMessage(member: Member, message: ToPrimary): void;
  /** Stream messages that it published. */
  onBatch(member: Member, batch: Buffer): void;
}

/** One worker process as the primary sees it. */
export class Member {
  /** Never used twice, unlike the number of its place. */
  readonly id: number;
  /** What it said when it listened; null: it ended before. */
  readonly ready: Promise<Ready | null>;
  /** How it ended: `code 1`, `SIGKILL`, or why it could not be started. */
  readonly gone: Promise<string>;
  /** Why it ended, where it said so. */
  fatal: StartError | null = null;
  readonly number: number;
  #state: 'starting' | 'ready' | 'draining' | 'gone' = 'starting';
  #readyAt = Number.POSITIVE_INFINITY;
  #finished = false;
  #lossPause: NodeJS.Timeout | null = null;
  /** Since it was told of the last loss. */
  #lostMore = false;
  readonly #worker: Worker;
  readonly #outbox: Outbox<ToWorker>;
  readonly #pipe: BusPipe | null;

  /** Forks the program that `cluster.setupPrimary` names. */
  constructor({ number, start, onMessage, onBatch }: MemberParts) {
    const worker = cluster.fork({ UWS_HTTP_MAX_HEADERS_SIZE: String(MAX_HEADER_BYTES) });
    this.#worker = worker;
    this.id = worker.id;
    this.number = number;
    this.#outbox = new Outbox((batch, sent) => {
      if (worker.isConnected()) worker.process.send(batch, sent);
      else sent();
    });
    // Where there was no process to be had, there is no pipe either.
    const end = worker.process.stdio?.[4];
    this.#pipe = end instanceof Socket ? new BusPipe(end, (batch) => onBatch(this, batch)) : null;
    this.gone = new Promise((resolve) => {
      worker.once('exit', (code: number, signal: string) => {
        this.#finished = code === 0;
        resolve(signal || `code ${code}`);
      });
      // Without descriptors or memory there is no process, and no exit either.
      worker.on('error', (error: Error) => {
        if (worker.process.pid === undefined) resolve(error.message);
      });
    });
    this.ready = new Promise((resolve) => {
      void this.gone.then(() => resolve(null));
      worker.on('message', (batch: readonly ToPrimary[]) => {
        for (const message of batch) {
          // What is sent before a worker hears is lost: it tells when it does.
          if (message.kind === 'joining') this.post({ kind: 'start', ...start() });
          else if (message.kind === 'ready') resolve(this.#listens(message));
          else if (message.kind === 'fatal')
            this.fatal = new StartError(message.line, message.exitCode);
          else onMessage(this, message);
        }
      });
    });
    void this.gone.then(() => {
      this.#state = 'gone';
    });
  }

  get pid(): number | undefined {
    return this.#worker.process.pid;
  }

  get state() {
    return this.#state;
  }

  /** Milliseconds since it listened; negative if it never did. */
  get readyMs(): number {
    return performance.now() - this.#readyAt;
  }

  /** It served, and ended before it had finished: what it did last it may have told nobody. */
  get brokeOff(): boolean {
    return this.#state === 'gone' && this.readyMs >= 0 && !this.#finished;
  }

  /** Bytes of stream messages that wait for it. */
  get unsent(): number {
    return this.#pipe?.unsent ?? 0;
  }

  post(message: ToWorker): void {
    if (this.#state !== 'gone') this.#outbox.post(message);
  }

  /** Hands it stream messages of others. */
  pass(batch: Buffer): void {
    if (this.#state !== 'gone') this.#pipe?.send(batch);
  }

  /** Tells it that stream messages of others are lost to it: over the channel, where nothing is dropped. */
  tellLoss(): void {
    if (this.#lossPause) {
      this.#lostMore = true;
      return;
    }
    this.post({ kind: 'busLost' });
    this.#lossPause = setTimeout(() => {
      this.#lossPause = null;
      if (!this.#lostMore) return;
      this.#lostMore = false;
      this.tellLoss();
    }, LOSS_PAUSE_MS).unref();
  }

  /** Lets it finish its work, at most so long, and then ends it. Resolves when it is gone. */
  async drain(graceMs: number): Promise<void> {
    // Nobody has been served by one that does not listen yet.
    if (this.#state === 'starting') this.kill();
    if (this.#state === 'ready') this.#state = 'draining';
    // It is told a little less than it gets, so that it can end by itself.
    this.post({ kind: 'drain', graceMs: Math.floor(graceMs * 0.95) });
    const straggler = setTimeout(() => this.kill(), graceMs);
    await this.gone;
    clearTimeout(straggler);
  }

  kill(): void {
    this.#worker.process.kill('SIGKILL');
  }

  #listens({ port, banner }: Ready): Ready {
    if (this.#state === 'starting') this.#state = 'ready';
    this.#readyAt = performance.now();
    return { port, banner };
  }
}
