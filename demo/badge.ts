/** What a login answers, as far as the demo reads it. */
export interface LoggedIn {
  accessToken: string;
  /** Seconds. */
  expiresIn: number;
  outlets: { id: string }[];
  user: { organizationId: string };
}

/** A token this close to its end is not handed out, in ms: it is to outlive what it is used for. */
const MARGIN_MS = 30_000;

/** One person's login, repeated when its access token is about to end. */
export class Badge {
  readonly #logIn: () => Promise<LoggedIn>;
  #current: Promise<LoggedIn> | null = null;
  #goodUntil = 0;

  constructor(logIn: () => Promise<LoggedIn>) {
    this.#logIn = logIn;
  }

  /** The server's clock and this one differ: the login that counts as good here has ended there. */
  refused(): void {
    // One that is under way is newer than what was refused.
    if (Number.isFinite(this.#goodUntil)) this.#goodUntil = 0;
  }

  /** The login that holds now. Whoever asks while one is under way waits for that one. */
  present(): Promise<LoggedIn> {
    if (!this.#current || Date.now() >= this.#goodUntil) this.#current = this.#renew();
    return this.#current;
  }

  async #renew(): Promise<LoggedIn> {
    this.#goodUntil = Number.POSITIVE_INFINITY;
    try {
      const loggedIn = await this.#logIn();
      this.#goodUntil = Date.now() + loggedIn.expiresIn * 1000 - MARGIN_MS;
      return loggedIn;
    } catch (error) {
      this.#goodUntil = 0;
      throw error;
    }
  }
}
