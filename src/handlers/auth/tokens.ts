import { createHmac, timingSafeEqual } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { KotdError } from '../../domain/errors.js';

/** Life of an access token, in seconds. */
export const ACCESS_SECONDS = 15 * 60;

export interface AccessClaims {
  staffId: string;
  organizationId: string;
  sessionId: string;
  /** Seconds since 1970. */
  expiresAt: number;
}

/** What is sealed, each with a key of its own. */
type Sealed = 'pin' | 'code' | 'codeId';

export interface RefreshClaims {
  organizationId: string;
  sessionId: string;
  generation: number;
}

/**
 * Signs and checks tokens. Both kinds follow from what is stored of a session and from the secret, so
 * the repeat of a login or refresh (same Idempotency-Key) answers the same bytes and no token is stored.
 */
export class Tokens {
  readonly #accessKey: Uint8Array;
  readonly #refreshKey: Buffer;
  readonly #fingerprintKey: Buffer;
  readonly #sealKeys: Readonly<Record<Sealed, Buffer>>;

  constructor(secret: string) {
    const keyFor = (use: string) => createHmac('sha256', secret).update(`kotd ${use}`).digest();
    this.#accessKey = keyFor('access');
    this.#refreshKey = keyFor('refresh');
    this.#fingerprintKey = keyFor('fingerprint');
    this.#sealKeys = { pin: keyFor('pin'), code: keyFor('code'), codeId: keyFor('code id') };
  }

  /** @param at when the session step happened, RFC 3339; the token ends ACCESS_SECONDS later. */
  async access(claims: Omit<AccessClaims, 'expiresAt'>, at: string): Promise<string> {
    const issuedAt = Math.floor(Date.parse(at) / 1000);
    return await new SignJWT({ org: claims.organizationId, sid: claims.sessionId })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject(claims.staffId)
      .setIssuer('kotd')
      .setAudience('kotd')
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + ACCESS_SECONDS)
      .sign(this.#accessKey);
  }

  /** @throws KotdError `token_expired` or `unauthenticated` */
  async verifyAccess(token: string, now: number): Promise<AccessClaims> {
    try {
      const { payload } = await jwtVerify(token, this.#accessKey, {
        algorithms: ['HS256'],
        issuer: 'kotd',
        audience: 'kotd',
        currentDate: new Date(now),
        requiredClaims: ['sub', 'exp', 'org', 'sid'],
      });
      const { sub, exp, org, sid } = payload;
      if (typeof org !== 'string' || typeof sid !== 'string' || !sub || !exp) {
        throw new KotdError('unauthenticated');
      }
      return { staffId: sub, organizationId: org, sessionId: sid, expiresAt: exp };
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new KotdError('token_expired');
      throw new KotdError('unauthenticated');
    }
  }

  refresh(claims: RefreshClaims): string {
    const text = `${claims.organizationId}.${claims.sessionId}.${claims.generation}`;
    return `${text}.${this.#seal(text)}`;
  }

  /** @throws KotdError `refresh_invalid` when the token is not one of ours */
  readRefresh(token: string): RefreshClaims {
    const [organizationId, sessionId, generation, seal, ...rest] = token.split('.');
    if (!organizationId || !sessionId || !generation || !seal || rest.length > 0) {
      throw new KotdError('refresh_invalid');
    }
    const expected = Buffer.from(this.#seal(`${organizationId}.${sessionId}.${generation}`));
    const found = Buffer.from(seal);
    if (expected.length !== found.length || !timingSafeEqual(expected, found)) {
      throw new KotdError('refresh_invalid');
    }
    return { organizationId, sessionId, generation: Number(generation) };
  }

  /** A keyed hash, for what must be recognised later but not kept (passwords, tokens). */
  fingerprint(value: string): string {
    return createHmac('sha256', this.#fingerprintKey).update(value).digest('base64url');
  }

  /** What stands for something so short that it could be guessed from a hash without a key; base64url. */
  sealed(use: Sealed, text: string): string {
    return createHmac('sha256', this.#sealKeys[use]).update(text).digest('base64url');
  }

  #seal(text: string): string {
    return createHmac('sha256', this.#refreshKey).update(text).digest('base64url');
  }
}
