import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { Packr, unpack } from 'msgpackr';
import WebSocket, { type ClientOptions } from 'ws';
import type { Role } from '../src/domain/shapes/staff.js';
import type { Problem } from '../src/handlers/problem.js';

/** Plain MessagePack: nothing a reader of the specification would not know. */
const packr = new Packr({ useRecords: false });

export interface Frame {
  t: string;
  [field: string]: unknown;
}

/** Whose socket it is: an outlet and a token for each role. */
export interface Place {
  outlet: string;
  tokens: Record<Role, string>;
}

export interface SocketOptions {
  codec?: 'json' | 'msgpack';
  resume?: { epoch: string; seq: number };
  /** How long to wait for the welcome, in ms. */
  patienceMs?: number;
  /** Of the upgrade request and its connection. */
  client?: ClientOptions;
}

/** A plain socket for tests: keeps every frame it got and lets a test wait for one. */
export class Socket extends EventEmitter {
  readonly frames: Frame[] = [];
  closed = false;
  readonly #socket: WebSocket;
  readonly #codec: 'json' | 'msgpack';

  private constructor(url: string, codec: 'json' | 'msgpack', client: ClientOptions) {
    super();
    this.setMaxListeners(0);
    this.#codec = codec;
    this.#socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`, `kotd.v1.${codec}`, client);
    this.#socket.on('message', (data: Buffer) => {
      const frame = (codec === 'json' ? JSON.parse(data.toString()) : unpack(data)) as Frame;
      this.frames.push(frame);
      this.emit('frame', frame);
    });
    this.#socket.on('close', (code) => {
      this.closed = true;
      const frame = { t: 'closed', code };
      this.frames.push(frame);
      this.emit('frame', frame);
    });
    this.#socket.on('error', () => {});
  }

  /** Connects, says hello and waits for the welcome. `kitchen/*` stands for the first station there is. */
  static async open(
    url: string,
    place: Place & { stations?: { id: string }[] },
    role: Role,
    audience: readonly string[],
    { codec = 'json', resume, patienceMs = 30_000, client = {} }: SocketOptions = {},
  ): Promise<Socket> {
    const socket = new Socket(url, codec, client);
    const impatient = setTimeout(() => socket.close(), patienceMs);
    try {
      await once(socket.#socket, 'open');
    } finally {
      clearTimeout(impatient);
    }
    const named = audience.map((name) =>
      name === 'kitchen/*' ? `kitchen/${place.stations?.[0]?.id}` : name,
    );
    socket.send({
      t: 'hello',
      token: place.tokens[role],
      outlet: place.outlet,
      audience: named,
      ...(resume ? { resume } : {}),
    });
    await socket.next(({ t }) => t === 'welcome');
    return socket;
  }

  /** Whether such a hello is welcomed. */
  static async tryOpen(url: string, place: Place, role: Role, audience: readonly string[]) {
    try {
      const socket = await Socket.open(url, place, role, audience);
      socket.close();
      return true;
    } catch {
      return false;
    }
  }

  send(frame: object): void {
    this.#socket.send(this.#codec === 'json' ? JSON.stringify(frame) : packr.pack(frame));
  }

  /** Sends bytes as they are. */
  sendRaw(data: string | Buffer): void {
    this.#socket.send(data);
  }

  /** The first frame, of those that came and those to come, that the condition fits. Throws once closed. */
  async next(fits: (frame: Frame) => boolean): Promise<Frame> {
    const found = this.frames.find(fits);
    if (found) return found;
    return await new Promise((resolve, reject) => {
      const look = (frame: Frame) => {
        if (fits(frame)) resolve(frame);
        else if (frame.t === 'closed') reject(new Error(`closed with ${frame.code}`));
        else return;
        this.off('frame', look);
      };
      this.on('frame', look);
      if (this.closed) look({ t: 'closed', code: 'before' });
    });
  }

  /** Sends a command and waits for its answer. */
  async command<R = unknown>(type: string, body: object, id: string = randomUUID()) {
    const answered = this.next(
      (frame) => frame.id === id && (frame.t === 'ack' || frame.t === 'err'),
    );
    this.send({ t: 'cmd', id, type, body });
    const answer = await answered;
    return answer as unknown as { t: string; result?: R; seq?: number; problem?: Problem };
  }

  close(): void {
    this.#socket.terminate();
  }
}
