import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { KotdError } from '../../domain/errors.js';

/** Who waits longer than this many others take is asked to come back. */
const MAX_WAITING = 100;

/**
 * Hashes and checks passwords with scrypt (RFC 7914), which is hard on memory. One at a time for each
 * worker: they share Node's few threads with the store's commits, and a wave of logins (or of guesses)
 * must not make orders wait.
 */
export class Passwords {
  readonly #cost: number;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** @param cost log2 of scrypt's N; 15 takes 32 MiB and about 0.1 s. */
  constructor(cost: number) {
    this.#cost = cost;
  }

  /**
   * `scrypt$cost$salt$hash`: the cost stands with the hash, so that it can be raised later.
   * @throws KotdError `logins_busy`
   */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(16);
    const key = await this.#derive(password, salt, this.#cost);
    return `scrypt$${this.#cost}$${salt.toString('base64url')}$${key.toString('base64url')}`;
  }

  /**
   * Whether the password belongs to the hash. Without a hash (no such login) it takes as long and
   * says no, so that the time of the answer does not tell which addresses exist.
   * @throws KotdError `logins_busy`
   */
  async matches(password: string, hash: string | undefined): Promise<boolean> {
    const [, cost, salt, key] = (hash ?? `scrypt$${this.#cost}$AAAAAAAAAAAAAAAAAAAAAA$`).split('$');
    if (cost === undefined || salt === undefined || key === undefined) return false;
    const expected = Buffer.from(key, 'base64url');
    const found = await this.#derive(password, Buffer.from(salt, 'base64url'), Number(cost));
    return expected.length === found.length && timingSafeEqual(expected, found);
  }

  async #derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
    if (this.#waiting >= MAX_WAITING) throw new KotdError('logins_busy');
    this.#waiting++;
    const mine = this.#last.then(() => derive(password, salt, cost));
    this.#last = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      this.#waiting--;
    }
  }
}

function derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  const N = 2 ** cost;
  const options = { N, r: 8, p: 1, maxmem: 256 * N * 8 };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, 32, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
