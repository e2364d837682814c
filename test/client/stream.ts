import type { FrameOf } from '../../client/frames.js';
import type { Kinds } from '../../client/state.js';

type Order = Kinds['orders'];
export type StreamFrame = FrameOf<'reset' | 'ev' | 'pos'>;

const AT = '2026-11-20T14:00:00.000Z';
const STATUSES = ['open', 'billed', 'paid', 'cancelled'] as const;

/** One step in the life of an order. */
export interface Step {
  /** Which of the orders. */
  order: number;
  /** What becomes of it, if it is still open. */
  status: number;
  /** Whether the screen hears of it. */
  heard: boolean;
}

function anOrder(id: string, rev: number, status: Order['status']): Order {
  return { id, rev, status, lines: [] } as unknown as Order;
}

/** A stream of an outlet as its server tells it: a list of events, and what is open after each. */
export class Stream {
  readonly epoch: string;
  readonly #events: { order: Order; heard: boolean }[] = [];

  constructor(steps: readonly Step[], epoch = 'one') {
    this.epoch = epoch;
    const orders = new Map<string, Order>();
    for (const step of steps) {
      // Orders that are not heard of are others than those that are: audiences follow the document.
      const id = `${step.heard ? 'h' : 's'}${step.order}`;
      const before = orders.get(id);
      if (before && ['paid', 'cancelled'].includes(before.status)) continue;
      const status = before ? (STATUSES[step.status % 4] ?? 'open') : 'open';
      const order = anOrder(id, (before?.rev ?? 0) + 1, status);
      orders.set(id, order);
      this.#events.push({ order, heard: step.heard });
    }
  }

  get head(): number {
    return this.#events.length;
  }

  /** What is open at a position, as the screen may know it. */
  openAt(seq: number): Map<string, Order> {
    const open = new Map<string, Order>();
    for (const { order, heard } of this.#events.slice(0, seq)) {
      if (!heard) continue;
      if (order.status === 'open' || order.status === 'billed') open.set(order.id, order);
      else open.delete(order.id);
    }
    return open;
  }

  /** What a server says to a hello. @param until how far the stream was when it began to answer */
  answer(resume: { epoch: string; seq: number } | null, until: number): StreamFrame[] {
    const resumed = resume !== null && resume.epoch === this.epoch && resume.seq <= until;
    const from = resumed ? resume.seq : Math.floor(until / 2);
    const frames: StreamFrame[] = resumed ? [] : [this.#reset(from, until)];
    let told = from;
    for (const [at, { order, heard }] of this.#events.entries()) {
      const seq = at + 1;
      if (seq <= from || !heard) continue;
      const type = 'order.changed';
      frames.push({ t: 'ev', seq, prev: told, type, at: AT, actor: '', data: { order } });
      told = seq;
      if (seq % 3 === 0) frames.push(this.pos(seq));
    }
    return [...frames, this.pos(this.head)];
  }

  pos(seq: number): FrameOf<'pos'> {
    return { t: 'pos', epoch: this.epoch, seq, head: this.head, at: AT };
  }

  /** As a server makes one: of a position, with documents that may be newer. */
  #reset(seq: number, readAt: number): FrameOf<'reset'> {
    const orders = [...this.openAt(readAt).values()];
    const snapshot = { orders, tickets: [], tables: [], bills: [] };
    return { t: 'reset', epoch: this.epoch, seq, snapshot };
  }
}
