import type { Event } from '../domain/decision.js';
import { hears } from '../domain/audience.js';
import type { Texts } from '../db/texts.js';
import type { Codec } from './codec.js';
import { eventFrame } from './frames.js';

/** Who sits in a channel. */
export interface Member {
  /** Frames in order; must not wait. */
  deliver(frames: readonly Uint8Array[]): void;
  /** The stream is another than before: what was delivered says nothing about it. */
  restart(): void;
  /** From now on hears what is published under the topic, in order with what is delivered. */
  tune(topic: string): void;
  untune(): void;
  /** So many frames were published under the topic it hears. */
  published(frames: number): void;
}

/** Hands a frame to all who are tuned to the topic. */
export type Publish = (topic: string, frame: Uint8Array, binary: boolean) => void;

/** The screens of a kitchen, at most: so few system calls are soon done. */
const FEW = 16;

let topics = 0;

/**
 * The sockets of one outlet that hear the same and read the same codec. An event is serialized once
 * for all of them, and what happens within a few ms goes out together: a send is a system call. The cook does
 * not wait for that: to a few members goes at once what came in one turn of the event loop.
 *
 * To many members several frames at once are published: uWebSockets hands them round by itself, where a call from
 * here for each frame and socket costs a fifth of the whole. A quiet channel has no topic: a
 * subscription takes memory in every socket.
 */
export class Channel {
  readonly audiences: ReadonlySet<string>;
  readonly codec: Codec;
  readonly #gatherMs: number;
  readonly #publish: Publish;
  readonly #members = new Set<Member>();
  #gathered: Uint8Array[] = [];
  /** What ends the gathering. */
  #timer: NodeJS.Timeout | null = null;
  #turn: NodeJS.Immediate | null = null;
  /** What the next event follows: the event this channel had before, or where the channel began. */
  #last: number;
  /** What the members are tuned to, once they had to be. */
  #topic: string | null = null;

  /** @param position of the stream now; what is up to it is no business of the channel */
  constructor(
    audiences: ReadonlySet<string>,
    codec: Codec,
    position: number,
    gatherMs: number,
    publish: Publish,
  ) {
    this.audiences = audiences;
    this.codec = codec;
    this.#last = position;
    this.#gatherMs = gatherMs;
    this.#publish = publish;
  }

  get size(): number {
    return this.#members.size;
  }

  /** The member gets what comes from now on; what is gathered was before its time. */
  join(member: Member): void {
    this.flush();
    this.#members.add(member);
    if (this.#topic !== null) member.tune(this.#topic);
  }

  leave(member: Member): void {
    if (this.#members.delete(member) && this.#topic !== null) member.untune();
    if (this.#members.size === 0) this.#stop();
  }

  restart(): void {
    for (const member of [...this.#members]) member.restart();
  }

  /** The next event of the stream, heard or not. */
  offer(event: Event, texts?: Texts): void {
    if (!hears(this.audiences, event)) return;
    this.#gathered.push(this.codec.encode(eventFrame(event, this.#last), texts));
    this.#last = event.seq;
    if (this.#gatherMs === 0) this.flush();
    else if (this.#timer === null && this.#turn === null) this.#plan();
  }

  /** A frame about the position: it must not overtake an event. */
  announce(frame: Uint8Array): void {
    this.flush();
    this.#send([frame]);
  }

  flush(): void {
    this.#stop();
    if (this.#gathered.length === 0) return;
    const frames = this.#gathered;
    this.#gathered = [];
    this.#send(frames);
  }

  #plan(): void {
    if (this.#members.size <= FEW) this.#turn = setImmediate(() => this.flush());
    else this.#timer = setTimeout(() => this.flush(), this.#gatherMs);
  }

  #send(frames: readonly Uint8Array[]): void {
    if (frames.length > 1 && this.#members.size > FEW) this.#tune();
    if (this.#topic === null) {
      for (const member of this.#members) member.deliver(frames);
      return;
    }
    for (const frame of frames) this.#publish(this.#topic, frame, this.codec.binary);
    for (const member of this.#members) member.published(frames.length);
  }

  #tune(): void {
    if (this.#topic !== null) return;
    this.#topic = `channel ${++topics}`;
    for (const member of this.#members) member.tune(this.#topic);
  }

  #stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#turn) clearImmediate(this.#turn);
    this.#timer = null;
    this.#turn = null;
  }
}
