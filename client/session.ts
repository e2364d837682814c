import { Api } from './api.js';
import { Listeners } from './listeners.js';
import type { World } from './ports.js';
import { Closed, ProblemError, SignedOut } from './problem.js';
import type { DeviceStore } from './storage.js';
import type { LoggedIn, Person, TokenProvider } from './tokens.js';

/** A token with less than this left is exchanged before it is used; ms. */
const LEAST_LEFT_MS = 90_000;

/** What is kept of a session. */
interface Kept extends Person {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** By the device's own clock: ms since 1970. */
  readonly expiresAt: number;
  /** The id under which this refresh token is being exchanged, once that has begun. */
  readonly exchange: string | null;
}

export interface SessionParts {
  world: World;
  store: DeviceStore;
  /** Where it is kept: a device may hold its own session and that of a person. */
  key: string;
  url: string;
  newId(): string;
}

/**
 * Somebody's login on this device: access tokens that hold, and the refresh token behind them, which works once.
 *
 * The id of an exchange is stored before it is sent, and its answer before it is used. So after a lost reply, a
 * crash, or in two tabs at once the very same exchange is asked for again, and answered with the very same new
 * tokens. A refresh token is never used twice for two exchanges: that would look like a theft and end it.
 */
export class Session implements TokenProvider {
  readonly #parts: SessionParts;
  readonly #api: Api;
  readonly #changed = new Listeners();
  #kept: Kept | null = null;
  #person: Person | null = null;
  #exchanging: Promise<Kept> | null = null;
  #closed = false;
  readonly #unwatch: () => void;

  private constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#api = new Api(parts, null);
    this.#unwatch = parts.store.onChanged((keys) => {
      if (keys.includes(parts.key)) void this.#read();
    });
  }

  /** The session that was kept under this key, or one that nobody has signed in to. */
  static async open(parts: SessionParts): Promise<Session> {
    const session = new Session(parts);
    await session.#read();
    return session;
  }

  get(): Person | null {
    return this.#person;
  }

  subscribe(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  /** @throws ProblemError `wrong_login`; Unreachable; Closed */
  async login(email: string, password: string): Promise<Person> {
    return await this.adopt(await this.#api.command('auth.login', { email, password }));
  }

  /** Goes on with the tokens of any answer that has some: a login's, a pairing's, a PIN's. */
  async adopt(answer: LoggedIn): Promise<Person> {
    const kept = this.#keptOf(answer);
    await this.#write(() => kept);
    return { user: kept.user, outlets: kept.outlets };
  }

  /**
   * Ends the session, here in any case.
   * @throws Unreachable when the server could not be told: there it lasts until its tokens run out
   */
  async logout(): Promise<void> {
    const ended = this.#kept;
    await this.#write(() => null);
    if (ended) await this.#api.command('auth.logout', { refreshToken: ended.refreshToken });
  }

  async token(refused?: string): Promise<string> {
    const kept = this.#kept;
    if (!kept) throw new SignedOut();
    const left = kept.expiresAt - this.#parts.world.clock.now();
    if (left > LEAST_LEFT_MS && kept.accessToken !== refused) return kept.accessToken;
    this.#exchanging ??= this.#exchange(kept).finally(() => {
      this.#exchanging = null;
    });
    return (await this.#exchanging).accessToken;
  }

  /**
   * Stops here; whoever is signed in stays so. A login or an exchange that is under way is given up: whoever waits
   * for it hears of `Closed`, and an exchange is asked for again, under its id, by the next program.
   */
  close(): void {
    this.#closed = true;
    this.#unwatch();
  }

  /** If another tab was faster, its tokens are taken. */
  async #exchange({ refreshToken }: Kept): Promise<Kept> {
    const ifStill = (next: (kept: Kept) => Kept | null) =>
      this.#write((kept) => (kept?.refreshToken === refreshToken ? next(kept) : kept));
    const newId = this.#parts.newId();
    const begun = await ifStill((kept) => ({ ...kept, exchange: kept.exchange ?? newId }));
    if (!begun) throw new SignedOut();
    const { exchange } = begun;
    if (begun.refreshToken !== refreshToken || exchange === null) return begun;
    try {
      const answer = await this.#api.command('auth.refresh', { refreshToken }, { id: exchange });
      const kept = await ifStill(() => this.#keptOf(answer));
      if (kept) return kept;
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status !== 401) throw error;
      await ifStill(() => null);
    }
    throw new SignedOut();
  }

  #keptOf({ accessToken, refreshToken, expiresIn, user, outlets }: LoggedIn): Kept {
    const expiresAt = this.#parts.world.clock.now() + expiresIn * 1000;
    return { accessToken, refreshToken, expiresAt, user, outlets, exchange: null };
  }

  /** Stores what follows from what is stored, then goes by it. */
  async #write(next: (kept: Kept | null) => Kept | null): Promise<Kept | null> {
    if (this.#closed) throw new Closed('the session');
    const { store, key } = this.#parts;
    let written: Kept | null = null;
    await store.update([key], ([value]) => {
      written = next((value as Kept | undefined) ?? null);
      return [[key, written ?? undefined]];
    });
    this.#take(written);
    return written;
  }

  async #read(): Promise<void> {
    const { store, key } = this.#parts;
    const found = await store.list(key);
    const own = found.find(([name]) => name === key);
    this.#take((own?.[1] as Kept | undefined) ?? null);
  }

  #take(kept: Kept | null): void {
    this.#kept = kept;
    const was = this.#person;
    // Whoever compares persons must not be woken by each new token.
    const same = JSON.stringify(was) === JSON.stringify(kept && personOf(kept));
    if (same) return;
    this.#person = kept && personOf(kept);
    this.#changed.tell();
  }
}

function personOf({ user, outlets }: Kept): Person {
  return { user, outlets };
}
