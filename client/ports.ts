/** What a terminal needs of the world it runs in. The entries of Node and of the browsers bring theirs. */
export interface World {
  clock: Clock;
  /** 0 ≤ n < 1, for jitter. */
  random: () => number;
  /** As `crypto.getRandomValues` fills it: ids are made of it. */
  randomBytes(count: number): Uint8Array;
  fetch: typeof fetch;
  openSocket: OpenSocket;
  /** Something went wrong that nobody waits for: a full disk, a defect. The terminal goes on. */
  trouble(error: unknown, what: string): void;
}

export interface Clock {
  /** The device's clock: ms since 1970. It may be set, and goes on while the device sleeps. */
  now(): number;
  /** ms of a clock that nobody sets. It may stand still while the device sleeps. */
  steady(): number;
  /** Calls back after so many ms, or later; what it answers calls that off. */
  after(ms: number, act: () => void): Cancel;
}

export type Cancel = () => void;

/** Opens a WebSocket that offers one subprotocol. */
export type OpenSocket = (url: string, protocol: string) => SocketLike;

/** What of a WebSocket is used; that of the browsers and that of `ws` both fit. */
export interface SocketLike {
  binaryType: string;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  onerror: ((event: never) => void) | null;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number): void;
  /** Where there is one, it ends a connection that cannot say goodbye any more. */
  terminate?(): void;
}
