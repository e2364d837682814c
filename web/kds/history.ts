import { signal } from '@preact/signals';
import { ProblemError } from '../../client/problem.js';
import type { Terminal } from '../../client/terminal.js';
import { byAge, type Ticket } from './tickets.js';

/** Orders that are asked for at the same time: a display that comes up must not press the server. */
const AT_ONCE = 3;
/** What was not answered is asked again so much later; ms. */
const AGAIN_MS = 5_000;

/**
 * What is not on any screen any more, of orders that are. A snapshot tells of open tickets only, and a display would
 * not know that two of three portions were taken back an hour ago and noted: it asks what the kitchen heard of such
 * orders. What happens while it listens, or is caught up with event by event, it sees by itself and asks nobody for.
 */
export class History {
  readonly tickets = signal<ReadonlyMap<string, Ticket>>(new Map());
  readonly #terminal: Pick<Terminal, 'on' | 'onSnapshot' | 'query'>;
  /** Tickets that came as events, and so with all that came after them. */
  readonly #live = new Set<string>();
  readonly #asked = new Set<string>();
  readonly #queue: string[] = [];
  readonly #ends: readonly (() => void)[];
  #open: readonly Ticket[] = [];
  /** Orders with something on the screen. */
  #orders: ReadonlySet<string> = new Set();
  #looks = false;
  #asking = 0;
  #closed = false;

  constructor(terminal: Pick<Terminal, 'on' | 'onSnapshot' | 'query'>) {
    this.#terminal = terminal;
    this.#ends = [
      terminal.on('ticket.created', ({ data }) => this.#live.add(data.ticket.id)),
      terminal.onSnapshot(() => this.#forget()),
    ];
  }

  close(): void {
    this.#closed = true;
    this.#queue.length = 0;
    for (const end of this.#ends) end();
  }

  /** Tells which tickets are on the screen: what is missing of their orders is asked for. */
  want(open: readonly Ticket[]): void {
    this.#open = open;
    this.#orders = new Set(open.map(({ orderId }) => orderId));
    if (this.#looks) return;
    this.#looks = true;
    // A ticket is in the view before its event is told: at this moment each would look like one of a snapshot.
    queueMicrotask(() => this.#look());
  }

  #look(): void {
    this.#looks = false;
    if (this.#closed) return;
    for (const { id, orderId } of [...this.#open].sort(byAge)) {
      if (this.#live.has(id) || this.#asked.has(orderId)) continue;
      this.#asked.add(orderId);
      this.#queue.push(orderId);
    }
    this.#next();
  }

  /** What went on before this snapshot may never have been told. */
  #forget(): void {
    this.#live.clear();
    this.#asked.clear();
    this.#queue.length = 0;
    this.want(this.#open);
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
