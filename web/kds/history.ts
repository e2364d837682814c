import { signal } from '@preact/signals';
import { ProblemError } from '../../client/problem.js';
import type { Terminal } from '../../client/terminal.js';
import { byAge, type Ticket } from './tickets.js';

/** Orders that are asked for at the same time: a display that comes up must not press the server. */
const AT_ONCE = 3;
/** What was not answered is asked again so much later; ms. */
const AGAIN_MS = 5_000;

/**
 * What is not on any screen any more, of orders that are. A display that comes up is told of open tickets only, and would
 * not know that two of three portions were taken back an hour ago and noted: it asks what the kitchen heard of such orders.
 * What happens while it listens, it sees by itself.
 */
export class History {
  readonly tickets = signal<ReadonlyMap<string, Ticket>>(new Map());
  readonly #terminal: Terminal;
  /** Tickets that came while we listened. */
  readonly #live = new Set<string>();
  readonly #asked = new Set<string>();
  readonly #queue: string[] = [];
  readonly #end: () => void;
  /** Orders with something on the screen. */
  #orders: ReadonlySet<string> = new Set();
  #asking = 0;
  #closed = false;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.#end = terminal.on('ticket.created', ({ data }) => this.#live.add(data.ticket.id));
  }

  close(): void {
    this.#closed = true;
    this.#queue.length = 0;
    this.#end();
  }

  /** The connection was away: what went on meanwhile may never have been told. */
  forget(): void {
    this.#live.clear();
    this.#asked.clear();
    this.#queue.length = 0;
  }

  /** Asks for what is missing of the orders of these tickets. */
  want(open: readonly Ticket[]): void {
    this.#orders = new Set(open.map(({ orderId }) => orderId));
    for (const { id, orderId } of [...open].sort(byAge)) {
      if (this.#live.has(id) || this.#asked.has(orderId)) continue;
      this.#asked.add(orderId);
      this.#queue.push(orderId);
    }
    this.#next();
  }

  #next(): void {
    while (this.#asking < AT_ONCE) {
      const orderId = this.#queue.shift();
      if (orderId === undefined) return;
      this.#asking += 1;
      void this.#ask(orderId).finally(() => {
        this.#asking -= 1;
        this.#next();
      });
    }
  }

  #again(orderId: string): void {
    if (this.#closed || !this.#orders.has(orderId)) return;
    this.#queue.push(orderId);
    this.#next();
  }

  async #ask(orderId: string): Promise<void> {
    try {
      const { data } = await this.#terminal.query('ticket.ofOrder', { orderId, limit: 1000 });
      const kept = [...this.tickets.value.values()].filter((one) => this.#orders.has(one.orderId));
      this.tickets.value = new Map([...kept, ...data].map((ticket) => [ticket.id, ticket]));
    } catch (error) {
      const gone = error instanceof ProblemError && !error.problem.retryable;
      if (gone || this.#closed) return console.warn('the history of an order is missing', error);
      setTimeout(() => this.#again(orderId), AGAIN_MS);
    }
  }
}
