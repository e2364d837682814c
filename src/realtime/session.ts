import { KotdError } from '../domain/errors.js';
import type { Texts } from '../db/texts.js';
import { problemOf } from '../handlers/problem.js';
import { findStations, permitListening } from './admission.js';
import { closeReasonOf } from './closes.js';
import { type Answer, type Caller, Commands, type CommandsOf } from './commands.js';
import type { Followed } from './follower.js';
import { type ClientFrame, commandIdOf, type Hello, readFrame } from './frames.js';
import type { SessionParts } from './parts.js';
import { Seat } from './seat.js';
import type { Socket } from './socket.js';
import type { Stream } from './stream.js';

const NOBODY: ReadonlySet<string> = new Set();

/**
 * The conversation on one socket: hello first, then commands, until either side has had enough. There
 * are as many as sockets, and most of them only listen: what only some need is made when it is needed.
 */
export class Session implements CommandsOf, Followed {
  readonly socket: Socket;
  readonly #parts: SessionParts;
  readonly #address: string;
  /** When the hello is missed. */
  readonly #planned: number;
  /** From the hello until it is accepted; for good when it is not. */
  #greeting: Promise<Seat | null> | null = null;
  #seat: Seat | null = null;
  #madeCommands: Commands | null = null;
  #renewing = false;

  constructor(parts: SessionParts, socket: Socket, address: string) {
    this.#parts = parts;
    this.socket = socket;
    this.#address = address;
    this.#planned = parts.hellos.set(this, parts.settings.helloMs);
  }

  /** What is listened to; nothing before the hello was accepted. */
  get audiences(): ReadonlySet<string> {
    return this.#seat?.audiences ?? NOBODY;
  }

  /** A message of the client. Its bytes are read before this returns. */
  receive(bytes: Buffer, binary: boolean): void {
    if (!this.socket.open) return;
    const { frameBytes, helloBytes } = this.#parts.settings;
    let value: unknown;
    try {
      // To read costs time, and nobody knows yet who asks for it.
      if (!this.#seat && bytes.length > helloBytes) throw new KotdError('body_too_large');
      value = this.socket.codec.decode(bytes, binary);
      if (bytes.length > frameBytes) throw new KotdError('body_too_large');
      this.#take(readFrame(value));
    } catch (error) {
      const id = commandIdOf(value);
      if (id !== null && this.#greeted) void this.#commands.refuse(id, error);
      else this.#end(error, id);
    }
  }

  /** Who commands now; waits for the hello. */
  async caller(): Promise<Caller | null> {
    const seat = this.#seat ?? (await this.#greeting);
    return seat && this.socket.open ? await seat.caller() : null;
  }

  reply(frame: Answer, texts?: Texts | null): void {
    this.socket.send(frame, texts);
    // The token ended, or was ended, since the hello: who may not command may not listen either.
    if (frame.t === 'err' && frame.problem.status === 401) {
      this.socket.leave(closeReasonOf(frame.problem.code));
    }
  }

  refuse(error: unknown): void {
    this.#end(error, null);
  }

  /** Takes no more commands, answers those under way, says goodbye. */
  async drain(): Promise<void> {
    await this.#madeCommands?.finish();
    this.socket.leave('draining');
  }

  /** The socket is closed. */
  close(): void {
    this.#parts.hellos.callOff(this, this.#planned);
    this.#parts.ops?.leave(this.socket);
    this.#seat?.rise();
    this.#seat = null;
  }

  get #greeted(): boolean {
    return this.#greeting !== null || this.#seat !== null;
  }

  get #commands(): Commands {
    this.#madeCommands ??= new Commands(this.#parts, this, this.#address);
    return this.#madeCommands;
  }

  #take(frame: ClientFrame): void {
    if (frame.t === 'hello') {
      if (this.#greeted) throw new KotdError('malformed_frame', { detail: 'A second hello' });
      this.#parts.hellos.callOff(this, this.#planned);
      this.#greeting = this.#greet(frame);
    } else if (!this.#greeted) throw new KotdError('hello_expected');
    else if (frame.t === 'cmd') void this.#commands.run(frame);
    else if (frame.t === 'watch') void this.#watch(frame.ops);
    else void this.#renew(frame.token);
  }

  /** null when the hello is refused, or when nobody waits for the answer any more. */
  async #greet(hello: Hello): Promise<Seat | null> {
    const { streams } = this.#parts;
    let stream: Stream | null = null;
    let seat: Seat | null = null;
    try {
      const principal = await this.#parts.authenticate(hello.token);
      permitListening(principal, hello.outlet, hello.audience);
      const { organizationId } = principal;
      stream = await streams.open({ organizationId, outletId: hello.outlet });
      await findStations(stream.stations, hello.audience);
      if (!this.socket.open) {
        streams.release(stream);
        return null;
      }
      seat = new Seat(this.#parts, this, this.socket, stream, principal, hello);
      this.#seat = seat;
      this.#greeting = null;
      seat.begin(principal, hello, this.#address);
      return seat;
    } catch (error) {
      if (stream && !seat) streams.release(stream);
      this.#end(error, null);
      return null;
    }
  }

  async #renew(token: string): Promise<void> {
    const { allowance } = this.#commands;
    if (this.#renewing) {
      this.#sendErr(new KotdError('busy'), null);
      allowance.refused();
      return;
    }
    this.#renewing = true;
    try {
      const seat = this.#seat ?? (await this.#greeting);
      if (!seat) return;
      await allowance.draw('other', seat.principal);
      const expiresAt = await seat.renew(token);
      this.socket.send({ t: 'authed', expiresAt });
    } catch (error) {
      this.#sendErr(error, null);
      allowance.refused();
    } finally {
      this.#renewing = false;
    }
  }

  async #watch(on: boolean): Promise<void> {
    const { ops } = this.#parts;
    if (!on) return ops?.leave(this.socket);
    try {
      const caller = await this.caller();
      if (!caller) return;
      await this.#commands.allowance.draw('other', caller.principal);
      if (!ops) throw new KotdError('forbidden');
      await ops.watch(this.socket, caller.principal);
    } catch (error) {
      this.#sendErr(error, null);
      this.#commands.allowance.refused();
    }
  }

  /** Tells what is wrong, which is the end of the conversation. */
  #end(error: unknown, id: string | null): void {
    const refusal = this.#sendErr(error, id);
    this.socket.leave(closeReasonOf(refusal.code));
  }

  #sendErr(error: unknown, id: string | null): KotdError {
    const traceId = this.#parts.traceId();
    const known = error instanceof KotdError;
    if (!known || error.cause !== undefined) this.#parts.failed(error, traceId, 'socket');
    const refusal = known ? error : new KotdError('internal');
    this.socket.send({ t: 'err', id, problem: problemOf(refusal, traceId) });
    return refusal;
  }
}
