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
  | 'drains'
  /** Is cut from its store, and refuses at once. */
  | 'cut';

/** When to come back, as one that is cut says it; seconds. */
export const CUT_RETRY = '7';
const CUT_PROBLEM = JSON.stringify({ code: 'store_unavailable', status: 503, retryable: true });

/** What stands for a worker behind nginx where it must fail in a way that kotd would not. */
export class Stub {
  /** Path of a unix socket, or a port of 127.0.0.1. */
  readonly place: string | number;
  readonly #server: Server;
  readonly #mood: () => Mood;
  /** Method and path of every request that it has read. */
  readonly seen: string[] = [];

  private constructor(place: string | number, mood: () => Mood) {
    this.place = place;
    this.#mood = mood;
    this.#server = createServer((request, response) => void this.#take(request, response));
    // Like kotd it keeps connections for longer than nginx does: of two that close one at the same time nginx
    // may have sent a request on it.
    this.#server.keepAliveTimeout = 60_000;
    this.#server.on('upgrade', (request, socket: Socket) => this.#upgrade(request, socket));
  }

  static async open(place: string | number, mood: () => Mood): Promise<Stub> {
    const stub = new Stub(place, mood);
    if (typeof place === 'number') stub.#server.listen(place, '127.0.0.1');
    else stub.#server.listen(place);
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
    else if (mood === 'cut') {
      const headers = { 'content-type': 'application/problem+json', 'retry-after': CUT_RETRY };
      response.writeHead(503, headers).end(CUT_PROBLEM);
    }
  }

  #upgrade(request: IncomingMessage, socket: Socket): void {
    this.seen.push(`${request.method} ${request.url}`);
    const refuses = ['drains', 'cut'].includes(this.#mood());
    const status = refuses ? '503 Service Unavailable' : '426 Upgrade Required';
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  }
}
