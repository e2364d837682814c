/** A value of JSON under a key. */
export type Stored = readonly [key: string, value: unknown];
/** What shall stand under a key; undefined takes it away. */
export type Change = readonly [key: string, value: unknown];

/**
 * What a device keeps for its terminals. Records are durable: what a call resolved for survives a crash and a
 * power cut. Pictures are not: they spare the wait for the server, and may be lost or be of an older day.
 *
 * Tabs of one browser share one store. `update` is atomic among them too.
 */
export interface DeviceStore {
  /** The records whose keys begin so, in the order of the keys. */
  list(prefix: string): Promise<Stored[]>;

  /**
   * Reads records and writes what follows from them, as one change that is there wholly or not at all.
   * @param decide must be pure: it may be called again
   */
  update(keys: readonly string[], decide: (values: unknown[]) => readonly Change[]): Promise<void>;

  /** Keeps a picture, in the place of the one of this name. */
  keep(name: string, picture: unknown): Promise<void>;
  kept(name: string): Promise<unknown>;

  /** Calls back when another one who shares the store has changed records, with the keys. */
  onChanged(listener: (keys: readonly string[]) => void): () => void;

  /** Says something to the others who share the store, as far as they are awake. */
  tell(message: unknown): void;
  onTold(listener: (message: unknown) => void): () => void;

  /**
   * Calls `begin` when this one leads among those that share the store, which may be at once, or when the one
   * that leads is gone. At most one leads under a name; should two ever believe so, nothing is lost or doubled.
   * @returns gives the lead away, or the wish for it
   */
  lead(name: string, begin: () => void): () => void;

  /**
   * What was asked before is still done. From then on nothing is written: the next one may have the records.
   * `update` and `keep` reject.
   */
  close(): Promise<void>;
}
