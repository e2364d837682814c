import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection on which bytes are sent as they are. */
export class Wire {
  readonly socket: Socket;
  /** All that came back so far. */
  text = '';
  readonly #closed: Promise<unknown>;

  private constructor(socket: Socket) {
    this.socket = socket;
    this.#closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('data', (bytes: Buffer) => {
      this.text += bytes.toString('latin1');
    });
    // A reset is one way to be closed; `closed` tells.
    socket.on('error', () => {});
  }

  static async open(port: number): Promise<Wire> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.setNoDelay(true);
    return new Wire(socket);
  }

  /** Sends and waits until the kernel took it. */
  async send(text: string): Promise<void> {
    if (this.socket.destroyed) return;
    await new Promise((resolve) => this.socket.write(text, 'latin1', resolve));
  }

  /** Waits until what came back shows the pattern that many times, or the connection is closed. */
  async until(pattern: RegExp, times = 1): Promise<string> {
    const every = new RegExp(pattern.source, 'gs');
    while ((this.text.match(every) ?? []).length < times) {
      const more = once(this.socket, 'data');
      if ((await Promise.race([more, this.#closed.then(() => 'closed')])) === 'closed') break;
    }
    return this.text;
  }

  /** Waits until the other end closed. */
  async closed(): Promise<string> {
    await this.#closed;
    return this.text;
  }

  drop(): void {
    this.socket.resetAndDestroy();
  }
}

/** Status codes in the order they came. */
export function statuses(text: string): number[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, code]) => Number(code));
}
