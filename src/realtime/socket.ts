import type { WebSocket } from 'uWebSockets.js';
import type { Texts } from '../db/texts.js';
import { CLOSES, type CloseReason, reconnectAfterMs } from './closes.js';
import type { Codec } from './codec.js';
import type { ServerFrame } from './frames.js';
import type { RealtimeParts } from './parts.js';

/** What `send` of uWebSockets answers: the peer took it all, or the message was thrown away. */
const SENT = 1;
const DROPPED = 2;

/** A client's own codes that closes are counted under; it could name any, and each would be a series. */
const COUNTED_CODES: ReadonlySet<number> = new Set([1000, 1001, 1005, 1006]);
/** RFC 6455: closed without a code. */
const NO_CODE = 1005;

/** What of a uWebSockets socket is used. Every method throws once the socket is closed. */
export type Wire = Pick<
  WebSocket<unknown>,
  'send' | 'cork' | 'end' | 'close' | 'getBufferedAmount' | 'subscribe' | 'unsubscribe'
>;

/**
 * The sending side of one WebSocket. It owns the traps: nothing touches a closed socket, and no
 * frame is dropped silently. What the peer does not take waits here up to a limit; beyond it the
 * socket is closed with a code that says to resume. Nobody else waits for it.
 */
export class Socket {
  readonly codec: Codec;
  readonly #parts: Pick<RealtimeParts, 'settings' | 'observer'>;
  #wire: Wire | null;
  /** What it is tuned to. */
  #topic: string | null = null;
  #leaving: CloseReason | null = null;
  /** Bytes that may wait now: more than usual while it catches up. */
  #allowed: number;
  #timer: NodeJS.Timeout | null = null;
  /** Who waits for room; hardly ever anybody does. */
  #waiting: ((open: boolean) => void)[] | null = null;

  constructor(wire: Wire, codec: Codec, parts: Pick<RealtimeParts, 'settings' | 'observer'>) {
    this.#wire = wire;
    this.codec = codec;
    this.#parts = parts;
    this.#allowed = parts.settings.queueBytes;
  }

  /** False as soon as it is closed or told to leave: nothing that is sent then goes out. */
  get open(): boolean {
    return this.#wire !== null && this.#leaving === null;
  }

  /** @param texts knows the JSON of some of what is in the frame */
  send(frame: ServerFrame, texts?: Texts | null): void {
    if (this.open) this.deliver([this.codec.encode(frame, texts)]);
  }

  /** For who waits for room afterwards: the queue may hold these besides its own, however large. */
  deliverLarge(frames: readonly Uint8Array[]): void {
    if (!this.#wire || !this.open) return;
    this.#allowed = this.#wire.getBufferedAmount() + this.#parts.settings.queueBytes;
    for (const frame of frames) this.#allowed += frame.length;
    this.deliver(frames);
  }

  deliver(frames: readonly Uint8Array[]): void {
    const wire = this.#wire;
    if (!wire || !this.open) return;
    this.#parts.observer.frames(frames.length);
    const [only] = frames;
    if (frames.length === 1 && only !== undefined) {
      const sent = wire.send(only, this.codec.binary);
      if (sent !== SENT) this.#weigh(sent === DROPPED);
      return;
    }
    let dropped = false;
    wire.cork(() => {
      for (const frame of frames) {
        if (wire.send(frame, this.codec.binary) === DROPPED) dropped = true;
      }
    });
    // Within a cork `send` does not know yet what the peer takes.
    this.#weigh(dropped);
  }

  /**
   * From now on it takes what is published under the topic. uWebSockets sends that when the loop comes round,
   * or before whatever is sent by itself: the order stays.
   */
  tune(topic: string): void {
    if (!this.#wire || !this.open) return;
    this.#wire.subscribe(topic);
    this.#topic = topic;
  }

  untune(): void {
    if (this.#topic !== null) this.#wire?.unsubscribe(this.#topic);
    this.#topic = null;
  }

  /** Frames were published under its topic, and are still on their way: it is weighed as before them. */
  published(frames: number): void {
    if (!this.open) return;
    this.#parts.observer.frames(frames);
    this.#weigh(false);
  }

  #weigh(dropped: boolean): void {
    const waiting = this.#wire?.getBufferedAmount() ?? 0;
    if (dropped || waiting > this.#allowed) this.leave('slow');
  }

  /**
   * Waits until the peer has taken most of what was sent. False when the socket closed, or leaves
   * since the peer took nothing for `slowMs`.
   */
  room(): Promise<boolean> {
    if (!this.#wire || !this.open) return Promise.resolve(false);
    if (this.#hasRoom(this.#wire)) return Promise.resolve(true);
    this.#timer ??= setTimeout(() => this.leave('slow'), this.#parts.settings.slowMs);
    return new Promise((resolve) => {
      this.#waiting ??= [];
      this.#waiting.push(resolve);
    });
  }

  /** Says goodbye, and closes when everything is out, or a little later if that does not end. */
  leave(reason: CloseReason): void {
    const wire = this.#wire;
    if (!wire || !this.open) return;
    if (reason === 'slow') this.#parts.observer.slow();
    this.#leaving = reason;
    this.#wake(false);
    const [code] = CLOSES[reason];
    const reconnect = reconnectAfterMs(reason, Math.random());
    wire.cork(() => {
      wire.send(
        this.codec.encode({ t: 'bye', code, reason, reconnectAfterMs: reconnect }),
        this.codec.binary,
      );
    });
    this.untune();
    this.#timer = setTimeout(() => this.cut(), this.#parts.settings.slowMs);
    this.#endWhenEmpty(wire, reason);
  }

  /** Closes at once, whatever waits. */
  cut(): void {
    this.#wire?.close();
  }

  /**
   * To be called whenever the peer took something. What follows comes in a later turn: bytes that
   * are sent within the drain callback of uWebSockets, or in its microtasks, and that do not go out
   * at once stay where they are, since it forgets to ask the kernel when there is room again.
   */
  drained(): void {
    setImmediate(() => {
      if (!this.#wire) return;
      if (this.#leaving) this.#endWhenEmpty(this.#wire, this.#leaving);
      else if (this.#hasRoom(this.#wire)) this.#wake(true);
      else this.#timer?.refresh();
    });
  }

  /** To be called when the socket is closed. Answers the code that the close counts under. */
  closed(code: number): number {
    this.#wire = null;
    this.#wake(false);
    if (this.#leaving) return CLOSES[this.#leaving][0];
    return COUNTED_CODES.has(code) ? code : NO_CODE;
  }

  /**
   * `end` gives the socket away: it must not come before the rest is out, or nobody could cut it
   * later.
   */
  #endWhenEmpty(wire: Wire, reason: CloseReason): void {
    if (wire.getBufferedAmount() === 0) wire.end(CLOSES[reason][0], reason);
  }

  #hasRoom(wire: Wire): boolean {
    if (wire.getBufferedAmount() > this.#parts.settings.queueBytes / 4) return false;
    this.#allowed = this.#parts.settings.queueBytes;
    return true;
  }

  #wake(open: boolean): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const resolve of waiting) resolve(open);
  }
}
