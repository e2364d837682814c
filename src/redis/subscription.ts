import type { Connection } from './connect.js';

export interface SubscriptionParts {
  /** Opens a connection of its own: one that is subscribed can do little else. */
  open(): Connection;
  channels: readonly string[];
  hear(message: string): void;
  /** A connection that had been there is gone. */
  broke(): void;
}

/** Channels of the bus, subscribed again at every new connection. */
export class Subscription {
  readonly #parts: SubscriptionParts;
  #connection: Connection;
  /** When the connection began to look healthy; null while it does not. */
  #readyAt: number | null = null;

  constructor(parts: SubscriptionParts) {
    this.#parts = parts;
    this.#connection = this.#open();
  }

  /** For how many ms it has looked healthy, so that it would not be replaced by itself; 0: it does not. */
  get healthyMs(): number {
    return this.#readyAt === null ? 0 : performance.now() - this.#readyAt;
  }

  /** Starts afresh: pub/sub can starve on a connection that looks healthy. */
  renew(): void {
    this.#connection.close();
    this.#readyAt = null;
    this.#connection = this.#open();
  }

  close(): void {
    this.#readyAt = null;
    this.#connection.close();
  }

  #open(): Connection {
    const { open, channels, hear } = this.#parts;
    const connection = open();
    const { client } = connection;
    // A refusal shows as silence, and silence makes it start afresh.
    const ignored = () => undefined;
    client.on('ready', () => {
      if (connection === this.#connection) this.#readyAt = performance.now();
    });
    client.on('close', () => {
      // One that never got through had nothing to lose, and one that was replaced is not missed.
      if (connection !== this.#connection || this.#readyAt === null) return;
      this.#readyAt = null;
      this.#parts.broke();
    });
    if (client.isCluster) {
      client.on('smessage', (_channel: string, message: string) => hear(message));
      // It subscribes again by itself, wherever the slots go.
      client.once('ready', async () => {
        for (const channel of channels) await client.ssubscribe(channel).catch(ignored);
      });
    } else {
      client.on('message', (_channel: string, message: string) => hear(message));
      client.on('ready', () => void client.subscribe(...channels).catch(ignored));
    }
    return connection;
  }
}
