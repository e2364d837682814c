import type { Archive } from './archive.js';
import type { Store } from './store.js';

/** A store that is made from a backup: nobody takes it for one before it is whole. */
export interface NewStore {
  readonly store: Store & Archive;
  /** Closes it, puts it in its place, and answers a line that says where what was there is now. */
  publish(): Promise<string | null>;
  /** Closes it when it could not be made whole; nobody can use it. */
  discard(): Promise<void>;
}

/** There is no room for a new store; the message says what to do. */
export class PlaceTaken extends Error {
  override readonly name = 'PlaceTaken';
  readonly exitCode = 1;
}
