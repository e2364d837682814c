import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A port that leads to one server, and later to another. */
export class Crossing {
  readonly url: string;
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  #port: number;

  private constructor(server: Server, own: number, port: number) {
    this.#server = server;
    this.#port = port;
    this.url = `redis://127.0.0.1:${own}`;
    server.on('connection', (socket) => {
      const onward = connect(this.#port, '127.0.0.1');
      for (const [end, far] of [
        [socket, onward],
        [onward, socket],
      ] as const) {
        this.#open.add(end);
        end.pipe(far);
        // Both ends go together, however one of them went.
        end.on('error', () => far.destroy());
        end.on('close', () => {
          this.#open.delete(end);
          far.destroy();
        });
      }
    });
  }

  static async open(port: number): Promise<Crossing> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return new Crossing(server, address.port, port);
  }

  /** Breaks what is open: whoever comes again gets to the other server. */
  lead(port: number): void {
    this.#port = port;
    for (const socket of this.#open) socket.destroy();
  }

  /** What is open stays open and brings nothing any more; whoever comes again gets through. */
  freeze(): void {
    for (const socket of this.#open) socket.unpipe().resume();
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#open) socket.destroy();
  }
}
