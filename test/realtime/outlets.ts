import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type { Scope } from '../../src/db/store.js';
import type { Event } from '../../src/domain/decision.js';
import type { Bus, StreamMessage } from '../../src/realtime/bus.js';
import { JSON_CODEC } from '../../src/realtime/codec.js';
import type { ServerFrame } from '../../src/realtime/frames.js';
import { Lookout } from '../../src/realtime/lookout.js';
import { REALTIME_DEFAULTS, type RealtimeSettings } from '../../src/realtime/settings.js';
import type { Stream } from '../../src/realtime/stream.js';
import { Streams } from '../../src/realtime/streams.js';
import { Air, Sitting } from './air.js';
import { outlet } from './documents.js';
import { MemoryStore } from './store.js';

type FrameOf<T extends ServerFrame['t']> = Extract<ServerFrame, { t: T }>;

/** What `t` of tap is used for here. */
interface Teardown {
  teardown(work: () => void): void;
}

/** One that sits at a stream as a socket does, and keeps what it is sent. */
export class Listener extends Sitting {
  readonly frames: ServerFrame[] = [];

  deliver(frames: readonly Uint8Array[]): void {
    for (const frame of frames) this.frames.push(JSON.parse(Buffer.from(frame).toString()));
  }

  of<T extends ServerFrame['t']>(t: T): FrameOf<T>[] {
    return this.frames.filter((frame): frame is FrameOf<T> => frame.t === t);
  }
}

/**
 * A worker that follows many outlets, without sockets. What is committed here is committed on another
 * box: this worker hears of it only by what `bring` hands to its bus, or from the store.
 */
export class Outlets {
  readonly store = new MemoryStore();
  readonly lookout: Lookout;
  readonly streams: Streams;
  readonly failures: string[] = [];
  now = () => new Date().toISOString();
  readonly #busListeners: ((message: StreamMessage) => void)[] = [];
  readonly #open: Stream[] = [];
  readonly #air = new Air();

  constructor(t: Teardown, settings: Partial<RealtimeSettings> = {}) {
    const parts = {
      store: this.store,
      settings: { ...REALTIME_DEFAULTS, gatherMs: 0, ...settings },
      now: () => this.now(),
      publish: this.#air.publish,
      failed: (error: unknown, what: string) => void this.failures.push(`${what}: ${error}`),
    };
    const bus: Bus = {
      publish: () => {},
      onMessage: (listener) => void this.#busListeners.push(listener),
    };
    this.lookout = new Lookout(parts);
    this.streams = new Streams(parts, bus, this.lookout);
    t.teardown(() => this.close());
  }

  async open(outletId: string): Promise<Stream> {
    await this.build(outletId);
    const stream = await this.streams.open(scopeOf(outletId));
    this.#open.push(stream);
    return stream;
  }

  /** Makes the outlet, unless it is there. */
  async build(outletId: string): Promise<void> {
    await this.store.commit(scopeOf(outletId), {
      counters: [],
      changes: () => ({
        documents: [{ collection: 'outlet', value: outlet(outletId) }],
        events: [],
        result: null,
      }),
    });
  }

  async openMany(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, (_, i) => this.open(`o${i}`)));
  }

  /** Opens the stream, and listens to all of it. */
  async listen(outletId: string): Promise<Listener> {
    const stream = await this.open(outletId);
    const listener = new Listener(this.#air);
    stream.join(new Set(['floor']), JSON_CODEC, listener);
    return listener;
  }

  close(): void {
    for (const stream of this.#open.splice(0)) this.streams.release(stream);
  }

  /** Answers what the bus would bring. */
  async commit(outletId: string): Promise<StreamMessage> {
    const { store } = this;
    const scope = scopeOf(outletId);
    const draft = { type: 'order.created', at: this.now(), actor: 'owner', data: { order: {} } };
    const outcome = await store.commit(scope, {
      counters: [],
      changes: () => ({ documents: [], events: [draft], result: null }),
    });
    if (outcome.kind !== 'committed') throw new Error(outcome.kind);
    return messageOf(scope, outcome.epoch, outcome.events);
  }

  bring(message: StreamMessage): void {
    for (const listener of this.#busListeners) listener(message);
  }

  /** Waits for what other parts bring about. The condition is looked at often, without a busy loop. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await delay(1);
  }

  /** Lets everything that is ready happen. */
  async settle(): Promise<void> {
    for (let i = 0; i < 20; i++) await nextTurn();
  }
}

/** A wait that the test ends. */
export class Gate {
  open: () => void = () => {};
  readonly passed = new Promise<void>((resolve) => {
    this.open = resolve;
  });
}

export function scopeOf(outletId: string): { organizationId: string; outletId: string } {
  return { organizationId: 'org', outletId };
}

function messageOf(scope: Required<Scope>, epoch: string, events: Event[]): StreamMessage {
  return { ...scope, epoch, events };
}
