import { ProblemError, SignedOut, Unreachable } from '../../client/problem.js';
import type { Session as Tokens } from '../../client/session.js';
import type { Browser } from './browser.js';
import type { Paired, Session, User } from './session.js';

/**
 * The ways in, and who is in. All pages of a browser share both: who signed in at the back office is in at
 * the till too, and a browser is paired once. A person and the device are in at the same time, each with
 * their own tokens.
 *
 * Tokens lie in IndexedDB, where the outbox lies. A cookie that no script can read would be sent along by
 * every page of the world, needs a guard against that, and does not help a socket, whose first frame shows
 * the token; what could steal tokens from here is a foreign script, and the pages' policy lets none run. In
 * localStorage two tabs could exchange the same refresh token at once, which ends the session as stolen.
 */
export class Door {
  readonly #browser: Browser;

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** The person who is in; null when nobody is. Asks nobody: a till that is cut off goes on. */
  person(): Session | null {
    return this.#sessionOf(this.#browser.device.session);
  }

  /** The device on its own, where it is a kitchen's display: nobody signs in to that. */
  display(): Session | null {
    return this.#self()?.kind === 'kds' ? this.#sessionOf(this.#browser.device.pairing) : null;
  }

  /** What this browser is paired as, and who may come in; null: it is not, or not any more. */
  async paired(): Promise<Paired | null> {
    const self = this.#self();
    if (self === null) return null;
    try {
      const { people } = await this.#browser.device.self();
      return { ...self, people };
    } catch (error) {
      if (error instanceof Unreachable) return { ...self, people: null };
      // Revoked in the office: its tokens are worth nothing any more.
      if (error instanceof SignedOut || error instanceof ProblemError) return null;
      throw error;
    }
  }

  /** @throws ProblemError `wrong_login`; Unreachable */
  async login(email: string, password: string): Promise<void> {
    await this.#browser.device.session.login(email, password);
  }

  /** @throws ProblemError `pairing_code_invalid`; Unreachable */
  async pair(code: string): Promise<void> {
    await this.#browser.device.pair(code);
  }

  /** The device is none any more, and whoever came in on it by PIN is out. */
  async unpair(): Promise<void> {
    const { session, pairing } = this.#browser.device;
    await ended(session);
    await ended(pairing);
  }

  /** @throws ProblemError `wrong_pin`, `pin_locked`; Unreachable */
  async pin(staffId: string, pin: string): Promise<void> {
    await this.#browser.device.enter(staffId, pin);
  }

  /** Calls back when somebody came in or went out, in this tab or in another. */
  subscribe(listener: () => void): () => void {
    const { session, pairing } = this.#browser.device;
    const ends = [session.subscribe(listener), pairing.subscribe(listener)];
    return () => {
      for (const end of ends) end();
    };
  }

  /** A paired device is told by its role: a display does what a kitchen may, a till nothing by itself. */
  #self(): Omit<Paired, 'people'> | null {
    const device = this.#browser.device.pairing.get();
    const outlet = device?.outlets[0];
    if (!device || !outlet) return null;
    return { kind: device.user.role === 'kitchen' ? 'kds' : 'pos', outlet };
  }

  #sessionOf(tokens: Tokens): Session | null {
    const signedIn = tokens.get();
    if (signedIn === null) return null;
    const { device, store, apiOf } = this.#browser;
    const { user, outlets } = signedIn;
    return {
      user,
      outlets,
      onDevice: device.pairing.get() !== null,
      unattended: tokens === device.pairing,
      api: apiOf(tokens),
      tokens,
      store,
      terminal: (options) => device.terminal({ ...options, tokens, device: nameOf(user) }),
      unpair: () => this.unpair(),
      end: () => ended(tokens),
    };
  }
}

/** Ended here in any case; a server that cannot be told lets the tokens run out. */
async function ended(tokens: Tokens): Promise<void> {
  try {
    await tokens.logout();
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
  }
}

/** What the server's log calls a terminal: no personal data. */
function nameOf({ id }: User): string {
  return `web ${id}`;
}
