import { randomUUID } from 'node:crypto';
import { MAX_UNSENT } from '../cluster/messages.js';
import type { OuterBus } from '../cluster/outer-bus.js';
import type { Connection, RedisLog } from './connect.js';
import { type Envelope, Envelopes, type Sender } from './envelope.js';
import { RollCall } from './roll-call.js';
import { Subscription } from './subscription.js';

const PROBE_MS = 250;
/** Silence on a connection that looks healthy, in ms, after which it is replaced. */
const STARVED_MS = 2000;
/** Channels that the boxes of a fleet spread over, so that a Cluster spreads them over its nodes. */
const CHANNELS = 8;
/** Longest wait for the goodbye to be sent, in ms. */
const GOODBYE_MS = 500;

export interface RedisBusParts {
  /** Publishes; not closed by the bus. */
  commands: Connection;
  openSubscriber(): Connection;
  /** Name of this box. */
  box: string;
  /** The fleet's: messages of others are refused. */
  secret: string;
  /** Tells fleets on one Redis apart. */
  db: number;
  log: RedisLog;
}

/**
 * The bus between boxes over Redis pub/sub, sharded on a Cluster. A box publishes on one channel of several,
 * probes included, and hears them all: its probes prove the very way that its batches take.
 */
export class RedisBus implements OuterBus {
  readonly #parts: RedisBusParts;
  readonly #self: Sender;
  readonly #channel: string;
  readonly #envelopes: Envelopes;
  readonly #rollCall: RollCall;
  readonly #subscription: Subscription;
  readonly #probing: NodeJS.Timeout;
  readonly #batchListeners: ((json: string) => void)[] = [];
  readonly #healthListeners: ((healthy: boolean) => void)[] = [];
  readonly #lossListeners: (() => void)[] = [];
  /** Batches were lost that the other boxes have not been told of. */
  #lossUntold = false;
  #healthy = false;
  #unsent = 0;
  readonly #counts = { sent: 0, received: 0, dropped: 0, refused: 0 };

  constructor(parts: RedisBusParts) {
    const { box, secret, db, openSubscriber } = parts;
    this.#parts = parts;
    this.#self = { box, start: randomUUID() };
    this.#envelopes = new Envelopes(secret);
    this.#rollCall = new RollCall(this.#self, () => performance.now());
    const channels = Array.from({ length: CHANNELS }, (_, at) => `kotd:${db}:bus:${at}`);
    this.#channel = channels[placeOf(box)] ?? '';
    this.#subscription = new Subscription({
      open: openSubscriber,
      channels,
      hear: (message) => this.#hear(message),
      broke: () => {
        this.#rollCall.lost();
        this.#judge();
      },
    });
    this.#probing = setInterval(() => this.#probe(), PROBE_MS);
  }

  get stats() {
    const { others, roundTripMs } = this.#rollCall;
    return { healthy: this.#healthy, others, roundTripMs, ...this.#counts };
  }

  publish(json: string): void {
    if (this.#unsent > MAX_UNSENT) {
      this.#drop();
      return;
    }
    this.#unsent += json.length;
    this.#transmit({ kind: 'batch', ...this.#self, seq: 0, body: json })
      .then(
        () => this.#counts.sent++,
        () => this.#drop(),
      )
      .finally(() => {
        this.#unsent -= json.length;
      });
  }

  lost(): void {
    this.#lossUntold = true;
  }

  onLoss(listener: () => void): void {
    this.#lossListeners.push(listener);
  }

  onBatch(listener: (json: string) => void): void {
    this.#batchListeners.push(listener);
  }

  onHealth(listener: (healthy: boolean) => void): void {
    this.#healthListeners.push(listener);
    listener(this.#healthy);
  }

  async close(): Promise<void> {
    clearInterval(this.#probing);
    const said = this.#transmit({ kind: 'bye', ...this.#self, seq: 0, body: '' });
    let late: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => {
      late = setTimeout(resolve, GOODBYE_MS);
    });
    // Unheard, the others miss this box for a while: that costs them only reads.
    await Promise.race([said.catch(() => undefined), enough]);
    clearTimeout(late);
    this.#subscription.close();
  }

  /** Whoever lacks it is told with the next probe, and repairs itself from the store. */
  #drop(): void {
    this.#counts.dropped++;
    this.lost();
  }

  #probe(): void {
    if (this.#lossUntold) {
      this.#lossUntold = false;
      this.#transmit({ kind: 'lost', ...this.#self, seq: 0, body: '' }).catch(() => this.lost());
    }
    // One that fails is one that is not heard.
    this.#transmit(this.#rollCall.next()).catch(() => undefined);
    // After a pause of this very process what it should have heard lies unread: that is read first.
    setImmediate(() => this.#judge());
  }

  #judge(): void {
    const silentMs = Math.min(this.#rollCall.unheardMs, this.#subscription.healthyMs);
    if (silentMs > STARVED_MS) this.#subscription.renew();
    const healthy = this.#rollCall.proves();
    if (healthy === this.#healthy) return;
    this.#healthy = healthy;
    if (healthy) this.#parts.log.info(this.stats, 'the bus between the boxes works');
    else this.#parts.log.warn(this.stats, 'the bus between the boxes does not prove that it works');
    for (const listener of this.#healthListeners) listener(healthy);
  }

  #hear(message: string): void {
    const envelope = this.#envelopes.read(message);
    if (!envelope) this.#counts.refused++;
    else if (envelope.kind === 'probe') this.#rollCall.heard(envelope);
    else if (envelope.start === this.#self.start) return;
    else if (envelope.kind === 'bye') this.#rollCall.left(envelope);
    else if (envelope.kind === 'lost') {
      for (const listener of this.#lossListeners) listener();
    } else {
      this.#counts.received++;
      for (const listener of this.#batchListeners) listener(envelope.body);
    }
  }

  async #transmit(envelope: Envelope): Promise<void> {
    const { client } = this.#parts.commands;
    const text = this.#envelopes.write(envelope);
    if (client.isCluster) await client.spublish(this.#channel, text);
    else await client.publish(this.#channel, text);
  }
}

/** Always the same channel for a box, so that its messages stay in order. */
function placeOf(box: string): number {
  let sum = 0;
  for (const char of box) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 65_521;
  return sum % CHANNELS;
}
