import { connect, type Socket } from 'node:net';
import type { Dialect } from './dialect.js';
import { FrameReader, frameOf, OPCODE, upgradeOf } from './wire.js';

/** Where a server listens: a port, and the loopback address to come from; or a unix socket. */
export type Place = { port: number; from?: string } | { path: string };

/** Who hears what a client is sent. */
export interface Listener {
  /** Frames longer than this are only counted; bytes. */
  readonly keep: number;
  /** The server took the client in. */
  entered?(client: Client): void;
  /** @param text null: it is longer than `keep` */
  heard?(client: Client, text: string | null, length: number): void;
  /** The socket is closed, by whomever and for what it says; also of one that was never taken in. */
  left?(client: Client, why: string): void;
}

/** What all sockets read into: each reads to the end of its chunk before the next one's turn. */
const CHUNK = Buffer.allocUnsafe(256 * 1024);

/** Ports of an address of our own, which nobody else has. */
const FIRST_PORT = 10_000;
const PORTS = 50_000;
let ports = 0;

const HEAD_END = '\r\n\r\n';

/** A WebSocket by hand: as little work, and as few bytes, as a client can have. */
export class Client {
  readonly #dialect: Dialect;
  readonly #listener: Listener;
  readonly #frames: FrameReader;
  readonly #socket: Socket;
  #upgraded = false;
  #in = false;
  #head = '';
  #why = 'closed';
  /** Commands that wait for their answer. */
  #asked: Map<string, (answer: string) => void> | null = null;

  constructor(place: Place, dialect: Dialect, listener: Listener) {
    this.#dialect = dialect;
    this.#listener = listener;
    this.#frames = new FrameReader(listener.keep, (...heard) => this.#hear(...heard));
    const onread = { buffer: CHUNK, callback: (bytes: number) => this.#read(bytes) };
    const socket = connect({ ...wayTo(place), onread });
    socket.setNoDelay(true);
    socket.on('connect', () => socket.write(upgradeOf(dialect.path, dialect.protocol)));
    socket.on('error', ({ message }) => {
      this.#why = message;
    });
    socket.on('close', () => {
      if (this.#asked && this.#asked.size > 0) throw new Error('closed with commands under way');
      listener.left?.(this, this.#why);
    });
    this.#socket = socket;
  }

  send(text: string): void {
    this.#socket.write(frameOf(text));
  }

  /** Sends a command (`{"t":"cmd","id":…}`); resolves with the frame of its answer. */
  command(frame: string, id: string): Promise<string> {
    this.#asked ??= new Map();
    const answer = new Promise<string>((resolve) => this.#asked?.set(id, resolve));
    this.send(this.#dialect.command(frame));
    return answer;
  }

  close(): void {
    this.#asked = null;
    this.#socket.destroy();
  }

  #read(bytes: number): boolean {
    const chunk = CHUNK.subarray(0, bytes);
    if (this.#upgraded) this.#frames.push(chunk);
    else this.#readHead(chunk);
    return true;
  }

  #readHead(chunk: Buffer): void {
    this.#head += chunk.toString('latin1');
    const end = this.#head.indexOf(HEAD_END);
    if (end < 0) return;
    const rest = Buffer.from(this.#head.slice(end + HEAD_END.length), 'latin1');
    if (!this.#head.startsWith('HTTP/1.1 101')) {
      this.#why = this.#head.slice(0, this.#head.indexOf('\r\n'));
      this.#socket.destroy();
      return;
    }
    this.#head = '';
    this.#upgraded = true;
    const { first } = this.#dialect;
    if (first !== null) this.send(first);
    if (this.#dialect.letsIn('')) this.#enter();
    this.#frames.push(rest);
  }

  #hear(opcode: number, length: number, payload: Buffer | null): void {
    if (opcode === OPCODE.close) this.#why = saidIn(payload);
    if (opcode === OPCODE.ping) this.#socket.write(frameOf(payload ?? '', OPCODE.pong));
    if (opcode !== OPCODE.text) return;
    // Ids and numbers are all that anybody looks at.
    const text = payload?.toString('latin1') ?? null;
    if (text !== null) {
      const reply = this.#dialect.replyTo(text);
      if (reply !== null) this.send(reply);
      if (!this.#in && this.#dialect.letsIn(text)) this.#enter();
      if (this.#asked) this.#answer(text);
    }
    this.#listener.heard?.(this, text, length);
  }

  #enter(): void {
    this.#in = true;
    this.#listener.entered?.(this);
  }

  #answer(text: string): void {
    const id = this.#dialect.answers(text);
    if (id === null) return;
    this.#asked?.get(id)?.(text);
    this.#asked?.delete(id);
  }
}

/** The code and the reason of a close frame (RFC 6455, 5.5.1). */
function saidIn(payload: Buffer | null): string {
  if (payload === null || payload.length < 2) return 'closed';
  return `closed with ${payload.readUInt16BE(0)} ${payload.toString('utf8', 2)}`.trim();
}

/** With an address alone, the kernel would look for a port again and again, longer with each that is taken. */
function wayTo(place: Place) {
  if ('path' in place) return { path: place.path };
  const way = { host: '127.0.0.1', port: place.port };
  if (place.from === undefined) return way;
  return { ...way, localAddress: place.from, localPort: FIRST_PORT + (ports++ % PORTS) };
}
