import type { Event } from '../../domain/decision.js';
import { KotdError } from '../../domain/errors.js';
import type { Scope, Store } from '../../db/store.js';
import type { Principal } from './principal.js';
import type { AccessClaims, Tokens } from './tokens.js';

/** Tokens remembered per worker; the oldest go first. */
const MAX_TOKENS = 100_000;
/** How long a person's role and session are believed without looking again, in ms: the backstop for a lost event. */
const BELIEVED_MS = 60_000;

interface Known {
  principal: Principal;
  /** Milliseconds since 1970. */
  lookAgainAt: number;
}

/**
 * Who an access token belongs to. A token is verified once and remembered until it ends; events of the
 * organization's stream (`staff.*`, `session.*`, `outlet.*`) make every worker look again.
 */
export class Principals {
  readonly #store: Store;
  readonly #tokens: Tokens;
  readonly #clock: () => number;
  readonly #known = new Map<string, Known>();
  readonly #outlets = new Map<string, number>();
  /** Counts what was forgotten, so that a look begun before is not remembered after. */
  #forgotten = 0;

  /** @param clock milliseconds since 1970 */
  constructor(store: Store, tokens: Tokens, clock: () => number) {
    this.#store = store;
    this.#tokens = tokens;
    this.#clock = clock;
  }

  /** @throws KotdError `unauthenticated` or `token_expired` */
  authenticate(token: string): Principal | Promise<Principal> {
    const known = this.#known.get(token);
    const now = this.#clock();
    if (known && now < known.lookAgainAt) {
      if (known.principal.expiresAt * 1000 > now) return known.principal;
      this.#known.delete(token);
      throw new KotdError('token_expired');
    }
    return this.#look(token, now);
  }

  /** How many outlets the organization has, as far as this worker knows; at least 1. */
  outletCount(organizationId: string): number {
    return this.#outlets.get(organizationId) ?? 1;
  }

  /** Takes in an event of any stream; answers whether it made anything believed here doubtful. */
  heard(scope: Scope, event: Event): boolean {
    const [kind] = event.type.split('.');
    if (kind !== 'staff' && kind !== 'session' && kind !== 'outlet') return false;
    this.#forgotten++;
    for (const [token, { principal }] of this.#known) {
      if (principal.organizationId === scope.organizationId) this.#known.delete(token);
    }
    return true;
  }

  async #look(token: string, now: number): Promise<Principal> {
    const before = this.#forgotten;
    const claims = await this.#tokens.verifyAccess(token, now);
    const principal = await this.#principalOf(claims);
    if (before === this.#forgotten) {
      this.#known.delete(token);
      this.#known.set(token, { principal, lookAgainAt: now + BELIEVED_MS });
      if (this.#known.size > MAX_TOKENS) this.#forgetOldest();
    }
    return principal;
  }

  async #principalOf(claims: AccessClaims): Promise<Principal> {
    const scope = { organizationId: claims.organizationId };
    const [staff, session, outlets] = await Promise.all([
      this.#store.get(scope, 'staff', claims.staffId),
      this.#store.get(scope, 'session', claims.sessionId),
      this.#store.page(scope, 'outlet', { index: 'byCreation', limit: 1000 }),
    ]);
    if (!staff || !session || session.staffId !== staff.id || session.endedAt !== null) {
      throw new KotdError('unauthenticated');
    }
    this.#outlets.set(claims.organizationId, Math.max(1, outlets.data.length));
    return {
      staffId: staff.id,
      organizationId: claims.organizationId,
      name: staff.name,
      role: staff.role,
      outletIds: staff.outletIds,
      sessionId: session.id,
      expiresAt: claims.expiresAt,
    };
  }

  #forgetOldest(): void {
    for (const token of this.#known.keys()) {
      this.#known.delete(token);
      return;
    }
  }
}
