import type { Event } from '../domain/decision.js';
import type { OutletScope, Position, Store } from '../db/store.js';
import type { Texts } from '../db/texts.js';
import type { Channel, Member, Publish } from './channel.js';
import { Channels } from './channels.js';
import type { Codec } from './codec.js';
import type { ServerFrame } from './frames.js';
import { PAGE, Past } from './past.js';
import { Rerun } from './rerun.js';
import { Ring } from './ring.js';
import { Sequence } from './sequence.js';
import type { RealtimeSettings } from './settings.js';
import { Stations } from './stations.js';

export interface StreamParts {
  store: Store;
  settings: RealtimeSettings;
  /** Recent events that the stream may keep in memory now. */
  recentEvents(): number;
  /** RFC 3339 UTC. */
  now(): string;
  publish: Publish;
  /** What went wrong in the background; the stream tries again by itself. */
  failed(error: unknown, what: string): void;
}

/** A position as the store had it at a moment. */
export interface Head {
  readonly epoch: string;
  readonly seq: number;
  readonly at: string;
  /** When it was asked for, in ms of a clock that is never set back, as that behind `at` may be. */
  readonly asked: number;
}

const NOWHERE: Head = { epoch: '', seq: 0, at: '', asked: Number.NEGATIVE_INFINITY };

/**
 * What a worker knows of one outlet's stream while sockets follow it: the recent events in order,
 * and how far the store is. Whatever the bus does, the stream shows each event once and in its
 * turn: what is missing is fetched from the store, at once when a later event tells of it, else when
 * the Lookout finds it.
 */
export class Stream {
  readonly scope: OutletScope;
  readonly stations: Stations;
  readonly #parts: StreamParts;
  readonly #channels: Channels;
  readonly #past = new Past((after) => this.#read(after));
  #epoch: string | null = null;
  /** An event came before it was known what it follows. */
  #missed = false;
  #sequence = new Sequence(0);
  #ring: Ring;
  #head = NOWHERE;
  /** The newest head that the position has reached: every screen here is current to its `at`. */
  #reached = NOWHERE;
  readonly #repairs = new Rerun(() => this.#fetch());
  readonly #doubts = new Rerun(() => this.#settle());
  #gapTimer: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(scope: OutletScope, parts: StreamParts) {
    this.scope = scope;
    this.#parts = parts;
    this.stations = new Stations(parts.store, scope);
    this.#ring = new Ring(parts.recentEvents, 0);
    this.#channels = new Channels(parts.settings.gatherMs, parts.publish);
  }

  /** Names the stream; empty until it is open. */
  get epoch(): string {
    return this.#epoch ?? '';
  }

  get position(): number {
    return this.#sequence.position;
  }

  /** Position of the store when it was last asked. */
  get head(): number {
    return this.#head.seq;
  }

  /** Learns where the stream stands. Events that come before that are not taken, but read then. */
  async open(): Promise<void> {
    await this.look();
    if (this.#missed) await this.repair();
  }

  stop(): void {
    this.#stopped = true;
    this.#closeGap();
  }

  /** The member gets every event after this moment's position that the audiences hear. */
  join(audiences: ReadonlySet<string>, codec: Codec, member: Member): Channel {
    const channel = this.#channels.join(audiences, codec, this.position, member);
    // The channel may stand after the last event that this member heard; the position says so.
    member.deliver([codec.encode(this.#pos(this.#reached))]);
    return channel;
  }

  /** For one who was sent all up to `seq`, and no more. */
  posAt(seq: number): ServerFrame {
    return this.#pos(this.#head, seq);
  }

  leave(channel: Channel, member: Member): void {
    this.#channels.leave(channel, member);
  }

  /** Events of a commit, from this worker or from the bus. */
  take(epoch: string, events: readonly Event[], texts?: Texts): void {
    if (this.#stopped) return;
    if (this.#epoch === null) this.#missed = true;
    else if (epoch === this.#epoch) this.#accept(events, texts);
    else void this.#doubts.run();
  }

  /** Events after `seq` that are still in memory; null when it does not reach back that far. */
  recent(seq: number, limit: number): readonly Event[] | null {
    return this.#ring.after(seq, limit);
  }

  /**
   * Events after `seq` (not above the position) from the store; null when the stream turned out to be
   * another.
   */
  past(seq: number): Promise<readonly Event[] | null> {
    return this.#past.after(seq);
  }

  /** Fetches all that the store has beyond the position; it reads after this call. */
  repair(): Promise<void> {
    return this.#repairs.run();
  }

  /** Asks the store where the stream stands; false when it is another stream than before. */
  async look(): Promise<boolean> {
    const learn = this.asking();
    return learn(await this.#parts.store.position(this.scope)) !== null;
  }

  /**
   * To be called just before the store is asked; what it returns takes the answer, and gives null
   * when the stream is another than before.
   */
  asking(): (position: Position) => Head | null {
    const before = this.#epoch;
    const at = this.#parts.now();
    const asked = performance.now();
    return ({ epoch, seq }) => {
      if (this.#epoch !== before) return null;
      const head = { epoch, seq, at, asked };
      if (epoch !== before) this.#begin(head);
      else if (asked >= this.#head.asked) this.#head = head;
      this.#noteReached();
      return epoch === before ? head : null;
    };
  }

  /** Whether the store had events that this worker has not. */
  lacks({ epoch, seq }: Head): boolean {
    return epoch === this.#epoch && this.position < seq;
  }

  /** Repairs until the head is reached, or the store has nothing more. Trouble is reported. */
  async reach(head: Head): Promise<void> {
    let before = -1;
    while (this.lacks(head) && this.position !== before) {
      before = this.position;
      if (!(await this.#attempt(this.repair(), 'fetch missing events'))) return;
    }
  }

  /**
   * Tells every screen how far it is and how far the store was. The store goes on while it is
   * asked: only what it answered is what the screens are measured by.
   */
  announce(head: Head): void {
    if (head.epoch !== this.#epoch) return;
    // Who joined since may have been told a later `at` already.
    const newest = this.#reached.asked > head.asked ? this.#reached : head;
    this.#channels.announce(this.#pos(newest));
  }

  async #fetch(): Promise<void> {
    let events: readonly Event[] | null;
    do events = await this.#read(this.position);
    while (events?.length === PAGE);
  }

  /** Events after `seq` (not above the position), which also brings the stream up to them. */
  async #read(seq: number): Promise<readonly Event[] | null> {
    const epoch = this.#epoch;
    const events = await this.#parts.store.events(this.scope, seq, PAGE);
    // An epoch that still holds now also held when the events were read.
    if (!(await this.look()) || this.#epoch !== epoch || this.#stopped) return null;
    this.#accept(events);
    this.#ring.fill(events);
    return events;
  }

  #begin(head: Head): void {
    this.#epoch = head.epoch;
    this.#sequence = new Sequence(head.seq);
    this.#ring = new Ring(this.#parts.recentEvents, head.seq);
    this.#head = head;
    this.#closeGap();
    this.#channels.restart();
  }

  #accept(events: readonly Event[], texts?: Texts): void {
    for (const event of this.#sequence.accept(events)) {
      this.#ring.push(event);
      this.#offer(event, texts);
    }
    this.#noteReached();
    if (!this.#sequence.hasGap) this.#closeGap();
    else {
      this.#gapTimer ??= setTimeout(() => {
        this.#gapTimer = null;
        void this.#attempt(this.repair(), 'fetch missing events');
      }, this.#parts.settings.gapMs);
    }
  }

  /**
   * An event that cannot be told must keep neither the next ones back, nor the commit that made it.
   */
  #offer(event: Event, texts?: Texts): void {
    try {
      this.#channels.offer(event, texts);
    } catch (error) {
      this.#parts.failed(error, `tell of ${event.type}`);
    }
  }

  /** An event of another epoch came: either it is late, or the stream is another by now. */
  async #settle(): Promise<void> {
    if (this.#stopped || !(await this.#attempt(this.look(), 'look at the stream'))) return;
    await this.reach(this.#head);
  }

  #noteReached(): void {
    if (this.position >= this.#head.seq) this.#reached = this.#head;
  }

  #pos({ seq: head, at }: Head, seq = this.position): ServerFrame {
    return { t: 'pos', epoch: this.epoch, seq, head, at };
  }

  #closeGap(): void {
    if (this.#gapTimer) clearTimeout(this.#gapTimer);
    this.#gapTimer = null;
  }

  /**
   * Whether the work came to its end. What kept it from that is reported; the next look of the
   * Lookout tries again.
   */
  async #attempt(work: Promise<unknown>, what: string): Promise<boolean> {
    try {
      await work;
      return true;
    } catch (error) {
      if (!this.#stopped) this.#parts.failed(error, what);
      return false;
    }
  }
}
