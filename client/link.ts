import { type Mark, markOf, since } from './clock.js';
import type { Ending } from './closes.js';
import type { Codec } from './codec.js';
import type { ClientFrame, FrameOf, Hello, ServerFrame } from './frames.js';
import type { Cancel, SocketLike, World } from './ports.js';
import { BEATS } from './proof.js';

/** From the first packet to the welcome; ms. */
const WELCOME_WITHIN_MS = 15_000;
/** A snapshot over a bad line takes its time: nothing beats until it has arrived; ms. */
const CATCH_UP_WITHIN_MS = 60_000;
/** How often it is looked whether there was a sign of life; ms. */
const LOOK_EVERY_MS = 1_000;

export interface LinkOptions {
  world: World;
  codec: Codec;
  /** wss://kotd.example/ws */
  url: string;
  hello: Hello;
}

export interface LinkListener {
  /** @param hello when the hello was sent */
  welcomed(frame: FrameOf<'welcome'>, hello: Mark): void;
  /** Every other frame but the goodbye, in order, only after the welcome. */
  frame(frame: ServerFrame): void;
  /** Once, at the end, whatever ended it. Nothing comes after it. */
  ended(ending: Ending): void;
}

/**
 * One WebSocket, from its hello to its end. It ends itself when the server's heartbeats stay out: a pulled
 * cable, a frozen server and a night's sleep of this device look the same, and none of them closes a socket.
 */
export class Link {
  readonly #options: LinkOptions;
  readonly #listener: LinkListener;
  readonly #socket: SocketLike;
  #hello: Mark;
  #welcome: FrameOf<'welcome'> | null = null;
  #bye: FrameOf<'bye'> | null = null;
  #problem: Ending['problem'] = null;
  #ended = false;
  /** When the server last gave the sign of life that is waited for, and how long the next may take. */
  #heard: Mark;
  #patienceMs = WELCOME_WITHIN_MS;
  #beating = false;
  #calm: Cancel = () => {};

  constructor(options: LinkOptions, listener: LinkListener) {
    const { world, url, codec } = options;
    this.#options = options;
    this.#listener = listener;
    this.#hello = markOf(world.clock);
    this.#heard = this.#hello;
    const socket = world.openSocket(url, codec.protocol);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      this.#hello = markOf(world.clock);
      this.send(options.hello);
    };
    socket.onmessage = ({ data }) => this.#received(data);
    socket.onclose = ({ code }) => this.#end(code);
    // What went wrong is never told; the close that follows is what counts.
    socket.onerror = () => {};
    this.#watch();
  }

  /** Whether the server has welcomed us and is still to be heard. Asked of the clock, not of a timer. */
  get live(): boolean {
    return this.#welcome !== null && !this.#ended && !this.#silent();
  }

  get limits(): FrameOf<'welcome'>['limits'] | null {
    return this.#welcome?.limits ?? null;
  }

  /** @throws nothing: what a dying socket does not take is not sent, and its end is on its way */
  send(frame: ClientFrame): void {
    this.sendRaw(this.#options.codec.encode(frame));
  }

  sendRaw(data: ReturnType<Codec['encode']>): void {
    if (this.#ended) return;
    try {
      this.#socket.send(data);
    } catch {
      this.end();
    }
  }

  /** Ends it here and now, without waiting for the other side. */
  end(code = 1006): void {
    this.#end(code);
  }

  #received(data: unknown): void {
    if (this.#ended) return;
    // After a sleep frames of long ago come out of the buffers before any timer has run.
    const frame = this.#silent() ? null : this.#decoded(data);
    if (!frame) {
      this.end();
      return;
    }
    this.#heed(frame);
    if (frame.t === 'bye') this.#bye = frame;
    else if (frame.t === 'welcome') this.#welcomed(frame);
    else if (frame.t === 'err' && frame.id === null) this.#troubled(frame);
    else if (this.#welcome) this.#listener.frame(frame);
    else this.end();
  }

  /** null: no frame at all. */
  #decoded(data: unknown): ServerFrame | null {
    try {
      return this.#options.codec.decode(data);
    } catch {
      return null;
    }
  }

  #welcomed(frame: FrameOf<'welcome'>): void {
    if (this.#welcome) return;
    this.#welcome = frame;
    this.#listener.welcomed(frame, this.#hello);
  }

  #troubled(frame: FrameOf<'err'>): void {
    this.#problem = frame.problem;
    if (this.#welcome) this.#listener.frame(frame);
  }

  /** Only a heartbeat counts once there are any: events may flow on while nobody looks at the head. */
  #heed(frame: ServerFrame): void {
    if (frame.t === 'pos') {
      this.#beating = true;
      this.#patienceMs = (this.#welcome?.heartbeatMs ?? 0) * BEATS;
    } else if (this.#beating) return;
    else if (frame.t === 'welcome') this.#patienceMs = CATCH_UP_WITHIN_MS;
    this.#heard = markOf(this.#options.world.clock);
  }

  #silent(): boolean {
    return this.#patienceMs > 0 && since(this.#options.world.clock, this.#heard) > this.#patienceMs;
  }

  #watch(): void {
    if (this.#silent()) this.end();
    if (this.#ended) return;
    const { clock } = this.#options.world;
    const quarter = (this.#patienceMs || WELCOME_WITHIN_MS) / 4;
    this.#calm = clock.after(Math.min(LOOK_EVERY_MS, quarter), () => this.#watch());
  }

  #end(code: number): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#calm();
    const socket = this.#socket;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    if (socket.terminate) socket.terminate();
    else socket.close();
    const [bye, problem, welcomed] = [this.#bye, this.#problem, this.#welcome !== null];
    this.#listener.ended({ code: bye?.code ?? code, bye, problem, welcomed });
  }
}
