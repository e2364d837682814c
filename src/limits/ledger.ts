import type { Ask, FromLeases, HandBack, ToLeases } from './messages.js';
import type { SharedBudgets } from './shared.js';
import {
  addDrawn,
  type FleetShare,
  mayDraw,
  newWindow,
  standAlone,
  type Window,
} from './window.js';

/** A worker that does not hand back within this many ms counts as having used its whole lease. */
export const WRITE_OFF_MS = 1000;
/** Windows open at the same time; beyond it the oldest are forgotten. About 100 MB. */
const MAX_WINDOWS = 500_000;

export interface LedgerParts {
  send(worker: number, message: ToLeases): void;
  /** Milliseconds, never going back, the same clock as that of the leases. */
  clock(): number;
  /** The budgets of the fleet; null in a box that stands alone. */
  shared?: SharedBudgets | null;
}

/**
 * The one account of all budgets of the box. A window of 60 s opens with the first request of a key.
 * Workers lease requests in advance: a share while plenty remain, single ones at the end. Nobody is
 * refused while another worker holds an unused lease: it is called back first. So over all workers
 * exactly `limit` requests are allowed in a window. Leases of a worker that died are free again.
 * In a fleet the box draws its part from the shared budget, one draw at a time for a key; asks wait for it.
 */
export class Ledger {
  readonly #parts: LedgerParts;
  /** In the order in which they opened, which is the order in which they end. */
  readonly #windows = new Map<string, Window>();
  readonly #workers = new Set<number>();

  constructor(parts: LedgerParts) {
    this.#parts = parts;
  }

  /** Windows that are open. */
  get size(): number {
    return this.#windows.size;
  }

  join(worker: number): void {
    this.#workers.add(worker);
  }

  leave(worker: number): void {
    this.#workers.delete(worker);
    for (const [key, window] of this.#windows) {
      window.free += window.held.get(worker) ?? 0;
      window.held.delete(worker);
      window.recalled.delete(worker);
      window.queue = window.queue.filter((ask) => ask.worker !== worker);
      this.#settle(key, window);
    }
  }

  receive(worker: number, message: FromLeases): void {
    if (message.kind === 'ask') this.#ask(worker, message);
    else this.#takeBack(worker, message);
  }

  #ask(worker: number, ask: Ask): void {
    const now = this.#parts.clock();
    this.#forget(now);
    this.#closeEarly(ask.key, now);
    this.#enter(worker, ask, now);
  }

  #enter(worker: number, { key, limit, want, held }: Omit<Ask, 'kind'>, now: number): void {
    const window = this.#windows.get(key) ?? this.#open(key, limit, now);
    if (!window.fleet) window.free += limit - window.limit;
    window.limit = limit;
    if (held > 0) window.held.set(worker, held);
    else window.held.delete(worker);
    window.queue.push({ worker, want });
    this.#settle(key, window);
  }

  #takeBack(worker: number, { key, end, units }: HandBack): void {
    const window = this.#windows.get(key);
    if (!window || window.end !== end || !window.recalled.delete(worker)) return;
    window.free += units;
    window.held.delete(worker);
    this.#settle(key, window);
  }

  /** Answers as many waiting asks as can be answered now. */
  #settle(key: string, window: Window): void {
    const { queue, held, recalled } = window;
    for (;;) {
      // What a worker says to a recall must not be about a lease that it got after it.
      const at = queue.findIndex(({ worker }) => !recalled.has(worker));
      const next = queue[at];
      if (next && window.free > 0) {
        queue.splice(at, 1);
        this.#grant(key, window, next);
      } else if (next && window.fleet && mayDraw(window, window.fleet)) {
        if (!window.fleet.drawing) void this.#draw(key, window, window.fleet);
        return;
      } else if (recalled.size > 0) {
        if (queue.length === 0 || this.#parts.clock() - window.recalledAt < WRITE_OFF_MS) return;
        for (const worker of recalled) held.delete(worker);
        recalled.clear();
      } else if (!next) {
        return;
      } else if (held.size > 0) {
        this.#recall(key, window);
      } else {
        queue.splice(at, 1);
        this.#parts.send(next.worker, { kind: 'grant', key, end: window.end, units: 0, free: 0 });
      }
    }
  }

  #grant(key: string, window: Window, { worker, want }: { worker: number; want: number }): void {
    const share = Math.floor(window.free / (2 * Math.max(1, this.#workers.size)));
    const units = Math.min(window.free, Math.max(want, share));
    window.free -= units;
    window.held.set(worker, (window.held.get(worker) ?? 0) + units);
    const free = window.free + (window.fleet?.free ?? 0);
    this.#parts.send(worker, { kind: 'grant', key, end: window.end, units, free });
  }

  async #draw(key: string, window: Window, fleet: FleetShare): Promise<void> {
    const { limit } = window;
    fleet.drawing = true;
    // An end counted from before the question is never later than the fleet's: the boxes' clocks do not matter.
    const askedAt = this.#parts.clock();
    const want = window.queue.reduce((sum, ask) => sum + ask.want, 0);
    const drawn = (await this.#parts.shared?.draw(key, limit, want)) ?? null;
    fleet.drawing = false;
    if (this.#windows.get(key) !== window) return;
    if (drawn) addDrawn(window, fleet, limit, drawn, askedAt + drawn.endsInMs);
    else standAlone(window, fleet);
    this.#settle(key, window);
  }

  #recall(key: string, window: Window): void {
    window.recalledAt = this.#parts.clock();
    for (const worker of window.held.keys()) {
      window.recalled.add(worker);
      this.#parts.send(worker, { kind: 'recall', key, end: window.end });
    }
  }

  #open(key: string, limit: number, now: number): Window {
    const window = newWindow(limit, now, Boolean(this.#parts.shared));
    this.#windows.set(key, window);
    return window;
  }

  #forget(now: number): void {
    for (const [key, window] of this.#windows) {
      if (window.end > now && this.#windows.size <= MAX_WINDOWS) return;
      this.#close(key, window, now);
    }
  }

  /** A window of the fleet that this box joined late ends before others that opened earlier. */
  #closeEarly(key: string, now: number): void {
    const window = this.#windows.get(key);
    if (window && window.end <= now) this.#close(key, window, now);
  }

  #close(key: string, window: Window, now: number): void {
    this.#windows.delete(key);
    // Whoever still waits for the end of the old window gets a place in the new one.
    for (const { worker, want } of window.queue) {
      this.#enter(worker, { key, limit: window.limit, want, held: 0 }, now);
    }
  }
}
