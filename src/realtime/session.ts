import { KotdError } from '../domain/errors.js';
import type { Principal } from '../handlers/auth/principal.js';
import { problemOf } from '../handlers/problem.js';
import { findOutlet, permitListening } from './admission.js';
import { closeReasonOf } from './closes.js';
import { type Caller, Commands } from './commands.js';
import { Follower } from './follower.js';
import { type ClientFrame, commandIdOf, type Hello, readFrame } from './frames.js';
import type { RealtimeParts } from './parts.js';
import type { Resets } from './resets.js';
import type { Socket } from './socket.js';
import type { Stream } from './stream.js';
import type { Streams } from './streams.js';

export interface SessionParts extends RealtimeParts {
  streams: Streams;
  resets: Resets;
}

/** Who sits at the socket, and what they follow. */
interface Seat {
  token: string;
  outletId: string;
  audiences: ReadonlySet<string>;
  stream: Stream;
  follower: Follower;
}

/** The conversation on one socket: hello first, then commands, as long as the token holds. */
export class Session {
  readonly #parts: SessionParts;
  readonly #socket: Socket;
  readonly #address: string;
  readonly #commands: Commands;
  #greeting: Promise<Seat | null> | null = null;
  #seat: Seat | null = null;
  #renewing = false;
  /** Until the hello: when it must have come. After it: when to ask again whether they may listen. */
  #timer: NodeJS.Timeout;

  constructor(parts: SessionParts, socket: Socket, address: string) {
    this.#parts = parts;
    this.#socket = socket;
    this.#address = address;
    this.#commands = new Commands(parts, {
      caller: () => this.#caller(),
      address,
      reply: (frame) => socket.send(frame),
      flooded: () => socket.leave('flooding'),
    });
    this.#timer = setTimeout(() => socket.leave('hello_timeout'), parts.settings.helloMs);
  }

  /** The audiences that are listened to; empty before the hello. */
  get audiences(): ReadonlySet<string> {
    return this.#seat?.audiences ?? new Set();
  }

  /** A frame of the client. The bytes are read before it returns. */
  receive(bytes: Buffer, binary: boolean): void {
    if (!this.#socket.open) return;
    let value: unknown;
    try {
      value = this.#socket.codec.decode(bytes, binary);
      if (bytes.length > this.#parts.settings.frameBytes) throw new KotdError('body_too_large');
      this.#take(readFrame(value));
    } catch (error) {
      this.#refuse(error, commandIdOf(value));
    }
  }

  /** Takes no more commands, answers those under way, says goodbye. */
  async drain(): Promise<void> {
    await this.#commands.finish();
    this.#socket.leave('draining');
  }

  /** The socket is closed. */
  close(): void {
    clearTimeout(this.#timer);
    if (this.#seat) this.#rise(this.#seat);
    this.#seat = null;
  }

  #take(frame: ClientFrame): void {
    if (frame.t === 'hello') {
      if (this.#greeting) throw new KotdError('malformed_frame', { detail: 'hello came before' });
      clearTimeout(this.#timer);
      this.#greeting = this.#greet(frame);
    } else if (!this.#greeting) {
      throw new KotdError('hello_expected');
    } else if (frame.t === 'cmd') {
      void this.#commands.run(frame);
    } else {
      void this.#renew(frame.token);
    }
  }

  /** null when the hello is refused, or nobody waits for the answer any more. */
  async #greet(hello: Hello): Promise<Seat | null> {
    try {
      const { token, outlet: outletId, audience, resume = null } = hello;
      const principal = await this.#parts.authenticate(token);
      permitListening(principal, outletId, audience);
      const scope = await findOutlet(this.#parts.store, principal, hello);
      const stream = await this.#parts.streams.open(scope);
      const seat = this.#sit(stream, token, new Set([...audience].sort()));
      if (!seat) return null;
      this.#welcome(stream, principal, hello);
      seat.follower.start(resume);
      return seat;
    } catch (error) {
      this.#refuse(error, null);
      return null;
    }
  }

  #sit(stream: Stream, token: string, audiences: ReadonlySet<string>): Seat | null {
    if (!this.#socket.open) {
      this.#parts.streams.release(stream);
      return null;
    }
    const { resets, settings } = this.#parts;
    const follower = new Follower(this.#socket, stream, resets, audiences, settings, (error) =>
      this.#refuse(error, null),
    );
    this.#seat = { token, outletId: stream.scope.outletId, audiences, stream, follower };
    return this.#seat;
  }

  #rise({ follower, stream }: Seat): void {
    follower.stop();
    this.#parts.streams.release(stream);
  }

  #welcome(stream: Stream, principal: Principal, { device, version, resume }: Hello): void {
    const { heartbeatMs, frameBytes, commandsAtOnce, queueBytes, resumeEvents } =
      this.#parts.settings;
    this.#socket.send({
      t: 'welcome',
      epoch: stream.epoch,
      seq: stream.position,
      serverTime: this.#parts.now(),
      heartbeatMs,
      expiresAt: endOf(principal),
      limits: { frameBytes, commandsAtOnce, queueBytes, resumeEvents },
    });
    this.#parts.observer.greeted({
      ...stream.scope,
      staffId: principal.staffId,
      address: this.#address,
      device: device ?? null,
      version: version ?? null,
      resumed: resume !== undefined,
    });
    this.#askAgain(principal);
  }

  /** Who commands now: the role may have changed, or the session ended, since the hello. */
  async #caller(): Promise<Caller | null> {
    const seat = await this.#greeting;
    if (!seat) return null;
    const principal = await this.#authenticate(seat.token);
    return principal && { principal, outletId: seat.outletId };
  }

  /** The person behind the token; null, and goodbye, when it no longer holds. */
  async #authenticate(token: string): Promise<Principal | null> {
    try {
      return await this.#parts.authenticate(token);
    } catch (error) {
      this.#refuse(error, null);
      return null;
    }
  }

  async #renew(token: string): Promise<void> {
    const seat = await this.#greeting;
    if (!seat) return;
    try {
      if (this.#renewing) throw new KotdError('busy');
      this.#renewing = true;
      const principal = await this.#parts.authenticate(token);
      const before = await this.#parts.authenticate(seat.token);
    } catch (error) {
    } finally {
      this.#renewing = false;
    }
  }

  #askAgain(principal: Principal): void {}
}

function endOf({ expiresAt }: Principal): string {
  return new Date(expiresAt * 1000).toISOString();
}
