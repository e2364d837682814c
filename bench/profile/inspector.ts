import { once } from 'node:events';
import { WebSocket } from 'ws';

interface Reply {
  id?: number;
  result?: unknown;
  error?: { message: string };
}

interface Asked {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** A process that `node --inspect` has opened to debuggers, spoken to in their protocol (Chrome DevTools). */
export class Inspector {
  readonly #socket: WebSocket;
  readonly #asked = new Map<number, Asked>();
  #last = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (text) => this.#hear(JSON.parse(String(text)) as Reply));
    socket.on('close', () => this.#ended());
  }

  /** @param url as the process prints it at its start */
  static async open(url: string): Promise<Inspector> {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    await once(socket, 'open');
    return new Inspector(socket);
  }

  /** @throws Error what the process answered, or that it ended */
  post(method: string, params: object = {}): Promise<unknown> {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params }), (error) => error && reject(error));
    });
  }

  async stop(): Promise<void> {
    this.#socket.terminate();
  }

  #hear({ id = 0, result, error }: Reply): void {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (error) asked?.reject(new Error(error.message));
    else asked?.resolve(result);
  }

  #ended(): void {
    for (const { reject } of this.#asked.values()) reject(new Error('the process ended'));
    this.#asked.clear();
  }
}
