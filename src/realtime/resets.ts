import type { Store } from '../db/store.js';
import { Reader } from '../handlers/reader.js';
import { channelKey } from './channels.js';
import type { Codec } from './codec.js';
import { readSnapshot } from './snapshot.js';
import type { Stream } from './stream.js';

/** A reset frame, and the position from which on events must follow it. */
export interface ReadyReset {
  epoch: string;
  seq: number;
  frame: Uint8Array;
}

interface Made {
  readonly reset: Promise<ReadyReset | null>;
  /** The position of the stream when it was begun. */
  readonly seq: number;
  underWay: boolean;
}

/**
 * Makes resets. After a restart all screens of an outlet ask for the same at once: one read, and
 * one serialization, serves all who ask while it is under way, and until something happens.
 */
export class Resets {
  readonly #store: Store;
  readonly #keptMs: number;
  readonly #made = new Map<string, Made>();

  /** @param keptMs how long one serves those who come later, if nothing happens meanwhile */
  constructor(store: Store, keptMs: number) {
    this.#store = store;
    this.#keptMs = keptMs;
  }

  /** null when the stream turned out to be another while the snapshot was read. */
  make(stream: Stream, audiences: ReadonlySet<string>, codec: Codec): Promise<ReadyReset | null> {
    const { organizationId, outletId } = stream.scope;
    const key = `${organizationId}/${outletId} ${stream.epoch} ${channelKey(audiences, codec)}`;
    const before = this.#made.get(key);
    if (before && (before.underWay || before.seq === stream.position)) return before.reset;
    const reset = this.#read(stream, audiences, codec);
    const made = { reset, seq: stream.position, underWay: true };
    this.#made.set(key, made);
    void this.#keep(key, made);
    return reset;
  }

  async #keep(key: string, made: Made): Promise<void> {
    const forget = () => {
      if (this.#made.get(key) === made) this.#made.delete(key);
    };
    // Whoever asked for it hears what went wrong.
    const ready = await made.reset.catch(() => null);
    made.underWay = false;
    if (ready) setTimeout(forget, this.#keptMs).unref();
    else forget();
  }

  async #read(
    stream: Stream,
    audiences: ReadonlySet<string>,
    codec: Codec,
  ): Promise<ReadyReset | null> {
    const { epoch, position: seq } = stream;
    const snapshot = await readSnapshot(new Reader(this.#store, stream.scope), audiences);
    if (!(await stream.look()) || stream.epoch !== epoch) return null;
    return { epoch, seq, frame: codec.encode({ t: 'reset', epoch, seq, snapshot }) };
  }
}
