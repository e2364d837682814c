import type { Event } from '../domain/decision.js';

/** Knows the JSON of some of what it is asked to write. */
export interface Writer {
  of(value: unknown): string;
}

/** Events of one stream on their way between workers. */
export interface StreamMessage {
  organizationId: string;
  /** null: the stream of the organization itself. */
  outletId: string | null;
  epoch: string;
  /** In seq order, without a hole between them. */
  events: readonly Event[];
}

/**
 * Carries events to the other workers; a worker does not hear itself. A bus may lose, double and
 * reorder: streams repair themselves from the store, so a bad bus costs time and never a ticket.
 */
export interface Bus {
  publish(message: StreamMessage, writer?: Writer): void;
  onMessage(listener: (message: StreamMessage) => void): void;
}

/** The bus within one process: each end that connects hears every other. */
export class LocalBus {
  readonly #ends: ((message: StreamMessage) => void)[][] = [];

  connect(): Bus {
    const mine: ((message: StreamMessage) => void)[] = [];
    this.#ends.push(mine);
    return {
      publish: (message) => {
        for (const end of this.#ends) {
          if (end !== mine) for (const listener of end) listener(message);
        }
      },
      onMessage: (listener) => {
        mine.push(listener);
      },
    };
  }
}
