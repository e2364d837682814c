import type { Event } from '../../domain/decision.js';
import { KotdError } from '../../domain/errors.js';
import { isOutage } from '../../db/outage.js';
import type { Scope, Store } from '../../db/store.js';
import { BySession, type Doubt } from './by-session.js';
import type { Principal } from './principal.js';
import type { Revocations } from './revocations.js';
import { ACCESS_SECONDS, type AccessClaims, type Tokens } from './tokens.js';

/** Tokens remembered per worker; the oldest go first. */
const MAX_TOKENS = 100_000;
/** How long a person's role and session are believed without looking again, in ms: the backstop for a lost event. */
const BELIEVED_MS = 60_000;
/** The same while the bus does not bring what other boxes do, in ms. */
const BELIEVED_UNTOLD_MS = 5_000;
/** The same while the store is away, in ms: how often it, and the revocations, are asked again. */
const BELIEVED_IN_OUTAGE_MS = 1_000;

interface Known {
  readonly token: string;
  readonly principal: Principal;
  /** Milliseconds since 1970; 0 when an event made it doubtful. */
  lookAgainAt: number;
  /** An event ended the session. */
  ended: boolean;
}

interface Found {
  principal: Principal;
  /** Of the organization. */
  outletIds: Set<string>;
}

/**
 * Who an access token belongs to. A token is verified once and remembered until it ends; events of the
 * organization's stream (`staff.*`, `session.ended`) make every worker look again. While the bus cannot bring
 * those of other boxes, everybody is looked up every few seconds.
 *
 * While the store cannot be asked, whoever was looked up before is believed until the token ends (at most
 * ACCESS_SECONDS), so that the last good menu can be shown to them; a command fails in the store, so that
 * belief alone never changes anything. Not believed is whose session an event or the revocations say is
 * ended, or of whom an event made the role doubtful. While the store is away nobody can change either.
 * What another box committed in the moment before is not heard without Redis: such a person goes on
 * reading menu, tables and stations, as who they were, until the token ends or the store is back.
 */
export class Principals {
  readonly #store: Store;
  readonly #tokens: Tokens;
  readonly #clock: () => number;
  readonly #revocations: Revocations | null;
  /** By the token's signature: hashing a whole token at each request costs more than all else here does. */
  readonly #known = new Map<string, Known>();
  readonly #bySession = new BySession<Known>();
  /** Looks under way, by token: all who ask meanwhile share one. */
  readonly #looks = new Map<string, Promise<Principal>>();
  /** Outlets by organization. */
  readonly #outlets = new Map<string, Set<string>>();
  #believedMs = BELIEVED_MS;

  /** @param clock milliseconds since 1970 */
  constructor(
    store: Store,
    tokens: Tokens,
    clock: () => number,
    revocations: Revocations | null = null,
  ) {
    this.#store = store;
    this.#tokens = tokens;
    this.#clock = clock;
    this.#revocations = revocations;
  }

  /** @throws KotdError `unauthenticated`, `token_expired` or `store_unavailable` */
  authenticate(token: string): Principal | Promise<Principal> {
    const known = this.#knownBy(token);
    const now = this.#clock();
    if (known && known.principal.expiresAt * 1000 <= now) {
      this.#forget(known);
      throw new KotdError('token_expired');
    }
    // Further ahead than anybody is believed: the clock was set back.
    const aheadMs = (known?.lookAgainAt ?? 0) - now;
    if (known && aheadMs > 0 && aheadMs <= this.#believedMs) return known.principal;
    return this.#looks.get(token) ?? this.#look(token, known, now);
  }

  /**
   * Whether the bus proves that it works. While it does not, nobody is believed for long: what another box
   * does now is not told here, also when the bus is good again.
   */
  trustBus(healthy: boolean): void {
    this.#believedMs = healthy ? BELIEVED_MS : BELIEVED_UNTOLD_MS;
    if (healthy) return;
    const soon = this.#clock() + BELIEVED_UNTOLD_MS;
    for (const known of this.#known.values()) {
      known.lookAgainAt = Math.min(known.lookAgainAt, soon);
    }
  }

  /** How many outlets the organization has, as far as this worker knows; at least 1. */
  outletCount(organizationId: string): number {
    return Math.max(1, this.#outlets.get(organizationId)?.size ?? 0);
  }

  /** Takes in an event of any stream; answers of whom it made what is believed here doubtful. */
  heard({ organizationId, outletId }: Scope, event: Event): Doubt | null {
    const doubt = doubtOf(organizationId, event);
    if (!doubt && event.type !== 'outlet.opened') return null;
    // What a look that began before brings is not remembered.
    this.#looks.clear();
    if (doubt) this.#doubt(doubt);
    else if (outletId) this.#outlets.get(organizationId)?.add(outletId);
    return doubt;
  }

  #doubt(doubt: Doubt): void {
    const { sessionId } = doubt;
    for (const known of this.#bySession.of(doubt)) {
      known.lookAgainAt = 0;
      if (sessionId !== null) known.ended = true;
    }
    if (sessionId === null) return;
    // Each worker that hears of it says it: the one that made it may not have come to that.
    this.#revocations?.revoke(sessionId, this.#clock() + ACCESS_SECONDS * 1000);
  }

  #look(token: string, known: Known | undefined, now: number): Promise<Principal> {
    const look: Promise<Principal> = this.#find(token, known?.principal, now)
      .then(
        (found) => {
          if (this.#looks.get(token) === look) this.#remember(token, found, now);
          return found.principal;
        },
        (error: unknown) => {
          if (known && isOutage(error)) return this.#believe(known, error);
          throw error;
        },
      )
      .finally(() => {
        if (this.#looks.get(token) === look) this.#looks.delete(token);
      });
    this.#looks.set(token, look);
    return look;
  }

  async #find(token: string, verified: AccessClaims | undefined, now: number): Promise<Found> {
    const claims = verified ?? (await this.#tokens.verifyAccess(token, now));
    const { organizationId, staffId, sessionId, expiresAt } = claims;
    const scope = { organizationId };
    const [staff, session, outlets] = await Promise.all([
      this.#store.get(scope, 'staff', staffId),
      this.#store.get(scope, 'session', sessionId),
      this.#store.page(scope, 'outlet', { index: 'byCreation', limit: 1000 }),
    ]);
    if (!staff || !session || session.staffId !== staff.id || session.endedAt !== null) {
      throw new KotdError('unauthenticated');
    }
    const { id, name, role, outletIds } = staff;
    const principal = { staffId: id, organizationId, name, role, outletIds, sessionId, expiresAt };
    return { principal, outletIds: new Set(outlets.data.map((outlet) => outlet.id)) };
  }

  /** @throws KotdError what the outage was, or `unauthenticated` */
  async #believe(known: Known, outage: KotdError): Promise<Principal> {
    const { principal } = known;
    const revoked = await this.#revocations?.isRevoked(principal.sessionId);
    if (known.ended || revoked) throw new KotdError('unauthenticated');
    if (known.lookAgainAt === 0) throw outage;
    known.lookAgainAt = this.#clock() + BELIEVED_IN_OUTAGE_MS;
    return principal;
  }

  #remember(token: string, { principal, outletIds }: Found, now: number): void {
    this.#outlets.set(principal.organizationId, outletIds);
    const before = this.#known.get(signatureOf(token));
    if (before) this.#forget(before);
    const known = { token, principal, lookAgainAt: now + this.#believedMs, ended: false };
    this.#known.set(signatureOf(token), known);
    this.#bySession.add(principal, known);
    if (this.#known.size > MAX_TOKENS) this.#forgetOldest();
  }

  /** Whoever has only the signature of a good token has no good token. */
  #knownBy(token: string): Known | undefined {
    const known = this.#known.get(signatureOf(token));
    return known?.token === token ? known : undefined;
  }

  #forget(known: Known): void {
    this.#known.delete(signatureOf(known.token));
    this.#bySession.remove(known.principal, known);
  }

  #forgetOldest(): void {
    for (const known of this.#known.values()) {
      this.#forget(known);
      return;
    }
  }
}

function doubtOf(organizationId: string, { type, data }: Event): Doubt | null {
  if (type.startsWith('staff.')) return { organizationId, sessionId: null };
  if (type !== 'session.ended') return null;
  return { organizationId, sessionId: typeof data.sessionId === 'string' ? data.sessionId : null };
}

/** Characters of an HMAC with SHA-256, in base64url. */
const SIGNATURE = 43;

function signatureOf(token: string): string {
  return token.slice(-SIGNATURE);
}
