/** What metrics and logs hear of the sockets. Its methods must be cheap and must not throw. */
export interface RealtimeObserver {
  opened(): void;
  /** A hello was accepted. */
  greeted(who: Greeted): void;
  /** @param code WebSocket close code; the server's own where it meant to close, else one of few */
  closed(code: number): void;
  /** @param status as of the HTTP answer; `type` is `unknown` when there is no such command */
  command(type: string, status: number, seconds: number): void;
  /** Frames that were handed to a socket. */
  frames(count: number): void;
  /** A socket is closed since it does not take its frames. */
  slow(): void;
}

export interface Greeted {
  organizationId: string;
  outletId: string;
  staffId: string;
  address: string;
  device: string | null;
  version: string | null;
  /** It asked to go on where it stood. */
  resume: boolean;
}
