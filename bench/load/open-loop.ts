import { type Socket, connect } from 'node:net';
import { once } from 'node:events';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { AnswerReader } from './answer-reader.js';

/** What came of the requests of one stretch of time. */
export interface Outcome {
  /** Ms from when a request was due, so that what waits behind a slow one counts; of those answered well. */
  waits: number[];
  /** Refused, broken, or never answered. */
  failed: number;
}

/** How long the last answers of a stretch are waited for, in ms. */
const PATIENCE_MS = 3_000;

interface Due {
  bytes: Buffer;
  at: number;
  outcome: Outcome;
}

/**
 * Requests that come when they are due, whether or not those before them were answered: as guests do, and
 * unlike a load that waits for the server. Each connection carries one at a time.
 */
export class OpenLoop {
  readonly #port: number;
  readonly #queue: Due[] = [];
  readonly #free: Connection[] = [];
  readonly #all = new Set<Connection>();

  private constructor(port: number) {
    this.#port = port;
  }

  static async open(port: number, connections: number): Promise<OpenLoop> {
    const loop = new OpenLoop(port);
    await Promise.all(Array.from({ length: connections }, () => loop.#connect()));
    return loop;
  }

  /**
   * @param arrivals ms from now at which each is due, in order
   * @param make a whole request, ready to be sent
   */
  async run(arrivals: readonly number[], make: () => Buffer): Promise<Outcome> {
    const outcome: Outcome = { waits: [], failed: 0 };
    const began = performance.now();
    for (let next = 0; next < arrivals.length; ) {
      const now = performance.now() - began;
      for (let due = arrivals[next]; due !== undefined && due <= now; due = arrivals[++next]) {
        this.#send({ bytes: make(), at: began + due, outcome });
      }
      await delay(1);
    }
    const settled = () => outcome.waits.length + outcome.failed === arrivals.length;
    const deadline = performance.now() + PATIENCE_MS;
    while (!settled() && performance.now() < deadline) await delay(5);
    // If this very process stood still, answers lie unread.
    if (!settled()) await turn();
    // What was not answered by now counts as never answered, and is not in the way of the next stretch.
    this.#queue.length = 0;
    const waits = [...outcome.waits];
    return { waits, failed: arrivals.length - waits.length };
  }

  async stop(): Promise<void> {
    const all = [...this.#all];
    this.#all.clear();
    for (const connection of all) connection.close();
  }

  async #connect(): Promise<void> {
    const socket = connect(this.#port, '127.0.0.1');
    await once(socket, 'connect');
    const connection = new Connection(socket, () => this.#next(connection));
    this.#all.add(connection);
    // Servers close connections that nothing came over for a while; another takes its place.
    socket.on('close', () => {
      if (!this.#all.delete(connection)) return;
      const at = this.#free.indexOf(connection);
      if (at >= 0) this.#free.splice(at, 1);
      this.#connect().catch(() => undefined);
    });
    this.#next(connection);
  }

  #send(due: Due): void {
    const connection = this.#free.pop();
    if (connection) connection.ask(due);
    else this.#queue.push(due);
  }

  #next(connection: Connection): void {
    const due = this.#queue.shift();
    if (due) connection.ask(due);
    else this.#free.push(connection);
  }
}

class Connection {
  readonly #socket: Socket;
  readonly #free: () => void;
  readonly #reader = new AnswerReader((status) => this.#answered(status));
  #due: Due | null = null;

  constructor(socket: Socket, free: () => void) {
    this.#socket = socket;
    this.#free = free;
    socket.setNoDelay(true);
    socket.on('data', (bytes: Buffer) => this.#reader.take(bytes));
    // `close` comes behind it.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.#due) this.#due.outcome.failed++;
    });
  }

  ask(due: Due): void {
    this.#due = due;
    this.#socket.write(due.bytes);
  }

  close(): void {
    this.#socket.destroy();
  }

  #answered(status: number): void {
    const { at = 0, outcome } = this.#due ?? {};
    this.#due = null;
    if (status < 400) outcome?.waits.push(performance.now() - at);
    else if (outcome) outcome.failed++;
    this.#free();
  }
}
