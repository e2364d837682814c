import type { Answer } from './calls.js';

/** What a login, a refresh, a pairing and a PIN answer alike. */
export type LoggedIn = Answer<'auth.login'>;

/** Who is signed in, and where they may work. */
export interface Person {
  readonly user: LoggedIn['user'];
  readonly outlets: LoggedIn['outlets'];
}

/** Where access tokens come from. `Session` is one; a page may bring its own. */
export interface TokenProvider {
  /**
   * An access token that holds for a minute at least.
   * @param refused one that the server did not take: it must not be answered again
   * @throws SignedOut, Unreachable, Closed
   */
  token(refused?: string): Promise<string>;
  /** Who is signed in; null when nobody is. */
  get(): Person | null;
  /** Calls back when somebody signed in or out. */
  subscribe(listener: () => void): () => void;
}
