import { Api } from './api.js';
import type { Answer, Found } from './calls.js';
import { idMaker } from './ids.js';
import { Closed } from './problem.js';
import type { World } from './ports.js';
import { Session } from './session.js';
import type { DeviceStore } from './storage.js';
import type { OpenTerminal, Terminal } from './terminal.js';
import type { TerminalOptions } from './terminal-parts.js';
import type { Person } from './tokens.js';

export interface DeviceParts {
  world: World;
  /** Closed with the device. */
  store: DeviceStore;
  /** Of the server: `https://kotd.example`. */
  url: string;
  openTerminal: OpenTerminal;
}

/**
 * A till, a tablet or a screen: what it keeps, who is signed in on it, and the terminals that run on it. One that
 * was paired signs in for itself (`pairing`); people then enter with a PIN. On any other people log in.
 */
export class Device {
  /** Who works here now. */
  readonly session: Session;
  /** The device itself, once it was paired. A kitchen screen needs nobody else. */
  readonly pairing: Session;
  /** Calls on behalf of the session. */
  readonly api: Api;
  readonly #parts: DeviceParts;
  readonly #newId: () => string;
  readonly #terminals = new Set<Terminal>();
  /** Outlets whose terminal is being opened. */
  readonly #opening = new Set<string>();
  #closing: Promise<void> | null = null;

  private constructor(parts: DeviceParts, session: Session, pairing: Session, newId: () => string) {
    this.#parts = parts;
    this.#newId = newId;
    this.session = session;
    this.pairing = pairing;
    this.api = new Api({ ...parts, newId }, session);
  }

  /** A device as it was left. */
  static async open(parts: DeviceParts): Promise<Device> {
    const { world, store } = parts;
    const url = parts.url.replace(/\/+$/, '');
    const newId = idMaker(() => world.clock.now(), world.randomBytes);
    const common = { world, store, url, newId };
    const [session, pairing] = await Promise.all([
      Session.open({ ...common, key: 'session/person' }),
      Session.open({ ...common, key: 'session/device' }),
    ]);
    return new Device({ ...parts, url }, session, pairing, newId);
  }

  /**
   * Becomes the device that the office made a code for.
   * @throws ProblemError `pairing_code_invalid`; Unreachable
   */
  async pair(code: string): Promise<Answer<'auth.pair'>> {
    const api = new Api({ ...this.#parts, newId: this.#newId }, null);
    const answer = await api.command('auth.pair', { code });
    await this.pairing.adopt(answer);
    return answer;
  }

  /**
   * Signs a person in on a paired device.
   * @throws ProblemError `wrong_pin`, `pin_locked`; SignedOut when the device is not paired; Unreachable
   */
  async enter(staffId: string, pin: string): Promise<Person> {
    const api = new Api({ ...this.#parts, newId: this.#newId }, this.pairing);
    return await this.session.adopt(await api.command('auth.pin', { staffId, pin }));
  }

  /** Which device this is, where it stands, and who may enter. @throws as `query` does */
  async self(): Promise<Found<'device.self'>> {
    const api = new Api({ ...this.#parts, newId: this.#newId }, this.pairing);
    return await api.query('device.self', {});
  }

  /**
   * A terminal of an outlet, as it was left on this device; it connects by itself. One at a time for each outlet:
   * whoever needs more than one audience names them all.
   * @throws Error when the outlet has one that is not closed; Closed
   */
  async terminal(options: TerminalOptions): Promise<Terminal> {
    if (this.#closing) throw new Closed('the device');
    const { outlet } = options;
    if (this.#opening.has(outlet) || this.#open().some((one) => one.outlet === outlet)) {
      throw new Error(`outlet ${outlet} has a terminal here already: close it first`);
    }
    const tokens = options.tokens ?? this.session;
    this.#opening.add(outlet);
    try {
      const parts = { ...this.#parts, tokens, newId: this.#newId };
      const terminal = await this.#parts.openTerminal(parts, options);
      this.#terminals.add(terminal);
      if (!this.#closing) return terminal;
      await terminal.close();
      throw new Closed('the device');
    } finally {
      this.#opening.delete(outlet);
    }
  }

  /** Tells every terminal that the network may be back. */
  hurry(): void {
    for (const terminal of this.#open()) terminal.hurry();
  }

  /** Keeps what the terminals know, now. */
  async keep(): Promise<void> {
    await Promise.all(this.#open().map((terminal) => terminal.keep()));
  }

  /**
   * Closes its terminals and its store. Whoever is signed in stays so. From then on nothing of this device is
   * written: the store is for whoever opens it next.
   */
  async close(): Promise<void> {
    this.#closing ??= this.#close();
    await this.#closing;
  }

  async #close(): Promise<void> {
    this.session.close();
    this.pairing.close();
    await Promise.all(this.#open().map((terminal) => terminal.close()));
    await this.#parts.store.close();
  }

  #open(): Terminal[] {
    for (const terminal of this.#terminals) if (terminal.closed) this.#terminals.delete(terminal);
    return [...this.#terminals];
  }
}
