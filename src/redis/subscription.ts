import type { Connection } from './connect.js';

export interface SubscriptionParts {
  /** Opens a connection of its own: one that is subscribed can do little else. */
  open(): Connection;
  channels: readonly string[];
  hear(message: string): void;
}

/** Channels of the bus, subscribed again at every new connection. */
export class Subscription {
  readonly #parts: SubscriptionParts;
  #connection: Connection;

  constructor(parts: SubscriptionParts) {
    this.#parts = parts;
    this.#connection = this.#open();
  }

  /** It looks healthy, so it would not be replaced by itself. */
  get looksHealthy(): boolean {
    return this.#connection.ready;
  }

  /** Starts afresh: pub/sub can starve on a connection that looks healthy. */
  renew(): void {
    this.#connection.close();
    this.#connection = this.#open();
  }

  close(): void {
    this.#connection.close();
  }

  #open(): Connection {
    const { open, channels, hear } = this.#parts;
    const connection = open();
    const { client } = connection;
    // A refusal shows as silence, and silence makes it start afresh.
    const ignored = () => undefined;
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
