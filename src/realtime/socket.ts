import type { WebSocket } from 'uWebSockets.js';
import { CLOSES, type CloseReason, reconnectAfterMs } from './closes.js';
import type { Codec } from './codec.js';
import type { Member } from './channel.js';
import type { ServerFrame } from './frames.js';
import type { RealtimeObserver } from './observer.js';
import type { RealtimeSettings } from './settings.js';

/** What `send` of uWebSockets answers when it threw the message away. */
const DROPPED = 2;

/** A client's own codes that closes are counted under; it could name any, and each would be a series. */
const COUNTED_CODES: ReadonlySet<number> = new Set([1000, 1001, 1005, 1006]);
/** RFC 6455: closed without a code. */
const NO_CODE = 1005;

/** What of a uWebSockets socket is used. Every method throws once the socket is closed. */
export type Wire = Pick<
  WebSocket<unknown>,
  'send' | 'cork' | 'end' | 'close' | 'getBufferedAmount'
>;

/**
 * The sending side of one WebSocket. It owns the traps: nothing touches a closed socket, and no
 * frame is dropped silently. What the peer does not take waits here up to a limit; beyond it the
 * socket is closed with a code that says to resume. Nobody else waits for it.
 */
export class Socket implements Member {
  readonly codec: Codec;
  readonly #settings: RealtimeSettings;
  readonly #observer: RealtimeObserver;
  #wire: Wire | null;
  #leaving: CloseReason | null = null;
  /** Bytes that may wait now: more than usual while it catches up. */
  #allowed: number;
  #timer: NodeJS.Timeout | null = null;
  #waiting: ((open: boolean) => void)[] = [];

  constructor(wire: Wire, codec: Codec, settings: RealtimeSettings, observer: RealtimeObserver) {
    this.#wire = wire;
    this.codec = codec;
    this.#settings = settings;
    this.#observer = observer;
    this.#allowed = settings.queueBytes;
  }

  /** False as soon as it is closed or told to leave: nothing that is sent then goes out. */
  get open(): boolean {
    return this.#wire !== null && this.#leaving === null;
  }

  send(frame: ServerFrame): void {
    if (this.open) this.deliver([this.codec.encode(frame)]);
  }

  /** For who waits for room afterwards: the queue may hold these besides its own, however large. */
  deliverLarge(frames: readonly Uint8Array[]): void {
    if (!this.#wire || !this.open) return;
    this.#allowed = this.#wire.getBufferedAmount() + this.#settings.queueBytes;
    for (const frame of frames) this.#allowed += frame.length;
    this.deliver(frames);
  }

  deliver(frames: readonly Uint8Array[]): void {
    const wire = this.#wire;
    if (!wire || !this.open) return;
    let dropped = false;
    wire.cork(() => {
      for (const frame of frames) {
        if (wire.send(frame, this.codec.binary) === DROPPED) dropped = true;
      }
    });
    this.#observer.frames(frames.length);
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
    this.#timer ??= setTimeout(() => this.leave('slow'), this.#settings.slowMs);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Says goodbye, and closes when everything is out, or a little later if that does not end. */
  leave(reason: CloseReason): void {
    const wire = this.#wire;
    if (!wire || !this.open) return;
    if (reason === 'slow') this.#observer.slow();
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
    this.#timer = setTimeout(() => this.cut(), this.#settings.slowMs);
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
    if (wire.getBufferedAmount() > this.#settings.queueBytes / 4) return false;
    this.#allowed = this.#settings.queueBytes;
    return true;
  }

  #wake(open: boolean): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve(open);
  }
}
