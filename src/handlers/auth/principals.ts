import type { Event } from '../../domain/decision.js';
import { KotdError } from '../../domain/errors.js';
import { isOutage } from '../../db/outage.js';
import type { Scope, Store } from '../../db/store.js';
import { Reader } from '../reader.js';
import { BySession, type Doubt } from './by-session.js';
import { holderOf } from './holder.js';
import { OutletLists } from './outlet-lists.js';
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
  readonly #outlets: OutletLists;
  #believedMs = BELIEVED_MS;

  /** @param clock milliseconds since 1970 */
  constructor(
    store: Store,
    tokens: Tokens,
    clock: () => number,
    revocations: Revocations | null = null,
  ) {
    this.#store = store;
    this.#outlets = new OutletLists(store);
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

  /**
   * Something of what other workers or boxes did is not told here: everybody is looked up again. In an outage
   * they are believed as before.
   */
  doubtAll(): void {
    // What a look that began before brings is not remembered.
    this.#looks.clear();
    this.#outlets.doubtAll();
    const now = this.#clock();
    for (const known of this.#known.values()) {
      known.lookAgainAt = Math.min(known.lookAgainAt, now);
    }
  }

  /** How many outlets the organization has, as far as this worker knows; at least 1. */
  outletCount(organizationId: string): number {
    return Math.max(1, this.#outlets.count(organizationId));
  }

  /** Takes in an event of any stream; answers of whom it made what is believed here doubtful. */
  heard({ organizationId, outletId }: Scope, event: Event): Doubt | null {
    const doubt = doubtOf(organizationId, event);
    if (!doubt && event.type !== 'outlet.opened') return null;
    // What a look that began before brings is not remembered.
    this.#looks.clear();
    this.#outlets.doubt(organizationId);
    if (doubt) this.#doubt(doubt, sessionEnded(event));
    else if (outletId) this.#outlets.opened(organizationId, outletId);
    return doubt;
  }

  #doubt(doubt: Doubt, ended: string | null): void {
    for (const known of this.#bySession.of(doubt)) {
      known.lookAgainAt = 0;
      if (doubt.sessionId !== null) known.ended = true;
    }
    // Each worker that hears of it says it: the one that made it may not have come to that.
    if (ended !== null) this.#revocations?.revoke(ended, this.#clock() + ACCESS_SECONDS * 1000);
  }

  #look(token: string, known: Known | undefined, now: number): Promise<Principal> {
    const look: Promise<Principal> = this.#find(token, known?.principal, now)
      .then(
        (principal) => {
          if (this.#looks.get(token) === look) this.#remember(token, principal, now);
          return principal;
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

  async #find(token: string, verified: AccessClaims | undefined, now: number): Promise<Principal> {
    const claims = verified ?? (await this.#tokens.verifyAccess(token, now));
    const { organizationId, staffId, sessionId, expiresAt } = claims;
    const scope = { organizationId };
    const [staff, session] = await Promise.all([
      this.#store.get(scope, 'staff', staffId),
      this.#store.get(scope, 'session', sessionId),
      this.#outlets.know(organizationId, now, this.#believedMs),
    ]);
    if (!session || session.staffId !== staffId || session.endedAt !== null) {
      throw new KotdError('unauthenticated');
    }
    const holder = await holderOf(new Reader(this.#store, scope), session, staff);
    if (!holder) throw new KotdError('unauthenticated');
    const { id, ...rest } = holder;
    return { staffId: id, organizationId, ...rest, sessionId, expiresAt };
  }

  /** @throws KotdError what the outage was, or `unauthenticated` */
  async #believe(known: Known, outage: KotdError): Promise<Principal> {
    const { principal } = known;
    const { sessionId, device = { sessionId } } = principal;
    // With the device's own session ends whatever was opened on it.
    const revoked = await Promise.all(
      [...new Set([sessionId, device.sessionId])].map((id) => this.#revocations?.isRevoked(id)),
    );
    if (known.ended || revoked.includes(true)) throw new KotdError('unauthenticated');
    if (known.lookAgainAt === 0) throw outage;
    known.lookAgainAt = this.#clock() + BELIEVED_IN_OUTAGE_MS;
    return principal;
  }

  #remember(token: string, principal: Principal, now: number): void {
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

function doubtOf(organizationId: string, event: Event): Doubt | null {
  const sessionId = sessionEnded(event);
  if (event.type === 'session.ended') return { organizationId, sessionId };
  // Of a device's session nobody knows here which others were opened on the device.
  const everybody = event.type.startsWith('staff.') || sessionId !== null;
  return everybody ? { organizationId, sessionId: null } : null;
}

/** The session that an event says is over; of a device's event, the one it was paired by. */
function sessionEnded({ type, data }: Event): string | null {
  const id =
    type === 'session.ended' ? data.sessionId : type.startsWith('device.') ? data.ended : null;
  return typeof id === 'string' ? id : null;
}

/** Characters of an HMAC with SHA-256, in base64url. */
const SIGNATURE = 43;

function signatureOf(token: string): string {
  return token.slice(-SIGNATURE);
}
