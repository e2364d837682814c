import type { Api } from '../../client/api.js';
import type { Found } from '../../client/calls.js';
import type { DeviceStore } from '../../client/storage.js';
import type { Terminal } from '../../client/terminal.js';
import type { TerminalOptions } from '../../client/terminal-parts.js';
import type { Person as SignedIn, TokenProvider } from '../../client/tokens.js';

/** Who is in: a person, or a device on its own. */
export type User = SignedIn['user'];

/** An id and what people call it. */
export interface Named {
  id: string;
  name: string;
}

/** Somebody is in: what a page works with. */
export interface Session {
  readonly user: User;
  /** Where they may go. */
  readonly outlets: readonly Named[];
  /** They came in by PIN on a paired device, or are that device: the next one comes in without a password. */
  readonly onDevice: boolean;
  /** It is the device itself, and nobody in person. */
  readonly unattended: boolean;
  /** Asks and commands over HTTP, as them. */
  readonly api: Api;
  readonly tokens: TokenProvider;
  /** What the pages keep in this browser, for whoever is in. */
  readonly store: DeviceStore;
  /** A live view and an outbox, as them. Whoever opens one closes it. */
  terminal(options: Omit<TerminalOptions, 'tokens'>): Promise<Terminal>;
  /** Makes this browser no device any more: whoever is in on it is out. */
  unpair(): Promise<void>;
  /** Ends it, here in any case, and on the server as soon as it can be told. */
  end(): Promise<void>;
}

/** Somebody who may work on a paired device. */
export type Person = Found<'device.self'>['people'][number];

/** What a paired browser is. */
export interface Paired {
  kind: 'pos' | 'kds';
  outlet: Named;
  /** Null while the server cannot be asked. */
  people: readonly Person[] | null;
}
