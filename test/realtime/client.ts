import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import type { TSchema } from '@sinclair/typebox';
import { Packr } from 'msgpackr';
import { type ClientFrame, SERVER_FRAMES, type ServerFrame } from '../../src/realtime/frames.js';

export type Subprotocol = 'kotd.v1.json' | 'kotd.v1.msgpack';
type FrameOf<T extends ServerFrame['t']> = Extract<ServerFrame, { t: T }>;

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const AS_JSON = { useRecords: false, skipValues: [undefined] };
const packr = new Packr(AS_JSON);
const CHECKS = new Map(
  Object.entries(SERVER_FRAMES).map(
    ([t, schema]) => [t, TypeCompiler.Compile<TSchema>(schema)] as const,
  ),
);

/**
 * A WebSocket client of the least sort (RFC 6455) over a bare socket, so that a test can stop its
 * reading. It answers pings, as every browser does, and holds each frame against its schema.
 */
export class Client {
  readonly socket: Socket;
  readonly #binary: boolean;
  #chunks: Buffer[] = [];
  /** Bytes in the chunks, and how many the next frame needs. */
  #unread = 0;
  #wanted = 2;
  /** Every frame that came, in order. */
  readonly frames: ServerFrame[] = [];
  /** Code and reason of the server's close frame. */
  closeCode: number | null = null;
  closeReason = '';
  closed = false;
  #changed: (() => void)[] = [];

  private constructor(socket: Socket, binary: boolean, head: Buffer) {
    this.socket = socket;
    this.#binary = binary;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', () => {});
    socket.on('close', () => {
      this.closed = true;
      this.#change();
    });
    this.#take(head);
  }

  /** @param subprotocol null offers none */
  static async open(
    port: number,
    subprotocol: Subprotocol | null = 'kotd.v1.json',
  ): Promise<Client> {
    const { socket, status, headers, rest } = await handshake(port, subprotocol);
    if (status !== 101) throw new Error(`no upgrade: ${status}`);
    if (headers.get('sec-websocket-protocol') !== (subprotocol ?? undefined)) {
      throw new Error('another subprotocol than the one asked for');
    }
    return new Client(socket, subprotocol === 'kotd.v1.msgpack', rest);
  }

  send(frame: ClientFrame | object): void {
    const bytes = this.#binary ? packr.pack(frame) : Buffer.from(JSON.stringify(frame));
    this.sendRaw(bytes, this.#binary);
  }

  sendRaw(bytes: Buffer, binary: boolean): void {
    this.#write(binary ? 2 : 1, bytes);
  }

  of<T extends ServerFrame['t']>(t: T): FrameOf<T>[] {
    return this.frames.filter((frame): frame is FrameOf<T> => frame.t === t);
  }

  /** Waits for the frame that fits, among those that came and those that will come. */
  async need<T extends ServerFrame['t']>(
    t: T,
    fits: (frame: FrameOf<T>) => boolean = () => true,
  ): Promise<FrameOf<T>> {
    for (;;) {
      const found = this.of(t).find(fits);
      if (found) return found;
      if (this.closed) throw new Error(`closed (${this.closeCode}) while waiting for ${t}`);
      await this.change();
    }
  }

  async until(fits: () => boolean): Promise<void> {
    while (!fits()) {
      if (this.closed) throw new Error(`closed (${this.closeCode}) while waiting`);
      await this.change();
    }
  }

  /** Sends a command and waits for its answer. */
  async command(id: string, type: string, body: object = {}): Promise<FrameOf<'ack' | 'err'>> {
    this.send({ t: 'cmd', id, type, body });
    const mine = () =>
      this.frames.find(
        (frame): frame is FrameOf<'ack' | 'err'> =>
          (frame.t === 'ack' || frame.t === 'err') && frame.id === id,
      );
    await this.until(() => mine() !== undefined);
    const answer = mine();
    if (!answer) throw new Error('unreachable');
    return answer;
  }

  /** Resolves when something came or the socket closed. */
  change(): Promise<void> {
    return new Promise((resolve) => this.#changed.push(resolve));
  }

  async ended(): Promise<void> {
    while (!this.closed) await this.change();
  }

  /** Takes nothing any more: what the server sends piles up in the kernels, then in the server. */
  freeze(): void {
    this.socket.pause();
  }

  thaw(): void {
    this.socket.resume();
  }

  /** Goes away without a word, as when the power fails. */
  cut(): void {
    this.socket.destroy();
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.#write(8, Buffer.from([0x03, 0xe8]));
    await once(this.socket, 'close');
  }

  #write(opcode: number, payload: Buffer): void {
    if (this.socket.destroyed) return;
    const mask = randomBytes(4);
    const length = payload.length;
    const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
    head[0] = 0x80 | opcode;
    head[1] = 0x80 | (length < 126 ? length : length < 65_536 ? 126 : 127);
    if (head.length === 4) head.writeUInt16BE(length, 2);
    if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
    const masked = Buffer.from(payload);
    for (let i = 0; i < length; i++) masked[i] = (payload[i] ?? 0) ^ (mask[i % 4] ?? 0);
    this.socket.write(Buffer.concat([head, mask, masked]));
  }

  /** Puts chunks together only when a frame is whole: a snapshot comes in hundreds of them. */
  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#unread += chunk.length;
    while (this.#unread >= this.#wanted) {
      const bytes = Buffer.concat(this.#chunks);
      this.#chunks = [bytes];
      const short = (bytes[1] ?? 0) & 0x7f;
      const start = short < 126 ? 2 : short === 126 ? 4 : 10;
      this.#wanted = start;
      if (bytes.length < start) break;
      if (short === 126) this.#wanted += bytes.readUInt16BE(2);
      else this.#wanted += short < 126 ? short : Number(bytes.readBigUInt64BE(2));
      if (bytes.length < this.#wanted) break;
      const end = this.#wanted;
      this.#chunks = [bytes.subarray(end)];
      this.#unread = bytes.length - end;
      this.#wanted = 2;
      this.#frame((bytes[0] ?? 0) & 0x0f, bytes.subarray(start, end));
    }
    this.#change();
  }

  #frame(opcode: number, payload: Buffer): void {
    if (opcode === 9) this.#write(10, payload);
    else if (opcode === 8) {
      this.closeCode = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
      this.closeReason = payload.subarray(2).toString();
      this.#write(8, payload.subarray(0, 2));
    } else if (opcode === 1 || opcode === 2) {
      if ((opcode === 2) !== this.#binary)
        throw new Error('text where binary was agreed, or the reverse');
      const frame = this.#binary ? packr.unpack(payload) : JSON.parse(payload.toString());
      if (!isServerFrame(frame)) {
        throw new Error(`not a frame of the document: ${JSON.stringify(frame).slice(0, 500)}`);
      }
      this.frames.push(frame);
    }
  }

  #change(): void {
    const waiting = this.#changed;
    this.#changed = [];
    for (const resolve of waiting) resolve();
  }
}

function isServerFrame(frame: { t: string }): frame is ServerFrame {
  return CHECKS.get(frame.t)?.Check(frame) ?? false;
}

/** Asks for an upgrade, and answers what came of it. */
export async function handshake(port: number, subprotocol: string | null) {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.setNoDelay(true);
  const key = randomBytes(16).toString('base64');
  const offer = subprotocol === null ? '' : `Sec-WebSocket-Protocol: ${subprotocol}\r\n`;
  socket.write(
    `GET /ws HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n${offer}` +
      `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
  );
  let bytes = Buffer.alloc(0);
  while (!bytes.includes('\r\n\r\n')) {
    const [chunk] = await once(socket, 'data');
    bytes = Buffer.concat([bytes, chunk]);
  }
  const end = bytes.indexOf('\r\n\r\n');
  const [first = '', ...lines] = bytes.subarray(0, end).toString().split('\r\n');
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  const status = Number(first.split(' ')[1]);
  const accept = createHash('sha1')
    .update(key + GUID)
    .digest('base64');
  if (status === 101 && headers.get('sec-websocket-accept') !== accept) {
    throw new Error('not a WebSocket');
  }
  return { socket, status, headers, rest: bytes.subarray(end + 4) };
}
