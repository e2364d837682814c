import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export type Mood =
  /** Answers 200, or 426 to a screen. */
  | 'well'
  /** Has read the request, and dies. */
  | 'dies'
  /** Has read the request, and says nothing. */
  | 'hangs'
  /** Is about to stop. */
  | 'drains';

/** What stands for a worker behind nginx where it must fail in a way that kotd would not. */
export class Stub {
  readonly path: string;
  readonly #server: Server;
  readonly #mood: () => Mood;
  /** Method and path of every request that it has read. */
  readonly seen: string[] = [];

  private constructor(path: string, mood: () => Mood) {
    this.path = path;
    this.#mood = mood;
    this.#server = createServer((request, response) => void this.#take(request, response));
    this.#server.on('upgrade', (request, socket: Socket) => this.#upgrade(request, socket));
  }

  static async open(path: string, mood: () => Mood): Promise<Stub> {
    const stub = new Stub(path, mood);
    stub.#server.listen(path);
    await once(stub.#server, 'listening');
    return stub;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/health/ready') {
      response.end();
      return;
    }
    for await (const _ of request);
    this.seen.push(`${request.method} ${request.url}`);
    const mood = this.#mood();
    if (mood === 'dies') request.socket.destroy();
    else if (mood === 'well') response.end('well');
  }

  #upgrade(request: IncomingMessage, socket: Socket): void {
    this.seen.push(`${request.method} ${request.url}`);
    const status = this.#mood() === 'drains' ? '503 Service Unavailable' : '426 Upgrade Required';
    socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`);
  }
}
