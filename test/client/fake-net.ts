import type { ClientFrame, ServerFrame } from '../../client/frames.js';
import type { Clock, SocketLike, World } from '../../client/ports.js';
import type { FakeClock } from './fake-clock.js';

/** A WebSocket without a network: the test is its other end. JSON only. */
export class FakeSocket implements SocketLike {
  binaryType = '';
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  readonly protocol: string;
  /** What the terminal sent. */
  readonly sent: ClientFrame[] = [];
  closed = false;
  /** Called for each frame as it is sent. */
  heard: (frame: ClientFrame) => void = () => {};

  constructor(protocol: string) {
    this.protocol = protocol;
  }

  accept(): void {
    this.onopen?.(undefined as never);
  }

  deliver(frame: ServerFrame): void {
    if (!this.closed) this.onmessage?.({ data: JSON.stringify(frame) });
  }

  /** The line breaks, or the server closes. */
  break(code = 1006): void {
    if (this.closed) return;
    this.closed = true;
    this.onclose?.({ code });
  }

  send(data: string | Uint8Array): void {
    if (this.closed) throw new Error('the socket is closed');
    const frame = JSON.parse(String(data)) as ClientFrame;
    this.sent.push(frame);
    this.heard(frame);
  }

  close(): void {
    this.closed = true;
  }

  last<T extends ClientFrame['t']>(t: T): Extract<ClientFrame, { t: T }> | undefined {
    return this.sent
      .filter((frame): frame is Extract<ClientFrame, { t: T }> => frame.t === t)
      .at(-1);
  }
}

let worlds = 0;

/** A world in which the test holds the clock, the dice and the other end of every socket. */
export class FakeWorld<C extends Clock = FakeClock> implements World {
  readonly sockets: FakeSocket[] = [];
  readonly troubles: string[] = [];
  /** What the next dice say. */
  chance = 0.5;
  readonly clock: C;
  readonly #number = worlds++;
  #bytes = 0;
  /** Called for each socket that is opened. */
  dialled: (socket: FakeSocket) => void = () => {};

  readonly random = () => this.chance;
  readonly randomBytes = (count: number) =>
    new Uint8Array(count).map((_, at) => [this.#bytes++, this.#number][at] ?? at);
  readonly fetch: typeof fetch = async () => {
    throw new TypeError('no network');
  };
  readonly openSocket = (_url: string, protocol: string) => {
    const socket = new FakeSocket(protocol);
    this.sockets.push(socket);
    this.dialled(socket);
    return socket;
  };
  readonly trouble = (error: unknown, what: string) => {
    this.troubles.push(`${what}: ${error}`);
  };

  constructor(clock: C) {
    this.clock = clock;
  }

  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error('nobody has called');
    return socket;
  }

  /** The server's time, which is the device's own here. */
  get at(): string {
    return new Date(this.clock.now()).toISOString();
  }

  welcome(more: Partial<Extract<ServerFrame, { t: 'welcome' }>> = {}): ServerFrame {
    const limits = { frameBytes: 10_000, commandsAtOnce: 64, queueBytes: 1e6, resumeEvents: 5_000 };
    const expiresAt = new Date(this.clock.now() + 900_000).toISOString();
    const times = { serverTime: this.at, heartbeatMs: 3_000, expiresAt };
    return { t: 'welcome', epoch: 'one', seq: 0, ...times, limits, ...more };
  }

  reset(seq = 0): ServerFrame {
    const snapshot = { orders: [], tickets: [], tables: [], bills: [] };
    return { t: 'reset', epoch: 'one', seq, snapshot };
  }

  pos(seq: number, head = seq, at = this.at): ServerFrame {
    return { t: 'pos', epoch: 'one', seq, head, at };
  }

  /** Accepts the newest socket as a server would, up to its first heartbeat. */
  serve(): FakeSocket {
    const { socket } = this;
    socket.accept();
    socket.deliver(this.welcome());
    socket.deliver(this.reset());
    socket.deliver(this.pos(0));
    return socket;
  }

  /** As `serve`; what waited is on its way then, since it was stored that it is. */
  async served(): Promise<FakeSocket> {
    const socket = this.serve();
    await new Promise((resolve) => setImmediate(resolve));
    return socket;
  }
}
