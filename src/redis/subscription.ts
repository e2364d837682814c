import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from './connect.js';

/** After so many ms a channel that was refused is asked for again. */
const AGAIN_MS = 250;

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
  #closed = false;
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
    this.#closed = true;
    this.#readyAt = null;
    this.#connection.close();
  }

  #open(): Connection {
    const { open, channels, hear } = this.#parts;
    const connection = open();
    const { client } = connection;
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
      client.once('ready', () => void this.#askForAll(connection));
    } else {
      client.on('message', (_channel: string, message: string) => hear(message));
      // A refusal shows as silence, and silence makes it start afresh.
      client.on('ready', () => void client.subscribe(...channels).catch(() => undefined));
    }
    return connection;
  }

  /**
   * Each by itself, since each may lie at another server; one that was refused again and again, until it is heard:
   * the box hears its own probes over another one, so that its absence would not show as silence.
   */
  async #askForAll(connection: Connection): Promise<void> {
    let wanted = this.#parts.channels;
    while (connection === this.#connection && !this.#closed) {
      const refused: string[] = [];
      for (const channel of wanted) {
        await connection.client.ssubscribe(channel).catch(() => refused.push(channel));
      }
      if (refused.length === 0) return;
      wanted = refused;
      await delay(AGAIN_MS, undefined, { ref: false });
    }
  }
}
