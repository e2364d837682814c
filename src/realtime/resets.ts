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

/**
 * Makes resets. After a restart all screens of an outlet ask for the same at once: one read, and
 * one serialization, serves all who ask while it is under way.
 */
export class Resets {
  readonly #store: Store;
  readonly #underWay = new Map<string, Promise<ReadyReset | null>>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** null when the stream turned out to be another while the snapshot was read. */
  make(stream: Stream, audiences: ReadonlySet<string>, codec: Codec): Promise<ReadyReset | null> {
    const { organizationId, outletId } = stream.scope;
    const key = `${organizationId}/${outletId} ${stream.epoch} ${channelKey(audiences, codec)}`;
    let reset = this.#underWay.get(key);
    if (!reset) {
      reset = this.#read(stream, audiences, codec).finally(() => this.#underWay.delete(key));
      this.#underWay.set(key, reset);
    }
    return reset;
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
