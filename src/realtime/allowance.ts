import { KotdError } from '../domain/errors.js';
import type { Principal } from '../handlers/auth/principal.js';
import type { LimitClass } from '../handlers/spec.js';
import type { SessionParts } from './parts.js';

/** What one socket may still ask for. Whoever goes on and on after refusals is cut off. */
export class Allowance {
  readonly #parts: SessionParts;
  readonly #address: string;
  readonly #flooded: () => void;
  #refusedInRow = 0;

  /** @param flooded frames keep coming although they are refused */
  constructor(parts: SessionParts, address: string, flooded: () => void) {
    this.#parts = parts;
    this.#address = address;
    this.#flooded = flooded;
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
    if (this.#refusedInRow >= this.#parts.settings.refusalsInRow) this.#flooded();
  }

  /** A frame was taken. */
  taken(): void {
    this.#refusedInRow = 0;
  }
}
