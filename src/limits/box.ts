import { boxClock } from './clock.js';
import { type LeaseTransport, Leases } from './leases.js';
import type { LimitedCall, Limits, LimitVerdict } from './limits.js';
import { budgetsOf, type Rates } from './policy.js';

export interface BoxLimitsParts {
  rates: Rates;
  transport: LeaseTransport;
  /** How many outlets the organization has, as far as this worker knows. */
  outletsOf(organizationId: string): number;
}

/**
 * The limits of the box as one worker enforces them. If the primary does not answer within a second a call
 * is allowed: a limit protects the box, and must not be what stops it.
 */
export class BoxLimits implements Limits {
  readonly #parts: BoxLimitsParts;
  readonly #leases: Leases;

  constructor(parts: BoxLimitsParts) {
    this.#parts = parts;
    this.#leases = new Leases(parts.transport, boxClock);
  }

  take(call: LimitedCall): LimitVerdict | null | Promise<LimitVerdict | null> {
    const { rates, outletsOf } = this.#parts;
    const draws = budgetsOf(call, rates, outletsOf);
    return draws.length === 0 ? null : this.#leases.take(draws);
  }
}
