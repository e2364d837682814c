import { KotdError } from '../domain/errors.js';
import type { Principal } from '../handlers/auth/principal.js';
import { permitListening } from './admission.js';
import type { Caller } from './commands.js';
import { type Followed, Follower } from './follower.js';
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
  readonly #parts: SessionParts;
  readonly #client: Followed;
  readonly #socket: Socket;
  readonly #stream: Stream;
  readonly #follower: Follower;
  #token: string;
  #principal: Principal;
  /** When it is asked again. */
  #planned = 0;

  constructor(
    parts: SessionParts,
    client: Followed,
    socket: Socket,
    stream: Stream,
    principal: Principal,
    { token, audience }: Hello,
  ) {
    this.#parts = parts;
    this.#client = client;
    this.#socket = socket;
    this.#stream = stream;
    this.#principal = principal;
    this.#token = token;
    const audiences = new Set([...audience].sort());
    this.#follower = new Follower(parts, client, socket, stream, audiences);
    parts.rechecks.add(principal, this);
    this.#askAgain(principal);
  }

  get audiences(): ReadonlySet<string> {
    return this.#follower.audiences;
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
    this.#parts.rechecks.callOff(this, this.#planned);
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
    this.#parts.rechecks.callOff(this, this.#planned);
    const left = expiresAt * 1000 - Date.parse(this.#parts.now()) + AFTER_THE_END;
    const inMs = Math.min(this.#parts.settings.recheckMs, Math.max(left, AFTER_THE_END));
    this.#planned = this.#parts.rechecks.plan(this, inMs);
  }

  async #recheck(): Promise<void> {
    const token = this.#token;
    try {
      const principal = await this.#parts.authenticate(token);
      permitListening(principal, this.#stream.scope.outletId, this.audiences);
      if (token === this.#token) this.#askAgain(principal);
    } catch (error) {
      if (token !== this.#token) return;
      if (error instanceof KotdError && !error.retryable) return this.#client.refuse(error);
      // That nobody can be asked just now is no reason to darken the screens.
      this.#parts.failed(error, this.#parts.traceId(), 'ask again who listens');
      this.#askAgain({ expiresAt: Number.POSITIVE_INFINITY });
    }
  }
}

function endOf({ expiresAt }: Principal): string {
  return new Date(expiresAt * 1000).toISOString();
}
