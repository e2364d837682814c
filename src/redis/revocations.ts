import type { Revocations } from '../handlers/auth/revocations.js';
import type { Connection } from './connect.js';
import type { Guard } from './guard.js';

/** Milliseconds: asked only while the database is away, when the alternative is to refuse. */
const PATIENCE_MS = 250;
const PREFIX = 'kotd:revoked:';

/** One key for each ended session, which goes when its last token has run out. */
export class RedisRevocations implements Revocations {
  readonly #connection: Connection;
  readonly #guard: Guard;

  constructor(connection: Connection, guard: Guard) {
    this.#connection = connection;
    this.#guard = guard;
  }

  revoke(sessionId: string, untilMs: number): void {
    const forMs = Math.ceil(untilMs - Date.now());
    if (forMs < 1) return;
    const { client } = this.#connection;
    this.#guard.tell(() => client.set(`${PREFIX}${sessionId}`, 1, 'PX', forMs));
  }

  async isRevoked(sessionId: string): Promise<boolean | null> {
    const { client } = this.#connection;
    const found = await this.#guard.ask(() => client.exists(`${PREFIX}${sessionId}`), PATIENCE_MS);
    return found === null ? null : found > 0;
  }
}
