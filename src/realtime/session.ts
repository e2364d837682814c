import { KotdError } from '../domain/errors.js';
import { problemOf } from '../handlers/problem.js';
import { findOutlet, permitListening } from './admission.js';
import { Allowance } from './allowance.js';
import { closeReasonOf } from './closes.js';
import { type Answer, type Caller, Commands } from './commands.js';
import { type ClientFrame, commandIdOf, type Hello, readFrame } from './frames.js';
import type { SessionParts } from './parts.js';
import { Seat } from './seat.js';
import type { Socket } from './socket.js';

const NOBODY: ReadonlySet<string> = new Set();

/** The conversation on one socket: hello first, then commands, until either side has had enough. */
export class Session {
  readonly #parts: SessionParts;
  readonly #socket: Socket;
  readonly #address: string;
  readonly #allowance: Allowance;
  readonly #commands: Commands;
  readonly #helloTimer: NodeJS.Timeout;
  #greeting: Promise<Seat | null> | null = null;
  #seat: Seat | null = null;
  #renewing = false;

  constructor(parts: SessionParts, socket: Socket, address: string) {
    this.#parts = parts;
    this.#socket = socket;
    this.#address = address;
    this.#allowance = new Allowance(parts, address, () => socket.leave('flooding'));
    this.#commands = new Commands(parts, {
      allowance: this.#allowance,
      caller: () => this.#caller(),
      reply: (frame) => this.#reply(frame),
    });
    this.#helloTimer = setTimeout(() => socket.leave('hello_timeout'), parts.settings.helloMs);
  }

  /** What is listened to; nothing before the hello was accepted. */
  get audiences(): ReadonlySet<string> {
    return this.#seat?.audiences ?? NOBODY;
  }

  /** A message of the client. Its bytes are read before this returns. */
  receive(bytes: Buffer, binary: boolean): void {
    if (!this.#socket.open) return;
    const { frameBytes, helloBytes } = this.#parts.settings;
    let value: unknown;
    try {
      // To read costs time, and nobody knows yet who asks for it.
      if (!this.#seat && bytes.length > helloBytes) throw new KotdError('body_too_large');
      value = this.#socket.codec.decode(bytes, binary);
      if (bytes.length > frameBytes) throw new KotdError('body_too_large');
      this.#take(readFrame(value));
    } catch (error) {
      const id = commandIdOf(value);
      if (id !== null && this.#greeting) void this.#commands.refuse(id, error);
      else this.#refuse(error, id);
    }
  }

  /** Takes no more commands, answers those under way, says goodbye. */
  async drain(): Promise<void> {
    await this.#commands.finish();
    this.#socket.leave('draining');
  }

  /** The socket is closed. */
  close(): void {
    clearTimeout(this.#helloTimer);
    this.#seat?.rise();
    this.#seat = null;
  }

  #take(frame: ClientFrame): void {
    if (frame.t === 'hello') {
      if (this.#greeting) throw new KotdError('malformed_frame', { detail: 'A second hello' });
      clearTimeout(this.#helloTimer);
      this.#greeting = this.#greet(frame);
    } else if (!this.#greeting) throw new KotdError('hello_expected');
    else if (frame.t === 'cmd') void this.#commands.run(frame);
    else void this.#renew(frame.token);
  }

  /** null when the hello is refused, or when nobody waits for the answer any more. */
  async #greet(hello: Hello): Promise<Seat | null> {
    const { store, streams } = this.#parts;
    try {
      const principal = await this.#parts.authenticate(hello.token);
      permitListening(principal, hello.outlet, hello.audience);
      const stream = await streams.open(await findOutlet(store, principal, hello));
      if (!this.#socket.open) {
        streams.release(stream);
        return null;
      }
      const seat = new Seat(this.#parts, this.#socket, stream, principal, hello, (error) =>
        this.#refuse(error, null),
      );
      this.#seat = seat;
      seat.begin(principal, hello, this.#address);
      return seat;
    } catch (error) {
      this.#refuse(error, null);
      return null;
    }
  }

  async #caller(): Promise<Caller | null> {
    const seat = await this.#greeting;
    return seat && this.#socket.open ? await seat.caller() : null;
  }

  #reply(frame: Answer): void {
    this.#socket.send(frame);
    // The token ended, or was ended, since the hello: who may not command may not listen either.
    if (frame.t === 'err' && frame.problem.status === 401) {
      this.#socket.leave(closeReasonOf(frame.problem.code));
    }
  }

  async #renew(token: string): Promise<void> {
    if (this.#renewing) {
      this.#sendErr(new KotdError('busy'), null);
      this.#allowance.refused();
      return;
    }
    this.#renewing = true;
    try {
      const seat = await this.#greeting;
      if (!seat) return;
      await this.#allowance.draw('other', seat.principal);
      const expiresAt = await seat.renew(token);
      this.#socket.send({ t: 'authed', expiresAt });
    } catch (error) {
      this.#sendErr(error, null);
      this.#allowance.refused();
    } finally {
      this.#renewing = false;
    }
  }

  /** Tells what is wrong, which is the end of the conversation. */
  #refuse(error: unknown, id: string | null): void {
    const refusal = this.#sendErr(error, id);
    this.#socket.leave(closeReasonOf(refusal.code));
  }

  #sendErr(error: unknown, id: string | null): KotdError {
    const traceId = this.#parts.traceId();
    const known = error instanceof KotdError;
    if (!known || error.cause !== undefined) this.#parts.failed(error, traceId, 'socket');
    const refusal = known ? error : new KotdError('internal');
    this.#socket.send({ t: 'err', id, problem: problemOf(refusal, traceId) });
    return refusal;
  }
}
