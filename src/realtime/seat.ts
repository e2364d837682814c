import { KotdError } from '../domain/errors.js';
import type { Principal } from '../handlers/auth/principal.js';
import { permitListening } from './admission.js';
import type { Caller } from './commands.js';
import { Follower } from './follower.js';
import type { Hello } from './frames.js';
import type { SessionParts } from './parts.js';
import type { Rechecked } from './rechecks.js';
import type { Socket } from './socket.js';
import type { Stream } from './stream.js';

/** Added to the end of a token before it is looked at, so that the timer is never early; ms. */
const AFTER_THE_END = 5;

/**
 * The place of one whose hello was accepted: they follow the stream, and command, as long as their
 * token holds and their role allows it. Both are asked again and again, since roles change.
 */
export class Seat implements Rechecked {
  readonly audiences: ReadonlySet<string>;
  readonly #parts: SessionParts;
  readonly #socket: Socket;
  readonly #stream: Stream;
  readonly #follower: Follower;
  /** Tells the client why, and closes the socket. */
  readonly #refuse: (error: unknown) => void;
  #token: string;
  #principal: Principal;
  #timer: NodeJS.Timeout | null = null;

  constructor(
    parts: SessionParts,
    socket: Socket,
    stream: Stream,
    principal: Principal,
    { token, audience }: Hello,
    refuse: (error: unknown) => void,
  ) {
    this.#parts = parts;
    this.#socket = socket;
    this.#stream = stream;
    this.#principal = principal;
    this.#token = token;
    this.#refuse = refuse;
    this.audiences = new Set([...audience].sort());
    const { resets, settings } = parts;
    this.#follower = new Follower(socket, stream, resets, this.audiences, settings, refuse);
    parts.rechecks.add(principal, this);
    this.#askAgain(principal);
  }

  /** Whose seat it is, as they were when the token came. */
  get principal(): Principal {
    return this.#principal;
  }

  /** Welcomes the client and begins to follow the stream. */
  begin(principal: Principal, hello: Hello, address: string): void {
    const { settings, observer } = this.#parts;
    const { heartbeatMs, frameBytes, commandsAtOnce, queueBytes, resumeEvents } = settings;
    const { scope, epoch, position: seq } = this.#stream;
    this.#socket.send({
      t: 'welcome',
      epoch,
      seq,
      serverTime: this.#parts.now(),
      heartbeatMs,
      expiresAt: endOf(principal),
      limits: { frameBytes, commandsAtOnce, queueBytes, resumeEvents },
    });
    const { device = null, version = null, resume = null } = hello;
    const { staffId } = principal;
    observer.greeted({ ...scope, staffId, address, device, version, resume: resume !== null });
    this.#follower.start(resume);
  }

  /** Who commands now. @throws KotdError when the token no longer holds */
  async caller(): Promise<Caller> {
    const principal = await this.#parts.authenticate(this.#token);
    return { principal, outletId: this.#stream.scope.outletId };
  }

  /**
   * Goes on with a new token of the same person; a bad one changes nothing. Answers when it ends.
   * @throws KotdError
   */
  async renew(token: string): Promise<string> {
    const principal = await this.#parts.authenticate(token);
    if (principal.staffId !== this.#principal.staffId) throw new KotdError('forbidden');
    permitListening(principal, this.#stream.scope.outletId, this.audiences);
    if (this.#socket.open) this.#becomes(principal);
    this.#token = token;
    this.#askAgain(principal);
    return endOf(principal);
  }

  /** Asks at once whether the person may still listen. */
  recheck(): void {
    void this.#recheck();
  }

  rise(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#parts.rechecks.remove(this.#principal, this);
    this.#follower.stop();
    this.#parts.streams.release(this.#stream);
  }

  /** The new token may be of another session. */
  #becomes(principal: Principal): void {
    this.#parts.rechecks.remove(this.#principal, this);
    this.#principal = principal;
    this.#parts.rechecks.add(principal, this);
  }

  #askAgain({ expiresAt }: Pick<Principal, 'expiresAt'>): void {
    if (!this.#socket.open) return;
    if (this.#timer) clearTimeout(this.#timer);
    const left = expiresAt * 1000 - Date.parse(this.#parts.now()) + AFTER_THE_END;
    const inMs = Math.min(this.#parts.settings.recheckMs, Math.max(left, AFTER_THE_END));
    this.#timer = setTimeout(() => void this.#recheck(), inMs);
  }

  async #recheck(): Promise<void> {
    const token = this.#token;
    try {
      const principal = await this.#parts.authenticate(token);
      permitListening(principal, this.#stream.scope.outletId, this.audiences);
      if (token === this.#token) this.#askAgain(principal);
    } catch (error) {
      if (token !== this.#token) return;
      if (error instanceof KotdError && !error.retryable) return this.#refuse(error);
      // That nobody can be asked just now is no reason to darken the screens.
      this.#parts.failed(error, this.#parts.traceId(), 'ask again who listens');
      this.#askAgain({ expiresAt: Number.POSITIVE_INFINITY });
    }
  }
}

function endOf({ expiresAt }: Principal): string {
  return new Date(expiresAt * 1000).toISOString();
}
