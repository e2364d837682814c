import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A connection through the proxy: who called, and whom for. */
interface Pair {
  client: Socket;
  target: Socket;
  /** It asked Redis for messages: all it hears from then on are those. */
  subscribes: boolean;
}

const SUBSCRIBE = /\bs?subscribe\r\n/i;

/** What the proxy does with bytes on the way to the server, and on the way back. */
type Way = 'pass' | 'hold' | 'lose';

/**
 * A wire with a switch: carries TCP to one target, until it is told to cut, hold, delay or lose what it carries.
 * Only loopback addresses; every test has its own.
 */
export class Wire {
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  #there: Way = 'pass';
  #back: Way = 'pass';
  #open = true;
  #starving = false;
  #delayMs = 0;
  /** Connections that were asked for since the start. */
  connections = 0;

  private constructor(target: { host: string; port: number }) {
    this.#server = createServer((client) => {
      this.connections++;
      if (this.#open) this.#carry(client, connect(target));
      else client.resetAndDestroy();
    });
  }

  static async to(target: { host: string; port: number }): Promise<Wire> {
    const wire = new Wire(target);
    wire.#server.listen(0, '127.0.0.1');
    await once(wire.#server, 'listening');
    return wire;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Breaks what is open with a reset, and refuses whoever comes, until `heal`. */
  cut(): void {
    this.#open = false;
    this.breakOpen();
  }

  /** Breaks what is open; who calls again gets through. */
  breakOpen(): void {
    for (const { client, target } of this.#pairs) {
      client.resetAndDestroy();
      target.resetAndDestroy();
    }
  }

  /** Nothing moves any more, in either direction, and nobody is told: a pulled cable. */
  freeze(): void {
    this.#set('hold', 'hold');
  }

  /** Everything takes so much longer in each direction; ms. What is on its way stays in its order. */
  slow(delayMs: number): void {
    this.#delayMs = delayMs;
  }

  /** The server hears everything, and none of its answers arrives. */
  loseAnswers(): void {
    this.#set('pass', 'lose');
  }

  /** Whoever subscribed hears nothing more, over a connection in the best of health. */
  starveSubscribers(): void {
    this.#starving = true;
  }

  /** Everything as it should be; connections that lost bytes are broken, since they cannot go on. */
  heal(): void {
    const lost = this.#back === 'lose' || this.#there === 'lose';
    this.#open = true;
    this.#starving = false;
    this.#delayMs = 0;
    this.#set('pass', 'pass');
    if (lost) this.breakOpen();
  }

  async close(): Promise<void> {
    this.breakOpen();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #set(there: Way, back: Way): void {
    this.#there = there;
    this.#back = back;
    for (const { client, target } of this.#pairs) {
      flow(client, there);
      flow(target, back);
    }
  }

  #carry(client: Socket, target: Socket): void {
    const pair = { client, target, subscribes: false };
    this.#pairs.add(pair);
    for (const [from, to, way] of [
      [client, target, () => this.#there],
      [target, client, () => this.#back],
    ] as const) {
      from.setNoDelay(true);
      from.on('data', (bytes: Buffer) => {
        if (from === client) pair.subscribes ||= SUBSCRIBE.test(bytes.toString('latin1'));
        else if (this.#starving && pair.subscribes) return;
        if (way() === 'lose') return;
        if (this.#delayMs > 0) setTimeout(() => to.write(bytes), this.#delayMs);
        else if (!to.write(bytes)) from.pause();
      });
      to.on('drain', () => flow(from, way()));
      // A broken end is the point of this program.
      from.on('error', () => undefined);
      from.on('close', () => {
        to.destroy();
        this.#pairs.delete(pair);
      });
      flow(from, way());
    }
  }
}

function flow(socket: Socket, way: Way): void {
  if (way === 'hold') socket.pause();
  else socket.resume();
}
