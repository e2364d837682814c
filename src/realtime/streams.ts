import type { Event } from '../domain/decision.js';
import { notFound } from '../domain/errors.js';
import type { OutletScope, Scope } from '../db/store.js';
import type { Texts } from '../db/texts.js';
import type { Bus, StreamMessage } from './bus.js';
import type { Lookout } from './lookout.js';
import { Stream, type StreamParts } from './stream.js';

/** What a commit has to tell. */
export interface Told {
  epoch: string;
  events: readonly Event[];
  texts?: Texts;
}

interface Held {
  stream: Stream;
  opened: Promise<void>;
  holders: number;
}

type StreamsParts = Omit<StreamParts, 'recentEvents'>;

export interface StreamPosition extends OutletScope {
  epoch: string;
  /** How far this worker has come, and how far the store was when it last looked. */
  seq: number;
  head: number;
}

/**
 * The hub of a worker: brings events from its commits and from the bus to the streams that sockets
 * follow.
 */
export class Streams {
  readonly #parts: StreamParts;
  readonly #bus: Bus;
  readonly #lookout: Lookout;
  readonly #held = new Map<string, Held>();
  readonly #listeners: ((message: StreamMessage) => void)[] = [];

  /** @param lookout watches the streams that are open */
  constructor(parts: StreamsParts, bus: Bus, lookout: Lookout) {
    const { ringEvents, allRingEvents } = parts.settings;
    const recentEvents = () =>
      Math.min(ringEvents, Math.floor(allRingEvents / Math.max(1, this.#held.size)));
    this.#parts = { ...parts, recentEvents };
    this.#bus = bus;
    this.#lookout = lookout;
    bus.onMessage((message) => this.#take(message));
  }

  /** Events that this worker committed. Never throws: the commit stands, whoever hears of it. */
  publish(scope: Scope, { epoch, events, texts }: Told): void {
    const { organizationId, outletId = null } = scope;
    const message = { organizationId, outletId, epoch, events };
    this.#take(message, texts);
    this.#guard(() => this.#bus.publish(message, texts), 'publish on the bus');
  }

  /**
   * Called with every event of every stream, of this worker and from the bus, as they come: with
   * repeats, in any order.
   */
  onEvents(listener: (message: StreamMessage) => void): void {
    this.#listeners.push(listener);
  }

  /**
   * The outlet's stream, open. Who opened it releases it. All who ask at once ask the store once.
   * @throws KotdError `not_found` when there is no such outlet
   */
  async open(scope: OutletScope): Promise<Stream> {
    const key = keyOf(scope.organizationId, scope.outletId);
    let held = this.#held.get(key);
    if (!held) {
      const stream = new Stream(scope, this.#parts);
      held = { stream, opened: this.#begin(stream), holders: 0 };
      this.#held.set(key, held);
    }
    held.holders++;
    try {
      await held.opened;
    } catch (error) {
      this.#letGo(key, held);
      throw error;
    }
    return held.stream;
  }

  release(stream: Stream): void {
    const key = keyOf(stream.scope.organizationId, stream.scope.outletId);
    const held = this.#held.get(key);
    if (held?.stream === stream) this.#letGo(key, held);
  }

  /** Of the streams that somebody follows. */
  positions(): StreamPosition[] {
    return [...this.#held.values()].map(({ stream: { scope, epoch, position, head } }) => ({
      organizationId: scope.organizationId,
      outletId: scope.outletId,
      epoch,
      seq: position,
      head,
    }));
  }

  async #begin(stream: Stream): Promise<void> {
    const { scope } = stream;
    const outlet = this.#parts.store.get(scope, 'outlet', scope.outletId);
    const [found] = await Promise.all([outlet, stream.open()]);
    if (!found) throw notFound('/outlet');
    this.#lookout.watch(stream);
  }

  #letGo(key: string, held: Held): void {
    held.holders--;
    if (held.holders > 0) return;
    this.#lookout.forget(held.stream);
    held.stream.stop();
    if (this.#held.get(key) === held) this.#held.delete(key);
  }

  #take(message: StreamMessage, texts?: Texts): void {
    const { organizationId, outletId, epoch, events } = message;
    for (const listener of this.#listeners) this.#guard(() => listener(message), 'hear of events');
    if (outletId === null) return;
    const held = this.#held.get(keyOf(organizationId, outletId));
    if (held) this.#guard(() => held.stream.take(epoch, events, texts), 'take events');
  }

  #guard(work: () => void, what: string): void {
    try {
      work();
    } catch (error) {
      this.#parts.failed(error, what);
    }
  }
}

function keyOf(organizationId: string, outletId: string): string {
  return `${organizationId}/${outletId}`;
}
