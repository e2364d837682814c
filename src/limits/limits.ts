import type { LimitClass } from '../handlers/spec.js';
import type { Principal } from '../handlers/auth/principal.js';

/** One request about to be served, as far as limits care. */
export interface LimitedCall {
  class: LimitClass;
  /** null for public calls. */
  principal: Principal | null;
  /** Whose attempt a public call is: the e-mail address of a login. */
  account: string | null;
  /** Where a public call came from. Authenticated calls are never limited by address (design §9). */
  address: string;
}

/** The tightest of the budgets a call drew on; what the `RateLimit` headers say (draft-ietf-httpapi-ratelimit-headers). */
export interface LimitVerdict {
  allowed: boolean;
  /** Name of the budget: `auth`, `address`, `orders`, `other` or `outlet`. */
  name: string;
  /** Requests per minute it allows. */
  limit: number;
  remaining: number;
  /** Seconds until it is full again, rounded up. */
  resetSeconds: number;
}

/** The limits of this box, exact across its workers. Answers null where every budget of the call is off. */
export interface Limits {
  take(call: LimitedCall): LimitVerdict | null | Promise<LimitVerdict | null>;
}
