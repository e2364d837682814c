import type { ConnectionState } from './connection.js';
import type { Readable } from './listeners.js';
import type { Shown } from './overlay.js';
import type { Freshness } from './proof.js';
import type { State } from './state.js';

/** What a screen says of itself: how far it can be believed, and why no further. */
export interface Status extends Freshness {
  readonly connection: ConnectionState['phase'];
  /** The server is not to be heard, whatever the connection has noticed so far. */
  readonly offline: boolean;
  readonly problem: ConnectionState['problem'];
}

/**
 * The live state of the outlet, as far as the audience allows, and what can be said of how live it is.
 * `subscribe` tells of each change of the state; what only the clocks change, `Terminal.subscribe` tells of.
 */
export interface View extends Readable<State> {
  /** The state with what waits in the outbox on top of it, marked. The same object while nothing changed. */
  withPending(): Shown;
  /** How far the screen can be believed, at this moment. The same object while it says the same. */
  status(): Status;
  /** The server's instant to which the screen is proven complete; null when nothing is proven. */
  readonly currentTo: string | null;
  /** null: proven current a moment ago. */
  readonly behind: Status['behind'];
  /** The server is not to be heard. */
  readonly offline: boolean;
  /** The server's time, ms since 1970, or a little later; null before it was ever heard. */
  serverNow(): number | null;
}
