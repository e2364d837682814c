import { KotdError } from '../domain/errors.js';
import type { Principal } from '../handlers/auth/principal.js';
import type { LimitClass } from '../handlers/spec.js';
import type { LimitedCall, Limits, LimitVerdict } from '../limits/limits.js';
import type { Exchange } from './exchange.js';

/** Turns access tokens into callers. At once for a token it has seen lately, or after looking it up. */
export interface Principals {
  /** @throws KotdError `unauthenticated` or `token_expired` */
  authenticate(token: string): Principal | Promise<Principal>;
}

const BEARER = /^bearer +/i;

/** Goes on with a value: now if it is here, later if it is a promise. */
export function after<T, R>(value: T | Promise<T>, next: (value: T) => R | Promise<R>) {
  return value instanceof Promise ? value.then(next) : next(value);
}

/**
 * Who calls, and whether they still may this minute. Says so without waiting where it can: what is
 * answered within uWebSockets' own call needs no promise, no abort handler and no cork.
 */
export class Gate {
  readonly #principals: Principals;
  readonly #limits: Limits;

  constructor(principals: Principals, limits: Limits) {
    this.#principals = principals;
    this.#limits = limits;
  }

  /** Lets in a caller with a good token and requests left. @throws KotdError */
  enter(exchange: Exchange, limit: LimitClass): Principal | Promise<Principal> {
    const token = bearer(exchange.authorization);
    if (token === undefined) throw new KotdError('unauthenticated');
    return after(this.#principals.authenticate(token), (principal) =>
      after(
        this.count(exchange, { class: limit, principal, account: null, address: '' }),
        () => principal,
      ),
    );
  }

  /** Draws a call on its budgets. @throws KotdError `rate_limited` */
  count(exchange: Exchange, call: LimitedCall): void | Promise<void> {
    return after(this.#limits.take(call), (verdict) => checked(exchange, verdict));
  }
}

function checked(exchange: Exchange, verdict: LimitVerdict | null): void {
  exchange.limit = verdict;
  if (verdict !== null && !verdict.allowed) throw new KotdError('rate_limited');
}

/** The token of an `Authorization` header, whatever it is worth; undefined where there is none. */
export function bearer(authorization: string): string | undefined {
  // As nearly everybody writes it.
  if (authorization.startsWith('Bearer ') && authorization.charAt(7) !== ' ') {
    return authorization.slice(7) || undefined;
  }
  const scheme = BEARER.exec(authorization)?.[0];
  return scheme === undefined ? undefined : authorization.slice(scheme.length) || undefined;
}
