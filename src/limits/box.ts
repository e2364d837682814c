import { boxClock } from './clock.js';
import { type LeaseTransport, Leases } from './leases.js';
import type { LimitClass } from '../handlers/spec.js';
import type { Principal } from '../handlers/auth/principal.js';
import type { Draw } from './lease.js';
import type { LimitedCall, Limits, LimitVerdict } from './limits.js';
import { budgetsOf, type Rates } from './policy.js';

export interface BoxLimitsParts {
  rates: Rates;
  transport: LeaseTransport;
  /** How many outlets the organization has, as far as this worker knows. */
  outletsOf(organizationId: string): number;
}

interface Known {
  readonly outlets: number;
  readonly draws: Partial<Record<LimitClass, Draw[]>>;
}

/**
 * The limits of the box as one worker enforces them. If the primary does not answer within a second a call
 * is allowed: a limit protects the box, and must not be what stops it.
 */
export class BoxLimits implements Limits {
  readonly #parts: BoxLimitsParts;
  readonly #leases: Leases;
  /** What calls of a known caller draw on: as long as it has as many outlets, always the same. */
  readonly #known = new WeakMap<Principal, Known>();

  constructor(parts: BoxLimitsParts) {
    this.#parts = parts;
    this.#leases = new Leases(parts.transport, boxClock);
  }

  take(call: LimitedCall): LimitVerdict | null | Promise<LimitVerdict | null> {
    const draws = this.#drawsOf(call);
    return draws.length === 0 ? null : this.#leases.take(draws);
  }

  #drawsOf(call: LimitedCall): readonly Draw[] {
    const { rates, outletsOf } = this.#parts;
    const { principal, class: kind } = call;
    if (!principal) return budgetsOf(call, rates, 1);
    const outlets = outletsOf(principal.organizationId);
    let known = this.#known.get(principal);
    if (known?.outlets !== outlets) {
      known = { outlets, draws: {} };
      this.#known.set(principal, known);
    }
    known.draws[kind] ??= budgetsOf(call, rates, outlets);
    return known.draws[kind];
  }
}
