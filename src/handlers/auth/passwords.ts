import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** Hashes and checks passwords with scrypt (RFC 7914), which is hard on memory. */
export class Passwords {
  readonly #cost: number;

  /** @param cost log2 of scrypt's N; 15 takes 32 MiB and about 0.1 s. */
  constructor(cost: number) {
    this.#cost = cost;
  }

  /** `scrypt$cost$salt$hash`: the cost stands with the hash, so that it can be raised later. */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(16);
    const key = await derive(password, salt, this.#cost);
    return `scrypt$${this.#cost}$${salt.toString('base64url')}$${key.toString('base64url')}`;
  }

  /**
   * Whether the password belongs to the hash. Without a hash (no such login) it takes as long and
   * says no, so that the time of the answer does not tell which addresses exist.
   */
  async matches(password: string, hash: string | undefined): Promise<boolean> {
    const [, cost, salt, key] = (hash ?? `scrypt$${this.#cost}$AAAAAAAAAAAAAAAAAAAAAA$`).split('$');
    if (cost === undefined || salt === undefined || key === undefined) return false;
    const expected = Buffer.from(key, 'base64url');
    const found = await derive(password, Buffer.from(salt, 'base64url'), Number(cost));
    return expected.length === found.length && timingSafeEqual(expected, found);
  }
}

function derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  const N = 2 ** cost;
  return new Promise((resolve, reject) => {
    scrypt(
      password.normalize('NFKC'),
      salt,
      32,
      { N, r: 8, p: 1, maxmem: 256 * N * 8 },
      (error, key) => (error ? reject(error) : resolve(key)),
    );
  });
}
