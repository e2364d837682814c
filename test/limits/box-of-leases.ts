import { setImmediate as turn } from 'node:timers/promises';
import { Leases } from '../../src/limits/leases.js';
import { Ledger } from '../../src/limits/ledger.js';
import type { FromLeases, ToLeases } from '../../src/limits/messages.js';
import type { SharedBudgets } from '../../src/limits/shared.js';

interface SimulatedWorker {
  id: number;
  leases: Leases;
  hear(message: ToLeases): void;
  dead: boolean;
}

/** A ledger and its workers in one process: messages take random turns, in order on each way. */
export class BoxOfLeases {
  /** Milliseconds. */
  now = 0;
  readonly ledger: Ledger;
  readonly workers: SimulatedWorker[] = [];
  /** Messages to the ledger. */
  asked = 0;
  /** The primary answers nothing while this is set. */
  silent = false;
  #lastId = 0;
  #favourite: SimulatedWorker | undefined;
  readonly #random: () => number;
  readonly #ways = new Map<string, Promise<unknown>>();

  /** @param random from 0 to 1: how long messages take */
  constructor(
    workers: number,
    random: () => number,
    patienceMs = 60_000,
    shared: SharedBudgets | null = null,
  ) {
    this.#random = random;
    this.ledger = new Ledger({
      clock: () => this.now,
      shared,
      send: (id, message) => {
        const worker = this.workers.find((each) => each.id === id);
        this.#deliver(`to ${id}`, () => worker?.hear(message));
      },
    });
    for (let count = 1; count <= workers; count++) this.addWorker(patienceMs);
  }

  addWorker(patienceMs: number): SimulatedWorker {
    const id = ++this.#lastId;
    let listen: (message: ToLeases) => void = () => undefined;
    const leases = new Leases(
      {
        send: (messages) => this.#deliver(`from ${id}`, () => this.#receive(worker, messages)),
        onMessage: (listener) => {
          listen = listener;
        },
      },
      () => this.now,
      patienceMs,
    );
    const worker: SimulatedWorker = {
      id,
      leases,
      dead: false,
      hear: (message) => {
        if (!worker.dead) listen(message);
      },
    };
    this.ledger.join(id);
    this.workers.push(worker);
    return worker;
  }

  /** A worker, often the same as before: the others then sit on leases that must be called back. */
  someWorker(): SimulatedWorker {
    if (!this.#favourite || this.#random() < 0.1) {
      this.#favourite = this.workers[Math.floor(this.#random() * this.workers.length)];
    }
    if (!this.#favourite) throw new Error('a box without workers');
    return this.#favourite;
  }

  kill(worker: SimulatedWorker): void {
    worker.dead = true;
    this.ledger.leave(worker.id);
  }

  #receive(worker: SimulatedWorker, messages: readonly FromLeases[]): void {
    this.asked += messages.length;
    if (worker.dead) return;
    for (const message of messages) this.ledger.receive(worker.id, message);
  }

  #deliver(way: string, arrive: () => void): void {
    const before = this.#ways.get(way) ?? Promise.resolve();
    const turns = Math.floor(this.#random() * 4);
    const now = before.then(async () => {
      for (let passed = 0; passed < turns || this.silent; passed++) await turn();
      arrive();
    });
    this.#ways.set(way, now);
  }
}

/** A repeatable random number from 0 to 1 at each call (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
