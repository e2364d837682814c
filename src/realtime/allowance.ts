import { KotdError } from '../domain/errors.js';
import type { Principal } from '../handlers/auth/principal.js';
import type { LimitClass } from '../handlers/spec.js';
import type { SessionParts } from './parts.js';
import type { Socket } from './socket.js';

/** What one socket may still ask for. Whoever goes on and on after refusals is cut off. */
export class Allowance {
  readonly #parts: SessionParts;
  readonly #socket: Pick<Socket, 'leave'>;
  readonly #address: string;
  #refusedInRow = 0;

  constructor(parts: SessionParts, socket: Pick<Socket, 'leave'>, address: string) {
    this.#parts = parts;
    this.#socket = socket;
    this.#address = address;
  }

  /** Draws on the budgets of the person. @throws KotdError `rate_limited` */
  async draw(limit: LimitClass, principal: Principal): Promise<void> {
    const call = { class: limit, principal, account: null, address: this.#address };
    const verdict = await this.#parts.limits.take(call);
    if (!verdict || verdict.allowed) return;
    const detail = `The limit ${verdict.name} is ${verdict.limit} a minute`;
    const extra = { retryAfterSeconds: verdict.resetSeconds };
    throw new KotdError('rate_limited', { detail, extra });
  }

  /** A frame was refused that should not have been sent, or not now. */
  refused(): void {
    this.#refusedInRow++;
    if (this.#refusedInRow >= this.#parts.settings.refusalsInRow) this.#socket.leave('flooding');
  }

  /** A frame was taken. */
  taken(): void {
    this.#refusedInRow = 0;
  }
}
