/**
 * The L2 cache: bytes that all boxes share. It may forget, be slow, or be gone at any time; it is asked only
 * for keys that name the epoch and version of what they hold, so that it cannot be out of date either.
 */
export interface SecondLevel {
  /** undefined also when it cannot be asked, or not in time. Never throws. */
  get(key: string): Promise<Buffer | undefined>;
  /** Nobody waits for it. Never throws. */
  set(key: string, bytes: Uint8Array, ttlSeconds: number): void;
  /** Open: not asked at the moment, since it failed too often. */
  readonly state: 'closed' | 'halfOpen' | 'open';
}
